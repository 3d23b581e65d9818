// Reads one stretch of a file, or all of one that has to be decoded, and tells
// what it found part by part. Runs in a worker thread; blocks it while it reads.
import { read, readSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { createGunzip } from 'node:zlib';
import { createRowReader, type RowReader, type RowSink } from './row-reader.ts';
import { createPartBuilder } from './scan-part.ts';
import type { ScanReply, ScanTask } from './scan-task.ts';
import { createScannedRows } from './scanned-rows.ts';
import { createScanner, type Scanner } from './scanner/scanner.ts';

const readAsync = promisify(read);
/** A part is told at the latest after so many bytes. */
const partBytes = 8 * 1024 * 1024;

export interface RangeScanner {
  /** Replies at least once, the last time with `last`. */
  run(task: ScanTask, reply: (reply: ScanReply) => void): Promise<void>;
}

export function createRangeScanner(): RangeScanner {
  const scanner = createScanner();
  let remembered: {
    file: number;
    sink: ReturnType<typeof createScannedRows>;
    builder: ReturnType<typeof createPartBuilder>;
  } | null = null;

  function rowsOf(task: ScanTask) {
    if (remembered?.file !== task.file) {
      const builder = createPartBuilder();
      remembered = { file: task.file, builder, sink: createScannedRows(scanner, builder, task.layout === 'values') };
    }
    return remembered;
  }

  return {
    run: async (task, reply) => {
      const { sink, builder } = rowsOf(task);
      let linesTold = 0;
      // The reader counts lines from where it began, a part from its own beginning.
      const partSink: RowSink = {
        rows: (count, base, lineOf) => sink.rows(count, base, (record) => lineOf(record) - linesTold),
        tooLong: (offset, bytes, line) => sink.tooLong(offset, bytes, line - linesTold),
      };
      const { layout, from, stop, seekLine, maxRowBytes } = task;
      const reader = createRowReader(scanner, partSink, { layout, from, stop, seekLine, state: 0, maxRowBytes });
      const tell = (readTo: number, last: boolean, short = false, failure: string | null = null) => {
        if (layout === 'values' && scanner.inArray()) builder.array();
        const lines = reader.lines();
        const part = builder.take(lines - linesTold);
        linesTold = lines;
        reply({ task: task.task, part, readTo, last, short, failure });
      };
      try {
        if (task.coding === 'plain') readPlain(task, reader, tell);
        else await readDecoded(task, scanner, reader, tell);
      } catch (error) {
        tell(from, true, false, codeOf(error));
      }
    },
  };
}

type Tell = (readTo: number, last: boolean, short?: boolean) => void;

function readPlain({ fd, from, size }: ScanTask, reader: RowReader, tell: Tell): void {
  let position = from;
  let toldAt = from;
  while (!reader.done()) {
    const { bytes, at, length } = reader.room();
    // Never beyond the size the file had: what is added meanwhile is another file.
    const wanted = Math.min(length, size - position);
    const count = wanted > 0 ? readSync(fd, bytes, at, wanted, position) : 0;
    if (count === 0) break;
    position += count;
    reader.filled(count);
    if (position - toldAt >= partBytes && !reader.done()) {
      tell(position, false);
      toldAt = position;
    }
  }
  const short = !reader.done() && position < size;
  reader.end();
  tell(position, true, short);
}

async function readDecoded(task: ScanTask, scanner: Scanner, reader: RowReader, tell: Tell): Promise<void> {
  let position = 0;
  async function* raw(): AsyncGenerator<Buffer> {
    const buffer = Buffer.allocUnsafe(256 * 1024);
    for (;;) {
      const { bytesRead } = await readAsync(
        task.fd,
        buffer,
        0,
        Math.min(buffer.length, task.size - position),
        position,
      );
      if (bytesRead === 0) return;
      position += bytesRead;
      yield Buffer.from(buffer.subarray(0, bytesRead));
    }
  }
  let since = 0;
  for await (const chunk of decoded(raw(), task.coding)) {
    for (let from = 0; from < chunk.length && !reader.done();) {
      const { bytes, at, length } = reader.room();
      const piece = chunk.subarray(from, from + length);
      bytes.set(piece, at);
      reader.filled(piece.length);
      from += piece.length;
    }
    since += chunk.length;
    if (reader.done()) break;
    if (since >= partBytes) {
      tell(position, false);
      since = 0;
    }
  }
  const short = !reader.done() && position < task.size;
  reader.end();
  tell(position, true, short);
}

/** The bytes as UTF-8, without a byte order mark. */
export async function* decoded(
  raw: AsyncIterable<Uint8Array>,
  coding: ScanTask['coding'] | 'windows-1252',
): AsyncGenerator<Uint8Array> {
  if (coding === 'plain') yield* raw;
  else if (coding === 'gzip') {
    let first = true;
    const gunzip = createGunzip({ chunkSize: 256 * 1024 });
    // What goes wrong is met again where the bytes come out.
    pipeline(raw, gunzip).catch(() => undefined);
    for await (const chunk of gunzip) {
      if (!(chunk instanceof Uint8Array)) continue;
      yield first && chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf ? chunk.subarray(3) : chunk;
      first = false;
    }
  } else {
    const decoder = new TextDecoder(coding);
    const encoder = new TextEncoder();
    for await (const chunk of raw) yield encoder.encode(decoder.decode(chunk, { stream: true }));
    yield encoder.encode(decoder.decode());
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown';
}
