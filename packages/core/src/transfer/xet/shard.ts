// Shards: which files are made of which pieces of which xorbs, and which chunks a
// xorb has. Format: hub-docs `docs/xet/shard.md`. Without a footer, as the protocol
// wants it of an upload.
import { bytesOfHashText, hashBytes } from './hash-text.ts';

/** Rows of a shard all have this length. */
export const shardRowBytes = 48;

const tag = Uint8Array.from([
  72, 70, 82, 101, 112, 111, 77, 101, 116, 97, 68, 97, 116, 97, 0, 85, 105, 103, 69, 106, 123, 129, 87, 131, 165, 189,
  217, 92, 205, 209, 74, 169,
]);
const version = 2n;
const withVerificationAndMetadata = 0xc0000000;

/** Chunks one after the other in one xorb. */
export interface Term {
  xorbHash: Uint8Array;
  /** From `start` to before `end`. */
  start: number;
  end: number;
  /** Bytes of file. */
  length: number;
  /** Of the chunks' hashes: shows that whoever names them has them. */
  verification: Uint8Array;
}

/** The rows of one file; `sha256` as usual hex. */
export function fileRows(hash: Uint8Array, sha256: string, terms: readonly Term[]): Uint8Array {
  const rows = new Uint8Array((2 + 2 * terms.length) * shardRowBytes);
  const view = new DataView(rows.buffer);
  rows.set(hash);
  view.setUint32(32, withVerificationAndMetadata, true);
  view.setUint32(36, terms.length, true);
  for (const [index, term] of terms.entries()) {
    const at = (1 + index) * shardRowBytes;
    rows.set(term.xorbHash, at);
    view.setUint32(at + 36, term.length, true);
    view.setUint32(at + 40, term.start, true);
    view.setUint32(at + 44, term.end, true);
    rows.set(term.verification, (1 + terms.length + index) * shardRowBytes);
  }
  rows.set(bytesOfHashText(sha256), (1 + 2 * terms.length) * shardRowBytes);
  return rows;
}

/** The rows of one xorb: `chunkHashes` of 32 bytes each, and the length of each chunk unpacked. */
export function xorbRows(
  hash: Uint8Array,
  chunkHashes: Uint8Array,
  lengths: readonly number[],
  storedBytes: number,
): Uint8Array {
  const rows = new Uint8Array((1 + lengths.length) * shardRowBytes);
  const view = new DataView(rows.buffer);
  rows.set(hash);
  view.setUint32(36, lengths.length, true);
  view.setUint32(44, storedBytes, true);
  let offset = 0;
  for (const [index, length] of lengths.entries()) {
    const at = (1 + index) * shardRowBytes;
    rows.set(chunkHashes.subarray(index * hashBytes, (index + 1) * hashBytes), at);
    view.setUint32(at + 32, offset, true);
    view.setUint32(at + 36, length, true);
    offset += length;
  }
  view.setUint32(40, offset, true);
  return rows;
}

/** A whole shard of the rows of files and of xorbs. */
export function shard(files: readonly Uint8Array[], xorbs: readonly Uint8Array[]): Uint8Array {
  const header = new Uint8Array(shardRowBytes);
  header.set(tag);
  new DataView(header.buffer).setBigUint64(32, version, true);
  const end = new Uint8Array(shardRowBytes).fill(0xff, 0, hashBytes);
  return Buffer.concat([header, ...files, end, ...xorbs, end]);
}
