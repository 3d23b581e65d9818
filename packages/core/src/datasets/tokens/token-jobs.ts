// Cuts a file of lines into jobs for the workers, and puts jobs in an order that
// makes the first numbers speak for the whole.
import type { TokenJob } from './token-task.ts';

const usualJobBytes = 512 * 1024;

/** Where some rows of a file begin: `RowIndex` of the scan. */
export interface LinePlaces {
  readonly rows: ArrayLike<number>;
  readonly offsets: ArrayLike<number>;
}

export interface LineFile {
  file: string;
  path: string;
  sizeBytes: number;
  index: LinePlaces;
  skip?: Uint32Array<ArrayBuffer>;
}

/** Jobs over a whole JSONL file of plain UTF-8, cut at places of its index. */
export function lineJobs({ file, path, sizeBytes, index, skip }: LineFile, jobBytes = usualJobBytes): TokenJob[] {
  const jobs: TokenJob[] = [];
  for (let at = 0; at < index.rows.length; ) {
    const startByte = index.offsets[at] ?? 0;
    let next = at + 1;
    while (next < index.rows.length && (index.offsets[next] ?? 0) - startByte < jobBytes) next += 1;
    const endByte = index.offsets[next] ?? sizeBytes;
    const [firstRow, rowAfter] = [index.rows[at] ?? 0, index.rows[next] ?? Infinity];
    const left = skip?.filter((row) => row >= firstRow && row < rowAfter);
    jobs.push({ kind: 'lines', file, path, startByte, endByte, firstRow, ...(left && left.length > 0 ? { skip: left } : {}) });
    at = next;
  }
  return jobs;
}

/** The same things in an order of which every beginning is spread over the whole. */
export function spread<T>(things: readonly T[]): T[] {
  const bits = Math.ceil(Math.log2(Math.max(things.length, 2)));
  const order = Array.from({ length: 2 ** bits }, (_, at) => reversed(at, bits));
  return order.flatMap((at) => things.slice(at, at + 1));
}

function reversed(number: number, bits: number): number {
  let answer = 0;
  for (let bit = 0; bit < bits; bit += 1) if (number & (1 << bit)) answer |= 1 << (bits - 1 - bit);
  return answer;
}
