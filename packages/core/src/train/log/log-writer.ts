// A file that only grows, written behind: what is given is told to be there at once and reaches the disk in as few writes
// as the disk allows. Holds what the disk has not taken yet; whoever gives much waits for `caughtUp`.
import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { isAppError } from '@hubdesk/shared/errors';
import { storageFailure } from '../../files/storage-failure.ts';

const mostBehindBytes = 8 * 1024 * 1024;

export interface LogWriter {
  /** With what is not written yet. */
  readonly size: number;
  append(bytes: Buffer): void;
  /** Resolves at once while little is waiting to be written. Rejects with STORAGE_FAILED; then a later call tries again. */
  caughtUp(): Promise<void>;
  /** Resolves when all of it can be read. Rejects with STORAGE_FAILED. */
  written(): Promise<void>;
  /** Fills `into` from `position`; answers how much of it. Only what is written. */
  read(into: Buffer, position: number): Promise<number>;
  /** Forgets everything from `size` on. */
  cutAt(size: number): Promise<void>;
  /** Rejects with STORAGE_FAILED if something could not be written; the file is closed nevertheless. */
  close(): Promise<void>;
}

/** Makes the file (0600) and its folder (0700) where they are not there. */
export async function openLogWriter(path: string): Promise<LogWriter> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 }).catch(failed);
  const handle = await open(path, 'a+', 0o600).catch(failed);
  let onDisk = (await handle.stat()).size;
  let waiting: Buffer[] = [];
  let waitingBytes = 0;
  let writing: Promise<void> | null = null;

  function failed(error: unknown): never {
    throw isAppError(error) ? error : storageFailure(path, error);
  }

  async function drain(): Promise<void> {
    while (waiting.length > 0) {
      const bytes = waiting.length === 1 ? waiting[0] : Buffer.concat(waiting);
      if (!bytes) return;
      waiting = [bytes];
      await writeAll(bytes);
      // What came meanwhile stands behind the first.
      waiting.shift();
      waitingBytes -= bytes.length;
      onDisk += bytes.length;
    }
  }

  async function writeAll(bytes: Buffer): Promise<void> {
    try {
      for (let done = 0; done < bytes.length;) done += (await handle.write(bytes, done)).bytesWritten;
    } catch (error) {
      // The whole is written again when there is room.
      await handle.truncate(onDisk).catch(() => {});
      failed(error);
    }
  }

  function begin(): Promise<void> {
    writing ??= drain().finally(() => {
      writing = null;
    });
    return writing;
  }

  async function written(): Promise<void> {
    while (writing || waiting.length > 0) await begin();
  }

  return {
    get size() {
      return onDisk + waitingBytes;
    },
    append: (bytes) => {
      waiting.push(bytes);
      waitingBytes += bytes.length;
      // Whoever waits is told of a failure; here nobody does.
      if (!writing) begin().catch(() => {});
    },
    caughtUp: () =>
      waitingBytes > mostBehindBytes || (!writing && waiting.length > 0) ? written() : Promise.resolve(),
    written,
    read: async (into, position) => (await handle.read(into, 0, into.length, position)).bytesRead,
    cutAt: async (size) => {
      await handle.truncate(size).catch(failed);
      onDisk = size;
    },
    close: async () => {
      try {
        await written();
        await handle.datasync().catch(failed);
      } finally {
        await handle.close();
      }
    },
  };
}
