// A new file, written in large pieces from beginning to end. Loops over short
// writes; a full disk is STORAGE_FAILED, and whoever made the file removes it.
import { open, type FileHandle } from 'node:fs/promises';
import { storageFailure } from '../../files/storage-failure.ts';

export interface NewFile {
  readonly bytes: number;
  text(text: string): void | Promise<void>;
  raw(bytes: Uint8Array): Promise<void>;
  /** All is on the disk, and as long as it should be. */
  finish(): Promise<void>;
  abandon(): Promise<void>;
}

const pieceCharacters = 512 * 1024;

/** Rejects with STORAGE_FAILED, also when something stands at `path`. */
export async function createNewFile(path: string): Promise<NewFile> {
  let handle: FileHandle;
  try {
    handle = await open(path, 'wx', 0o600);
  } catch (error) {
    throw storageFailure(path, error);
  }
  let pieces: string[] = [];
  let held = 0;
  let bytes = 0;

  async function write(piece: Uint8Array): Promise<void> {
    try {
      for (let done = 0; done < piece.byteLength;) {
        const { bytesWritten } = await handle.write(piece, done, piece.byteLength - done);
        if (bytesWritten === 0) throw storageFailure(path, 'the disk takes no more');
        done += bytesWritten;
      }
    } catch (error) {
      throw storageFailure(path, error);
    }
    bytes += piece.byteLength;
  }

  async function flush(): Promise<void> {
    if (held === 0) return;
    const piece = Buffer.from(pieces.join(''));
    pieces = [];
    held = 0;
    await write(piece);
  }

  return {
    get bytes() {
      return bytes;
    },
    text(text) {
      pieces.push(text);
      held += text.length;
      return held >= pieceCharacters ? flush() : undefined;
    },
    async raw(piece) {
      await flush();
      await write(piece);
    },
    async finish() {
      await flush();
      try {
        await handle.sync();
        const { size } = await handle.stat();
        if (size !== bytes) throw storageFailure(path, 'not all of it reached the disk');
      } catch (error) {
        throw storageFailure(path, error);
      } finally {
        await handle.close();
      }
    },
    abandon: () => handle.close(),
  };
}
