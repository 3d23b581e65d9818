// Rows of a Parquet file, a slice of a row group at a time, so that memory stays
// bounded by the slice.
import type { FileHandle } from 'node:fs/promises';
import { parquetMetadataAsync, parquetReadObjects, type AsyncBuffer } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import type { FormatRow } from './format-rows.ts';

/** Of column data, uncompressed: what is decoded at once. */
const sliceBytes = 48 * 1024 * 1024;
const firstRows = 200;

/** `told` hears about how many bytes of the file were read. */
export async function* parquetRows(
  handle: FileHandle,
  told: (bytesRead: number) => void = () => {},
): AsyncGenerator<FormatRow[]> {
  const { size } = await handle.stat();
  const file: AsyncBuffer = { byteLength: size, slice: (start, end = size) => readSlice(handle, start, end) };
  const metadata = await parquetMetadataAsync(file);
  const total = Number(metadata.num_rows);
  let groupStart = 0;
  for (const group of metadata.row_groups) {
    const groupRows = Number(group.num_rows);
    const slices = Math.max(1, Math.ceil(Number(group.total_byte_size) / sliceBytes));
    const step = Math.max(1, Math.ceil(groupRows / slices));
    for (let from = 0; from < groupRows;) {
      // A few rows at once at the beginning: they are waited for.
      const count = groupStart + from === 0 ? Math.min(firstRows, step) : step;
      const rowStart = groupStart + from;
      const rowEnd = groupStart + Math.min(groupRows, from + count);
      const rows = await parquetReadObjects({ file, metadata, compressors, rowStart, rowEnd, useOffsetIndex: true });
      yield rows.map((value) => ({ kind: 'row', text: parquetJson(value), line: null }));
      from += count;
      told((size * rowEnd) / Math.max(1, total));
    }
    groupStart += groupRows;
  }
}

/** A row of Parquet as JSON text: whole numbers JSON cannot hold become text, bytes base64. */
function parquetJson(value: Record<string, unknown>): string {
  return JSON.stringify(value, (_key, each: unknown) => {
    if (typeof each === 'bigint') return Number.isSafeInteger(Number(each)) ? Number(each) : String(each);
    return each instanceof Uint8Array
      ? Buffer.from(each.buffer, each.byteOffset, each.byteLength).toString('base64')
      : each;
  });
}

async function readSlice(handle: FileHandle, start: number, end: number): Promise<ArrayBuffer> {
  const bytes = new Uint8Array(end - start);
  for (let done = 0; done < bytes.length;) {
    const { bytesRead } = await handle.read(bytes, done, bytes.length - done, start + done);
    if (bytesRead === 0) throw new Error('the file ends too early');
    done += bytesRead;
  }
  return bytes.buffer;
}
