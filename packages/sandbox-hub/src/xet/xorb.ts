// A xorb: chunks one after the other, each with a header of eight bytes. Tells where its chunks lie and unpacks them.
// Format: hub-docs `docs/xet/xorb.md`. What is not a row of whole chunks is refused.
import { decompress } from 'lz4js';

const HEADER_BYTES = 8;
const STORED = 0;
const LZ4 = 1;
const BYTE_GROUPED_LZ4 = 2;

export interface XorbIndex {
  /** Where each chunk ends within the xorb's bytes; the first starts at 0. */
  ends: Uint32Array;
  /** The length of each chunk when unpacked. */
  unpacked: Uint32Array;
}

export class MalformedXorb extends Error {
  constructor(why: string) {
    super(`The xorb is malformed: ${why}`);
    this.name = 'MalformedXorb';
  }
}

/** Follows a xorb as its bytes come in, in pieces of any length, and gives its index at the end. */
export function xorbScanner(): { push(piece: Uint8Array): void; finish(): XorbIndex } {
  const ends: number[] = [];
  const unpacked: number[] = [];
  const header = new Uint8Array(HEADER_BYTES);
  let headerFilled = 0;
  let payloadLeft = 0;
  let position = 0;
  // What follows the chunks is a footer, which nobody needs.
  let inFooter = false;

  return {
    push: (piece) => {
      let at = 0;
      while (at < piece.length && !inFooter) {
        if (payloadLeft > 0) {
          const taken = Math.min(payloadLeft, piece.length - at);
          payloadLeft -= taken;
          position += taken;
          at += taken;
          if (payloadLeft === 0) ends.push(position);
          continue;
        }
        header[headerFilled] = piece[at] ?? 0;
        headerFilled += 1;
        at += 1;
        if (headerFilled === 1 && header[0] !== 0) {
          inFooter = true;
        } else if (headerFilled === HEADER_BYTES) {
          const { packedLength, type, unpackedLength } = readHeader(header);
          if (type > BYTE_GROUPED_LZ4 || packedLength === 0) throw new MalformedXorb('no such kind of chunk');
          headerFilled = 0;
          position += HEADER_BYTES;
          payloadLeft = packedLength;
          unpacked.push(unpackedLength);
        }
      }
    },
    finish: () => {
      if (payloadLeft > 0 || (headerFilled > 0 && !inFooter)) throw new MalformedXorb('it ends within a chunk');
      if (ends.length === 0) throw new MalformedXorb('it has no chunks');
      return { ends: Uint32Array.from(ends), unpacked: Uint32Array.from(unpacked) };
    },
  };
}

function readHeader(header: Uint8Array) {
  const [, p0 = 0, p1 = 0, p2 = 0, type = 0, u0 = 0, u1 = 0, u2 = 0] = header;
  return { packedLength: p0 | (p1 << 8) | (p2 << 16), type, unpackedLength: u0 | (u1 << 8) | (u2 << 16) };
}

/** The header of a chunk that is stored as it is. */
export function storedHeader(length: number): Uint8Array {
  const bytes = [length & 255, (length >> 8) & 255, (length >> 16) & 255];
  return Uint8Array.from([0, ...bytes, STORED, ...bytes]);
}

export function chunkStart(index: XorbIndex, chunk: number): number {
  return chunk === 0 ? 0 : (index.ends[chunk - 1] ?? 0);
}

/** The bytes of one chunk, given with its header. */
export function unpackChunk(chunk: Uint8Array): Uint8Array {
  const { packedLength, type, unpackedLength } = readHeader(chunk);
  const payload = chunk.subarray(HEADER_BYTES, HEADER_BYTES + packedLength);
  if (type === STORED) return payload;
  const bytes = decompress(payload, unpackedLength);
  if (bytes.length !== unpackedLength) throw new MalformedXorb('a chunk has another length than it says');
  return type === LZ4 ? bytes : ungrouped(bytes);
}

// Byte grouping puts all first bytes of every four before all second ones, and so on.
function ungrouped(grouped: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(grouped.length);
  let from = 0;
  for (let lane = 0; lane < 4; lane += 1) {
    for (let to = lane; to < bytes.length; to += 4) {
      bytes[to] = grouped[from] ?? 0;
      from += 1;
    }
  }
  return bytes;
}
