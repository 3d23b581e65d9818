// One xorb on its way: which chunks it has, whose bytes they are, and whether the
// store has it. Its bytes are packed elsewhere.
import type { XetCodec } from './codec/xet-codec.ts';
import { hashBytes, hashText } from './hash-text.ts';
import { merkleTree } from './merkle-tree.ts';
import { xorbRows } from './shard.ts';

/** Told how many bytes of its file are in the store or on their way there. */
export type Share = (bytes: number) => void;

export interface Xorb {
  readonly number: number;
  readonly rawBytes: number;
  readonly chunks: number;
  /** Zeros until it is sealed. */
  readonly hash: Uint8Array;
  /** Resolves when the store has it; never rejects: what goes wrong ends the session. */
  readonly stored: Promise<void>;
  /** Adds the chunk whose hash is at `offset` and gives its index. */
  add(hashes: Uint8Array, offset: number, length: number, share: Share): number;
  /** No chunk comes any more: gives the text of its hash. */
  seal(codec: XetCodec): string;
  /** Hashes and lengths of its chunks, as a journal keeps them. */
  chunkList(): [hash: string, length: number][];
  /** Tells everyone with a share in it how much of it has gone, from 0 to 1. What was told is not taken back. */
  tell(part: number): void;
  /** It is in the store; gives its rows of a shard and forgets its chunks. */
  settle(storedBytes: number): Uint8Array;
}

export function createXorb(number: number): Xorb {
  let hashes = new Uint8Array(512 * hashBytes);
  let lengths: number[] = [];
  let rawBytes = 0;
  let told = 0;
  let hash = new Uint8Array(hashBytes);
  const shares = new Map<Share, number>();
  const { promise, resolve } = Promise.withResolvers<void>();
  const chunkHash = (index: number) => hashes.subarray(index * hashBytes, (index + 1) * hashBytes);
  return {
    number,
    stored: promise,
    get rawBytes() {
      return rawBytes;
    },
    get chunks() {
      return lengths.length;
    },
    get hash() {
      return hash;
    },
    add: (given, offset, length, share) => {
      const index = lengths.length;
      if ((index + 1) * hashBytes > hashes.length) {
        const larger = new Uint8Array(hashes.length * 2);
        larger.set(hashes);
        hashes = larger;
      }
      hashes.set(given.subarray(offset, offset + hashBytes), index * hashBytes);
      lengths.push(length);
      rawBytes += length;
      shares.set(share, (shares.get(share) ?? 0) + length);
      return index;
    },
    seal: (codec) => {
      const tree = merkleTree(codec);
      for (const [index, length] of lengths.entries()) tree.add(chunkHash(index), length);
      hash = Uint8Array.from(tree.root());
      return hashText(hash);
    },
    chunkList: () => lengths.map((length, index) => [hashText(chunkHash(index)), length]),
    tell: (part) => {
      if (part <= told) return;
      for (const [share, bytes] of shares) share(Math.round(bytes * part) - Math.round(bytes * told));
      told = part;
    },
    settle: (storedBytes) => {
      const rows = xorbRows(hash, hashes, lengths, storedBytes);
      hashes = new Uint8Array();
      lengths = [];
      shares.clear();
      resolve();
      return rows;
    },
  };
}
