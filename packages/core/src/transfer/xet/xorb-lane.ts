// Chunks into xorbs, in the order they are given: a large file has a lane for
// itself, small ones share one. The same chunks in the same order make the same
// xorbs, so that what the store has already is known again after a restart.
import type { ChunkTable } from './chunk-table.ts';
import { codecRoomBytes, type FoundChunks, type XetCodec } from './codec/xet-codec.ts';
import type { FileRecipe } from './file-recipe.ts';
import { hashBytes } from './hash-text.ts';
import { pool, type Pool } from './pool.ts';
import type { XetWorkers } from './worker/xet-workers.ts';
import type { Share, Xorb } from './xorb.ts';

/**
 * Bytes of chunks in a xorb, at most. The protocol allows 64 MiB as sent, but one is filled while others are sent, and
 * each is all in memory: three of this size keep an upload of any size under 150 MB (measured).
 */
export const xorbRawBytes = 8 * 1024 * 1024;
const xorbChunks = 8192;
/** A buffer that takes a full xorb whatever it packs to: a header of 8 bytes each chunk. */
export const xorbBufferBytes = xorbRawBytes + xorbChunks * 8;
/** One being read, one waiting, one being packed. */
const slabs = 3;

/** Chunks of one file in the slab. */
export interface Piece {
  recipe: FileRecipe;
  share: Share;
  found: FoundChunks;
  /** Where in the slab the first chunk begins. */
  base: number;
}

export interface LaneParts {
  codec: XetCodec;
  workers: XetWorkers;
  /** Buffers of `xorbBufferBytes`, for all lanes together. */
  buffers: Pool<ArrayBuffer>;
  openXorb: () => Xorb;
  /** Looks a chunk up among those that are, or will be, in the store. */
  known: (hashes: Uint8Array, offset: number) => { xorb: Xorb; index: number } | undefined;
  table: ChunkTable;
  /** Takes the packed bytes of a sealed xorb, to send them and to give the buffer back. */
  ready: (xorb: Xorb, hash: string, bytes: ArrayBuffer, length: number) => void;
  /** Told when packing fails. */
  broke: (error: unknown) => void;
}

export interface XorbLane {
  slabs: Pool<ArrayBuffer>;
  /** Finds a place for the chunks of the slab and packs those that are new. Takes the slab. */
  place(slab: ArrayBuffer, pieces: readonly Piece[]): void;
  /** No more chunks go into the xorb that is open. */
  seal(): void;
  /** Resolves when all that was placed is packed and handed on. */
  idle(): Promise<void>;
  /** All xorbs it made. */
  made: readonly Xorb[];
}

/** @param notOn the worker that has other work to do for this lane. */
export function xorbLane(parts: LaneParts, notOn?: number): XorbLane {
  const { codec, workers, buffers, table } = parts;
  const ownSlabs = pool(slabs, () => new ArrayBuffer(codecRoomBytes));
  const made: Xorb[] = [];
  let open: { xorb: Xorb; worker: number | null } | null = null;
  let tail: Promise<void> = Promise.resolve();
  const then = (act: () => Promise<void>) => {
    tail = tail.then(act);
    tail.catch(parts.broke);
  };

  function seal(): void {
    const sealed = open;
    open = null;
    if (!sealed) return;
    const hash = sealed.xorb.seal(codec);
    then(async () => {
      const answer = await workers.ask(sealed.worker ?? 0, { kind: 'seal', xorb: sealed.xorb.number });
      if (answer.kind !== 'sealed') throw new TypeError(answer.kind);
      parts.ready(sealed.xorb, hash, answer.bytes, answer.length);
    });
  }

  return {
    slabs: ownSlabs,
    made,
    seal,
    idle: () => tail,
    place: (slab, pieces) => {
      const chunks = pieces.reduce((sum, { found }) => sum + found.ends.length, 0);
      const bytes = pieces.reduce((sum, { found }) => sum + (found.ends.at(-1) ?? 0), 0);
      // As if all were new: where a xorb ends must not depend on what happens to be known.
      if (open && (open.xorb.rawBytes + bytes > xorbRawBytes || open.xorb.chunks + chunks > xorbChunks)) seal();
      const ranges: number[] = [];
      for (const { recipe, share, found, base } of pieces) {
        let start = base;
        for (const [index, end] of found.ends.entries()) {
          const offset = index * hashBytes;
          const length = base + end - start;
          const known = parts.known(found.hashes, offset);
          if (known && (!recipe.shattered || recipe.continues(known.xorb, known.index))) {
            recipe.add(known.xorb, known.index, found.hashes, offset, length);
            share(length);
          } else {
            if (!open) {
              open = { xorb: parts.openXorb(), worker: null };
              made.push(open.xorb);
            }
            const { xorb } = open;
            const added = xorb.add(found.hashes, offset, length, share);
            table.set(found.hashes, offset, { xorb: xorb.number, index: added });
            recipe.add(xorb, added, found.hashes, offset, length);
            ranges.push(start, start + length);
          }
          start += length;
        }
      }
      const target = open;
      if (!target || ranges.length === 0) return ownSlabs.give(slab);
      then(async () => {
        const into = target.worker === null ? await buffers.take() : null;
        target.worker ??= workers.idlest(notOn);
        const answer = await workers.ask(target.worker, {
          kind: 'pack',
          xorb: target.xorb.number,
          into,
          slab,
          ranges: Uint32Array.from(ranges),
        });
        if (answer.kind !== 'packed') throw new TypeError(answer.kind);
        ownSlabs.give(answer.slab);
      });
    },
  };
}
