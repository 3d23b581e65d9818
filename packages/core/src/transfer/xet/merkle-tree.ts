// The hash of many chunks: a tree whose groups end where a hash says so. It is
// folded as chunks come, so that a file of any size costs a few nodes a level.
import { hashKeys, type XetCodec } from './codec/xet-codec.ts';
import { hashBytes, hashText } from './hash-text.ts';

const smallestGroup = 3;
const largestGroup = 9;

interface Node {
  hash: Uint8Array;
  /** Bytes of file beneath. */
  length: number;
}

export interface MerkleTree {
  add(chunkHash: Uint8Array, length: number): void;
  /** The hash of a xorb of these chunks; zeros for none. Nothing can be added afterwards. */
  root(): Uint8Array;
}

/** Groups, and how a node is hashed: hub-docs `docs/xet/hashing.md`, xet-core `aggregated_hashes.rs`. */
export function merkleTree(codec: XetCodec): MerkleTree {
  const levels: { group: Node[]; count: number }[] = [];

  const add = (node: Node, height: number) => {
    const level = (levels[height] ??= { group: [], count: 0 });
    level.group.push(node);
    level.count += 1;
    const ends = (node.hash[hashBytes - 8] ?? 0) % 4 === 0;
    if (level.group.length === largestGroup || (level.group.length >= smallestGroup && ends)) close(height);
  };
  const close = (height: number) => {
    const group = levels[height]?.group.splice(0) ?? [];
    if (group.length > 0) add(merged(codec, group), height + 1);
  };

  return {
    add: (chunkHash, length) => add({ hash: chunkHash, length }, 0),
    root: () => {
      for (let height = 0; height < levels.length; height += 1) {
        const level = levels[height];
        // A level of one node is the root; only a level that was never closed can be.
        if (level?.count === 1 && height === levels.length - 1)
          return level.group[0]?.hash ?? new Uint8Array(hashBytes);
        close(height);
      }
      return new Uint8Array(hashBytes);
    },
  };
}

/** The hash of a whole file, from the root of its chunks; zeros for an empty one. */
export function fileHash(codec: XetCodec, tree: MerkleTree): Uint8Array {
  const root = tree.root();
  return root.every((byte) => byte === 0) ? root : codec.keyedHash(hashKeys.file, root);
}

function merged(codec: XetCodec, group: readonly Node[]): Node {
  const text = group.map(({ hash, length }) => `${hashText(hash)} : ${length}\n`).join('');
  return {
    hash: codec.keyedHash(hashKeys.node, Buffer.from(text, 'latin1')),
    length: group.reduce((sum, { length }) => sum + length, 0),
  };
}
