import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createXetCodec, hashKeys } from './codec/xet-codec.ts';
import { hashText } from './hash-text.ts';
import { fileHash, merkleTree } from './merkle-tree.ts';

const codec = createXetCodec();
const hash = (index: number) => createHash('sha256').update(`chunk ${index}`).digest();

interface Node {
  hash: Uint8Array;
  length: number;
}

/** The tree as xet-core builds it: level by level, all in memory. */
function byLevels(nodes: Node[]): Uint8Array {
  if (nodes.length < 2) return nodes[0]?.hash ?? new Uint8Array(32);
  const next: Node[] = [];
  for (let start = 0; start < nodes.length;) {
    const left = nodes.length - start;
    let size = Math.min(9, left);
    for (let index = 2; index < size; index += 1) if ((nodes[start + index]?.hash[24] ?? 0) % 4 === 0) size = index + 1;
    const group = nodes.slice(start, start + size);
    const text = group.map((node) => `${hashText(node.hash)} : ${node.length}\n`).join('');
    next.push({
      hash: codec.keyedHash(hashKeys.node, Buffer.from(text)),
      length: group.reduce((sum, { length }) => sum + length, 0),
    });
    start += size;
  }
  return byLevels(next);
}

describe('the tree of chunks', () => {
  it('folded chunk by chunk has the root it has level by level', () => {
    for (const count of [0, 1, 2, 3, 4, 8, 9, 10, 11, 27, 81, 82, 500, 3_001]) {
      const nodes = Array.from({ length: count }, (_, index) => ({ hash: hash(index + count), length: 8192 + index }));
      const tree = merkleTree(codec);
      for (const node of nodes) tree.add(node.hash, node.length);
      expect([count, hashText(tree.root())]).toEqual([count, hashText(byLevels(nodes))]);
    }
  });

  it('gives an empty file a name of zeros, and any other one that is not its root', () => {
    expect(hashText(fileHash(codec, merkleTree(codec)))).toBe('0'.repeat(64));
    const tree = merkleTree(codec);
    tree.add(hash(1), 5);
    expect(hashText(fileHash(codec, tree))).toBe(hashText(codec.keyedHash(new Uint8Array(32), hash(1))));
  });
});
