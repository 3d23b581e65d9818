// The rows of a stretch of lines, read piece by piece. A line too long to be a
// row is passed over, its bytes never held.
import { open } from 'node:fs/promises';

/** As for the check of files. */
export const longestRowBytes = 16 * 1024 * 1024;
const pieceBytes = 1024 * 1024;
const newline = 0x0a;

/** Calls `take` for every line that begins in the range and is not blank; null stands for one that is too long. Rejects with the system's error. */
export async function forEachLine(path: string, startByte: number, endByte: number, take: (line: string | null) => void): Promise<void> {
  const handle = await open(path);
  try {
    let position = startByte;
    let lineStart = startByte;
    let held: Buffer[] = [];
    let heldBytes = 0;
    let passing = false;
    const endLine = () => {
      const bytes = Buffer.concat(held);
      if (passing) take(null);
      else if (bytes.length > 0) {
        const text = bytes.toString('utf8', lineStart === 0 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0);
        if (text.trim() !== '') take(text);
      }
      [held, heldBytes, passing] = [[], 0, false];
    };
    for (;;) {
      const piece = Buffer.allocUnsafe(pieceBytes);
      const { bytesRead } = await handle.read(piece, 0, pieceBytes, position);
      if (bytesRead === 0) break;
      let at = 0;
      while (at < bytesRead) {
        const found = piece.subarray(0, bytesRead).indexOf(newline, at);
        const stop = found < 0 ? bytesRead : found;
        heldBytes += stop - at;
        passing ||= heldBytes > longestRowBytes;
        if (passing) held = [];
        else held.push(piece.subarray(at, stop));
        if (found < 0) break;
        endLine();
        lineStart = position + found + 1;
        if (lineStart >= endByte) return;
        at = found + 1;
      }
      position += bytesRead;
    }
    endLine();
  } finally {
    await handle.close();
  }
}
