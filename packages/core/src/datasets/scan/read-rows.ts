// Reads any rows of a file again, from the nearest place the index knows.
import { createReadStream } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { placeBefore, type RowIndex } from './row-index.ts';
import { arrayState, createRowReader, type RowSink } from './row-reader.ts';
import { maxRowBytes as longestRowBytes } from './scan-pool.ts';
import { decoded } from './scan-range.ts';
import type { ByteCoding } from './scan-task.ts';
import { rowFlag } from './scanner/row-flags.ts';
import { createScanner, type Scanner } from './scanner/scanner.ts';

export interface RowSource {
  readonly path: string;
  readonly format: 'jsonl' | 'json';
  readonly coding?: ByteCoding;
  /** Of the finished scan. */
  readonly index: RowIndex;
  readonly maxRowBytes?: number;
}

export interface RowText {
  readonly row: number;
  readonly line: number;
  /** In bytes, of what the scan read. */
  readonly offset: number;
  readonly bytes: number;
  /** As it stands in the file; bytes that are not UTF-8 as U+FFFD. Null for a row too long to be read. */
  readonly text: string | null;
}

let shared: Scanner | null = null;

/**
 * At most `count` rows from row `from` on, in their order; fewer at the file's end. A row that is not JSON is given as it
 * stands. Throws the system's error when the file is gone.
 */
export async function readRows(source: RowSource, from: number, count: number): Promise<RowText[]> {
  const { index, coding = 'plain' } = source;
  if (count <= 0 || index.rows.length === 0) return [];
  const place = Math.max(0, placeBefore(index.rows, from));
  const wanted: RowText[] = [];
  // One reader at a time uses the scanner's memory: what is asked meanwhile gets one of its own.
  const scanner = shared ?? createScanner();
  shared = null;
  try {
    const sink = wantedRows(scanner, place, from, count, wanted);
    const offset = index.offsets[place] ?? 0;
    const reader = createRowReader(scanner, sink, {
      layout: source.format === 'json' ? 'values' : 'lines',
      from: offset,
      stop: Infinity,
      seekLine: false,
      state: index.inArray ? arrayState.value : arrayState.loose,
      maxRowBytes: source.maxRowBytes ?? longestRowBytes,
    });
    const enough = () => wanted.length >= count || reader.done();
    const bytes =
      coding === 'plain'
        ? plainFrom(source.path, offset)
        : skipping(decoded(createReadStream(source.path), coding), offset);
    for await (const chunk of bytes) {
      for (let at = 0; at < chunk.length && !enough();) {
        const room = reader.room();
        const piece = chunk.subarray(at, at + room.length);
        room.bytes.set(piece, room.at);
        reader.filled(piece.length);
        at += piece.length;
      }
      if (enough()) break;
    }
    if (!enough()) reader.end();
  } finally {
    shared = scanner;
  }
  return wanted.slice(0, count);

  function wantedRows(scanner: Scanner, place: number, first: number, limit: number, into: RowText[]): RowSink {
    let row = index.rows[place] ?? 0;
    const lineBefore = (index.lines[place] ?? 1) - 1;
    return {
      rows: (records, base, lineOf) => {
        const { starts, lengths, flags } = scanner.records();
        for (let record = 0; record < records && into.length < limit; record += 1) {
          if ((flags[record] ?? 0) & rowFlag.blankLine) continue;
          if (row >= first) {
            const start = starts[record] ?? 0;
            const bytes = lengths[record] ?? 0;
            const text = Buffer.from(scanner.bytes().buffer, start, bytes).toString('utf8');
            into.push({ row, line: lineBefore + lineOf(record), offset: start + base, bytes, text });
          }
          row += 1;
        }
      },
      tooLong: (offset, bytes, line) => {
        if (row >= first && into.length < limit) into.push({ row, line: lineBefore + line, offset, bytes, text: null });
        row += 1;
      },
    };
  }
}

async function* plainFrom(path: string, offset: number): AsyncGenerator<Uint8Array> {
  const handle: FileHandle = await open(path);
  try {
    const buffer = new Uint8Array(128 * 1024);
    for (let position = offset; ;) {
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, position);
      if (bytesRead === 0) return;
      position += bytesRead;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await handle.close();
  }
}

async function* skipping(bytes: AsyncIterable<Uint8Array>, offset: number): AsyncGenerator<Uint8Array> {
  let position = 0;
  for await (const chunk of bytes) {
    const skipped = Math.max(0, Math.min(chunk.length, offset - position));
    position += chunk.length;
    if (skipped < chunk.length) yield chunk.subarray(skipped);
  }
}
