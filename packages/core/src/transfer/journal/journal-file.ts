// What a transfer knows, on disk: one record a line, each with its checksum,
// only ever added to. A line that was not wholly written when the power went is
// as if it had never been; so is everything after it.
import { open, type FileHandle } from 'node:fs/promises';
import { setImmediate as breathe } from 'node:timers/promises';
import { crc32 } from 'node:zlib';
import type { z } from 'zod';
import { errnoOf, storageFailure } from '../../files/storage-failure.ts';
import { replaceFile } from '../../files/replace-file.ts';
import type { Clock } from '../../ports/clock.ts';

export interface Journal<R> {
  /** Adds records in order. They are on disk soon; `durable` says when. */
  append(records: readonly R[]): void;
  /** Everything added so far is on disk. Rejects with STORAGE_FAILED; what failed is tried again with the next call. */
  durable(): Promise<void>;
  /** Puts these records in the place of all there are, in one step. */
  rewrite(records: Iterable<R>): Promise<void>;
  /** Writes what is left and closes the file. */
  close(): Promise<void>;
}

/** At a time: what is between two pieces of other work must be short. */
const readBytes = 128 * 1024;
const recordsATurn = 2_000;
/** Records nobody waits for are gathered this long. */
const gatherMs = 20;

export function journalLine(record: unknown): string {
  const json = JSON.stringify(record);
  return `${crc32(json).toString(16).padStart(8, '0')} ${json}\n`;
}

function recordOf(line: string): unknown {
  const json = line.slice(9);
  if (line[8] !== ' ' || crc32(json).toString(16).padStart(8, '0') !== line.slice(0, 8)) return undefined;
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

/**
 * Reads the records of the journal at `path` in order and answers how many bytes are good. A missing file has none.
 * The other work of this thread goes on in between: a hundred thousand files have a long story.
 */
export async function readJournal<S extends z.ZodType>(path: string, schema: S, each: (record: z.output<S>) => void): Promise<number> {
  let handle: FileHandle;
  try {
    handle = await open(path, 'r');
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return 0;
    throw storageFailure(path, error);
  }
  try {
    let goodBytes = 0;
    let rest = Buffer.alloc(0);
    const piece = Buffer.allocUnsafe(readBytes);
    for (;;) {
      const { bytesRead } = await handle.read(piece, 0, piece.length, null);
      if (bytesRead === 0) return goodBytes;
      const bytes = Buffer.concat([rest, piece.subarray(0, bytesRead)]);
      let start = 0;
      for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, start)) {
        const parsed = schema.safeParse(recordOf(bytes.toString('utf8', start, end)));
        if (!parsed.success) return goodBytes;
        each(parsed.data);
        goodBytes += end + 1 - start;
        start = end + 1;
      }
      rest = bytes.subarray(start);
      await breathe();
    }
  } finally {
    await handle.close();
  }
}

/** Opens the journal at `path` for adding after its first `goodBytes` bytes. */
export async function openJournal<R>(path: string, goodBytes: number, { clock }: { clock: Clock }): Promise<Journal<R>> {
  let handle = await open(path, 'a', 0o600).then(async (made) => {
    await made.close();
    return open(path, 'r+');
  });
  let offset = goodBytes;
  let torn = true;
  let waiting: string[] = [];
  /** Taken from `waiting`, not yet on disk. */
  let taken = '';
  let flushing: Promise<void> | null = null;
  let takeBack: (() => void) | null = null;

  async function flush(): Promise<void> {
    while (taken !== '' || waiting.length > 0) {
      taken += waiting.join('');
      waiting = [];
      const bytes = Buffer.from(taken);
      try {
        // After a write that broke off, what comes next must not be joined to its rest.
        if (torn) await handle.truncate(offset);
        torn = true;
        for (let at = 0; at < bytes.length; ) at += (await handle.write(bytes, at, bytes.length - at, offset + at)).bytesWritten;
        await handle.datasync();
      } catch (error) {
        throw storageFailure(path, error);
      }
      torn = false;
      offset += bytes.length;
      taken = '';
    }
  }

  function durable(): Promise<void> {
    takeBack?.();
    takeBack = null;
    // One flush takes all that came while the one before it ran: a thousand small files cost one fsync, not a thousand.
    flushing ??= flush().finally(() => (flushing = null));
    return flushing;
  }

  return {
    append(records) {
      for (const record of records) waiting.push(journalLine(record));
      if (flushing === null) takeBack ??= clock.after(gatherMs, () => void durable().catch(() => {}));
    },
    durable,
    async rewrite(records) {
      await durable();
      const pieces: Buffer[] = [];
      let lines: string[] = [];
      for (const record of records) {
        lines.push(journalLine(record));
        if (lines.length < recordsATurn) continue;
        pieces.push(Buffer.from(lines.join('')));
        lines = [];
        await breathe();
      }
      const bytes = Buffer.concat([...pieces, Buffer.from(lines.join(''))]);
      try {
        await replaceFile(path, bytes, { mode: 0o600, owner: null, clock });
        await handle.close();
        handle = await open(path, 'r+');
      } catch (error) {
        throw storageFailure(path, error);
      }
      offset = bytes.length;
      torn = false;
    },
    async close() {
      try {
        await durable();
      } finally {
        await handle.close();
      }
    },
  };
}
