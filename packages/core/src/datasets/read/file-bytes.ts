// The bytes of a file as UTF-8, piece by piece: read through gzip and UTF-16,
// without a byte order mark.
import type { FileHandle } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { decoded } from '../scan/scan-range.ts';
import type { Sniffed } from '../open/sniff-format.ts';
import { through } from './through.ts';

const pieceBytes = 256 * 1024;

export interface BytesOptions {
  /** Hears how many bytes of the file itself were read. */
  told?: ((bytesRead: number) => void) | undefined;
  /** Ends after about so many bytes of UTF-8. */
  most?: number | undefined;
}

export async function* fileBytes(
  handle: FileHandle,
  { gzip, encoding }: Pick<Sniffed, 'gzip' | 'encoding'>,
  { told, most = Infinity }: BytesOptions = {},
): AsyncGenerator<Uint8Array> {
  const raw = rawBytes(handle, told);
  const unpacked = gzip ? through<Uint8Array>(raw, createGunzip({ chunkSize: pieceBytes })) : raw;
  let bytes = 0;
  for await (const piece of withoutMark(encoding === 'utf-8' ? unpacked : decoded(unpacked, encoding))) {
    yield piece;
    if ((bytes += piece.byteLength) >= most) return;
  }
}

/** Text of UTF-8 bytes, whole characters only; what is no UTF-8 becomes U+FFFD. */
export async function* textOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  for await (const piece of bytes) yield decoder.decode(piece, { stream: true });
  yield decoder.decode();
}

async function* rawBytes(handle: FileHandle, told: BytesOptions['told']): AsyncGenerator<Uint8Array> {
  for (let position = 0; ;) {
    const { buffer, bytesRead } = await handle.read(new Uint8Array(pieceBytes), 0, pieceBytes, position);
    if (bytesRead === 0) return;
    position += bytesRead;
    told?.(position);
    yield buffer.subarray(0, bytesRead);
  }
}

async function* withoutMark(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let first = true;
  for await (const piece of bytes) {
    if (piece.byteLength === 0) continue;
    yield first && piece[0] === 0xef && piece[1] === 0xbb && piece[2] === 0xbf ? piece.subarray(3) : piece;
    first = false;
  }
}
