// A range of a file in pieces of bounded size, read ahead by one, that notices
// when the file is not what it was: shorter, longer or written to meanwhile.
import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { FileChanged } from './file-changed.ts';

export interface FileRange {
  path: string;
  /** First byte. */
  start: number;
  length: number;
  /** What the whole file must measure; left out, only a change during the reading counts. */
  fileSize?: number | undefined;
}

/**
 * Yields the range in order. A piece is good until the next one is asked for: two
 * buffers take turns, so that one is read while the other is sent. The last piece
 * comes only when the file is still what it was, so a changed one is never sent whole.
 * @throws {FileChanged} when the file is shorter than the range, has another size
 * than `fileSize`, or its size or time of change differ at the end, or when it is gone; and the system's own errors.
 */
export async function* filePieces(range: FileRange, pieceBytes: number): AsyncGenerator<Uint8Array> {
  // A link that was put in the file's place is not the file that was looked at.
  const file = await open(range.path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0)).catch((error: unknown) => {
    throw error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ELOOP') ? new FileChanged(range.path) : error;
  });
  try {
    const before = await file.stat({ bigint: true });
    const needed = BigInt(range.fileSize ?? range.start + range.length);
    if (range.fileSize === undefined ? before.size < needed : before.size !== needed) throw new FileChanged(range.path);
    const size = Math.min(pieceBytes, range.length);
    const buffers = [takeBuffer(size), takeBuffer(range.length > size ? size : 0)] as const;
    const end = range.start + range.length;
    const read = (at: number, turn: number) =>
      readFully(file, buffers[turn % 2 === 0 ? 0 : 1].subarray(0, Math.min(size, end - at)), at, range.path);
    let turn = 0;
    let next = range.length > 0 ? read(range.start, turn) : null;
    for (let at = range.start; next !== null; at += size) {
      const piece: Uint8Array = await next;
      turn += 1;
      next = at + size < end ? read(at + size, turn) : null;
      // A failure of the piece ahead is told when its turn comes, not as an unhandled rejection before.
      next?.catch(() => {});
      if (next === null) {
        const after = await file.stat({ bigint: true });
        if (after.size !== before.size || after.mtimeNs !== before.mtimeNs) throw new FileChanged(range.path);
      }
      yield piece;
    }
    // Only after a good end: what was called off may still be on its way out of them.
    for (const buffer of buffers) giveBuffer(buffer, pieceBytes);
  } finally {
    await file.close();
  }
}

/** A file of a hundred parts would leave a hundred pairs of buffers to be collected. */
const spares: Buffer[] = [];
const mostSpares = 16;

function takeBuffer(bytes: number): Buffer {
  const at = spares.findIndex((each) => each.length === bytes);
  return (at < 0 ? undefined : spares.splice(at, 1)[0]) ?? Buffer.allocUnsafeSlow(bytes);
}

function giveBuffer(buffer: Buffer, wholeBytes: number): void {
  if (buffer.length === wholeBytes && spares.length < mostSpares) spares.push(buffer);
}

async function readFully(file: FileHandle, into: Buffer, position: number, path: string): Promise<Uint8Array> {
  for (let filled = 0; filled < into.length;) {
    const { bytesRead } = await file.read(into, filled, into.length - filled, position + filled);
    if (bytesRead === 0) throw new FileChanged(path);
    filled += bytesRead;
  }
  return into;
}
