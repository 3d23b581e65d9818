// What a file is made of, folded as its chunks come by: terms, its own hash, and
// the xorbs that must be in the store before it can be registered.
import { hashKeys, type XetCodec } from './codec/xet-codec.ts';
import { hashBytes } from './hash-text.ts';
import { fileHash, merkleTree } from './merkle-tree.ts';
import { fileRows, type Term } from './shard.ts';
import type { Xorb } from './xorb.ts';

export interface FileRecipe {
  /** The next chunk: the `index`th of `xorb`. `hashes` may be changed afterwards. */
  add(xorb: Xorb, index: number, hashes: Uint8Array, offset: number, length: number): void;
  /** True for a chunk that would go on where the last one ended. */
  continues(xorb: Xorb, index: number): boolean;
  /** True when the file is in so many pieces that single chunks had better be sent again than be looked up. */
  readonly shattered: boolean;
  readonly xorbs: ReadonlySet<Xorb>;
  /** Nothing can be added afterwards. */
  finish(): Uint8Array;
  /** Rows of a shard, once all `xorbs` have their hash. */
  rows(sha256: string): Uint8Array;
}

/** Below so many terms nothing is shattered; above, a term should hold so many chunks on average (as xet-core does). */
const freeTerms = 256;
const chunksPerTerm = 8;

interface Run {
  xorb: Xorb;
  start: number;
  end: number;
  length: number;
  hashes: Uint8Array[];
}

export function fileRecipe(codec: XetCodec): FileRecipe {
  const tree = merkleTree(codec);
  const terms: (Omit<Term, 'xorbHash'> & { xorb: Xorb })[] = [];
  const xorbs = new Set<Xorb>();
  let chunks = 0;
  let run: Run | undefined;
  let hash: Uint8Array | undefined;

  const endRun = () => {
    if (!run) return;
    const { hashes, ...term } = run;
    terms.push({ ...term, verification: codec.keyedHash(hashKeys.verification, Buffer.concat(hashes)) });
    run = undefined;
  };
  const continues = (xorb: Xorb, index: number) => run?.xorb === xorb && run.end === index;

  return {
    xorbs,
    continues,
    get shattered() {
      return terms.length > freeTerms && chunks < terms.length * chunksPerTerm;
    },
    add: (xorb, index, hashes, offset, length) => {
      const chunkHash = hashes.slice(offset, offset + hashBytes);
      tree.add(chunkHash, length);
      chunks += 1;
      xorbs.add(xorb);
      if (!continues(xorb, index)) endRun();
      run ??= { xorb, start: index, end: index, length: 0, hashes: [] };
      run.end = index + 1;
      run.length += length;
      run.hashes.push(chunkHash);
    },
    finish: () => {
      endRun();
      return (hash ??= fileHash(codec, tree));
    },
    rows: (sha256) =>
      fileRows(
        hash ?? new Uint8Array(hashBytes),
        sha256,
        terms.map(({ xorb, ...term }) => ({ ...term, xorbHash: xorb.hash })),
      ),
  };
}
