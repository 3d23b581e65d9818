// Packs chunks into xorbs in a worker thread (hub-docs `docs/xet/xorb.md`). Which
// scheme pays is tried on one chunk of many, not on each.
import type { Scheme, XetCodec } from '../codec/xet-codec.ts';
import type { XetAnswer } from './xet-tasks.ts';

const chunksPerTrial = 32;

interface Packing {
  bytes: Uint8Array<ArrayBuffer>;
  length: number;
  chunks: number;
  scheme: Scheme;
}

export interface XorbPacker {
  pack(xorb: number, into: ArrayBuffer | null, slab: ArrayBuffer, ranges: Uint32Array): XetAnswer;
  seal(xorb: number): XetAnswer;
}

export function xorbPacker(codec: XetCodec): XorbPacker {
  const open = new Map<number, Packing>();
  const packingOf = (xorb: number): Packing => {
    const packing = open.get(xorb);
    if (!packing) throw new Error('No such xorb is being packed.');
    return packing;
  };
  return {
    pack: (xorb, into, slab, ranges) => {
      if (into) open.set(xorb, { bytes: new Uint8Array(into), length: 0, chunks: 0, scheme: 0 });
      const packing = packingOf(xorb);
      codec.load(new Uint8Array(slab, 0, ranges.at(-1) ?? 0));
      for (let at = 0; at + 1 < ranges.length; at += 2) {
        const start = ranges[at] ?? 0;
        const end = ranges[at + 1] ?? 0;
        if (packing.chunks % chunksPerTrial === 0) packing.scheme = codec.bestScheme(start, end);
        const packed = codec.pack(start, end, packing.scheme);
        packing.bytes.set(packed, packing.length);
        packing.length += packed.length;
        packing.chunks += 1;
      }
      return { kind: 'packed', slab };
    },
    seal: (xorb) => {
      const { bytes, length } = packingOf(xorb);
      open.delete(xorb);
      return { kind: 'sealed', bytes: bytes.buffer, length };
    },
  };
}
