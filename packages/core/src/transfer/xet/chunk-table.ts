// Which chunk is in which xorb, for as many chunks as fit in a fixed memory: 40
// bytes each. Full, it forgets everything: what it does not know is sent again.
import { hashBytes } from './hash-text.ts';

export interface ChunkPlace {
  /** The session's number of the xorb. */
  xorb: number;
  /** Which of its chunks. */
  index: number;
}

export interface ChunkTable {
  /** Looks for the hash at `offset` of `hashes`. */
  find(hashes: Uint8Array, offset: number): ChunkPlace | undefined;
  /** Takes a later place over an earlier one. */
  set(hashes: Uint8Array, offset: number, place: ChunkPlace): void;
}

const firstSlots = 4096;

/** @param maxChunks how many are remembered at the least, a power of two. */
export function chunkTable(maxChunks: number): ChunkTable {
  let slots = firstSlots;
  let hashes = new Uint8Array(slots * hashBytes);
  let places = new Uint32Array(slots * 2);
  let count = 0;

  /** The slot that has this hash, or the empty one where it belongs. */
  const slotOf = (bytes: Uint8Array, offset: number): number => {
    const view = new DataView(bytes.buffer, bytes.byteOffset + offset, hashBytes);
    let slot = view.getUint32(0, true) & (slots - 1);
    while (places[slot * 2] !== 0 && !same(hashes, slot * hashBytes, bytes, offset)) slot = (slot + 1) & (slots - 1);
    return slot;
  };
  const put = (bytes: Uint8Array, offset: number, xorb: number, index: number) => {
    const slot = slotOf(bytes, offset);
    if (places[slot * 2] === 0) count += 1;
    hashes.set(bytes.subarray(offset, offset + hashBytes), slot * hashBytes);
    // Zero is an empty slot.
    places[slot * 2] = xorb + 1;
    places[slot * 2 + 1] = index;
  };
  const grow = () => {
    const old = { hashes, places, slots };
    slots = count >= maxChunks ? firstSlots : slots * 2;
    hashes = new Uint8Array(slots * hashBytes);
    places = new Uint32Array(slots * 2);
    const forgets = count >= maxChunks;
    count = 0;
    if (forgets) return;
    for (let slot = 0; slot < old.slots; slot += 1) {
      const xorb = old.places[slot * 2] ?? 0;
      if (xorb !== 0) put(old.hashes, slot * hashBytes, xorb - 1, old.places[slot * 2 + 1] ?? 0);
    }
  };

  return {
    find: (bytes, offset) => {
      const slot = slotOf(bytes, offset);
      const xorb = places[slot * 2] ?? 0;
      return xorb === 0 ? undefined : { xorb: xorb - 1, index: places[slot * 2 + 1] ?? 0 };
    },
    set: (bytes, offset, { xorb, index }) => {
      if (count >= maxChunks || count * 4 >= slots * 3) grow();
      put(bytes, offset, xorb, index);
    },
  };
}

function same(a: Uint8Array, aOffset: number, b: Uint8Array, bOffset: number): boolean {
  for (let index = 0; index < hashBytes; index += 1) if (a[aOffset + index] !== b[bOffset + index]) return false;
  return true;
}
