// Chunks of small files that an earlier session sent: what such files share a
// xorb with may differ this time, so they are looked up chunk by chunk.
import type { AcknowledgedXorbs } from './acknowledged-xorbs.ts';
import { chunkTable } from './chunk-table.ts';
import type { XetCodec } from './codec/xet-codec.ts';
import { bytesOfHashText } from './hash-text.ts';
import type { Xorb } from './xorb.ts';

export type FindChunk = (hashes: Uint8Array, offset: number) => { xorb: Xorb; index: number } | undefined;

const rememberedChunks = 1 << 17;

/** `used` is told the rows of a xorb when the first of its chunks is found. What does not have the hash it is kept under is passed over. */
export function earlierChunks(
  acknowledged: AcknowledgedXorbs,
  codec: XetCodec,
  openXorb: () => Xorb,
  used: (rows: Uint8Array) => void,
): FindChunk {
  const places = chunkTable(rememberedChunks);
  const xorbs = new Map<number, { xorb: Xorb; rows: Uint8Array | null }>();
  for (const { xorb: hash, chunks, storedBytes } of acknowledged.shared()) {
    if (!chunks) continue;
    const xorb = openXorb();
    const added = chunks.map(([text, length]) => {
      const chunkHash = bytesOfHashText(text);
      return { chunkHash, index: xorb.add(chunkHash, 0, length, () => {}) };
    });
    if (xorb.seal(codec) !== hash) continue;
    xorbs.set(xorb.number, { xorb, rows: xorb.settle(storedBytes) });
    for (const { chunkHash, index } of added) places.set(chunkHash, 0, { xorb: xorb.number, index });
  }
  return (hashes, offset) => {
    const place = places.find(hashes, offset);
    const known = place && xorbs.get(place.xorb);
    if (!known) return undefined;
    if (known.rows) used(known.rows);
    known.rows = null;
    return { xorb: known.xorb, index: place.index };
  };
}
