// All rows of a readable file from its beginning, one after another, without
// holding more than a piece of it.
import type { FileHandle } from 'node:fs/promises';
import { fileUnreadable } from '../../files/file-unreadable.ts';
import { changedReason, markOf, openFile, sameMark } from '../open/open-file.ts';
import { arrayState, createRowReader } from '../scan/row-reader.ts';
import { maxRowBytes } from '../scan/scan-pool.ts';
import { rowFlag } from '../scan/scanner/row-flags.ts';
import { createScanner } from '../scan/scanner/scanner.ts';
import { fileBytes } from './file-bytes.ts';
import type { ReadableFile } from './rows-task.ts';

export interface StreamedRow {
  row: number;
  /** From 1. */
  line: number;
  /** As it stands in the file; null for a row too long to be read. */
  text: string | null;
}

/** Rows in batches, in their order. Rejects with FILE_UNREADABLE when the file is not the marked one, or changes before its end. */
export async function* streamRows(
  { path, mark }: ReadableFile,
  told: (bytesRead: number) => void = () => {},
): AsyncGenerator<StreamedRow[]> {
  const handle: FileHandle = await openFile(path, mark);
  try {
    yield* rowsIn(fileBytes(handle, { gzip: false, encoding: 'utf-8' }, { told }), 'lines');
    if (mark && !sameMark(mark, markOf(await handle.stat()))) throw fileUnreadable(path, changedReason);
  } finally {
    await handle.close();
  }
}

/** Rows of UTF-8 bytes: a row a `line`, or the `values` of one array or one after another. */
export async function* rowsIn(
  bytes: AsyncIterable<Uint8Array>,
  layout: 'lines' | 'values',
): AsyncGenerator<StreamedRow[]> {
  const scanner = createScanner();
  let batch: StreamedRow[] = [];
  let row = 0;
  const take = (text: string | null, line: number) => {
    batch.push({ row, line, text });
    row += 1;
  };
  const reader = createRowReader(
    scanner,
    {
      rows: (count, _base, lineOf) => {
        const { starts, lengths, flags } = scanner.records();
        for (let record = 0; record < count; record += 1) {
          if ((flags[record] ?? 0) & rowFlag.blankLine) continue;
          take(
            Buffer.from(scanner.bytes().buffer, starts[record] ?? 0, lengths[record] ?? 0).toString('utf8'),
            lineOf(record),
          );
        }
      },
      tooLong: (_offset, _bytes, line) => take(null, line),
    },
    { layout, from: 0, stop: Infinity, seekLine: false, state: arrayState.start, maxRowBytes },
  );
  for await (const piece of bytes) {
    for (let at = 0; at < piece.length && !reader.done();) {
      const room = reader.room();
      const part = piece.subarray(at, at + room.length);
      room.bytes.set(part, room.at);
      reader.filled(part.length);
      at += part.length;
    }
    if (batch.length > 0) yield batch;
    batch = [];
  }
  reader.end();
  if (batch.length > 0) yield batch;
}
