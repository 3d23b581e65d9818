// Reads the `Range` header of a request for bytes. Units other than bytes and broken headers count as none, as in HTTP.
import type { ByteRange } from '../repos/content-store.ts';

/** The ranges that lie within `size`, cut at its end; `none` asked for; or `outside`, which is a 416. */
export function readRanges(header: string | undefined, size: number): ByteRange[] | 'none' | 'outside' {
  const [, list] = /^bytes=(.+)$/i.exec(header?.trim() ?? '') ?? [];
  if (list === undefined) return 'none';
  const ranges: ByteRange[] = [];
  for (const part of list.split(',')) {
    const [, first = '', last = ''] = /^\s*(\d*)-(\d*)\s*$/.exec(part) ?? [];
    if (first === '' && last === '') return 'none';
    if (first === '') {
      if (Number(last) > 0) ranges.push({ start: Math.max(0, size - Number(last)), end: size - 1 });
    } else if (last !== '' && Number(last) < Number(first)) return 'none';
    else ranges.push({ start: Number(first), end: last === '' ? size - 1 : Math.min(Number(last), size - 1) });
  }
  const inside = ranges.filter(({ start, end }) => start < size && start <= end);
  return inside.length > 0 ? inside : 'outside';
}
