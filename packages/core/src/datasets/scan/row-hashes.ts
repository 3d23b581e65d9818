// The 64-bit hashes of a file's rows in their order: in memory up to a limit,
// beyond it in a file of the scratch folder.
import { randomUUID } from 'node:crypto';
import { closeSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

export interface RowHashes {
  readonly rows: number;
  /** Hands out the hashes piece by piece, in row order; 0 stands for a row that has none. */
  pieces(): Iterable<BigUint64Array>;
  /** Removes what was spilled to disk. */
  dispose(): void;
}

export interface HashStore extends RowHashes {
  add(hashes: BigUint64Array<ArrayBuffer>): void;
}

/** 16 MB of hashes. */
const rowsInMemory = 2_000_000;
const pieceRows = 65_536;

/** `scratchFolder` exists and is the caller's to empty in the end. */
export function createHashStore(scratchFolder: string, memoryRows = rowsInMemory): HashStore {
  let pieces: BigUint64Array<ArrayBuffer>[] = [];
  let rows = 0;
  let path: string | null = null;

  function spill(): void {
    if (pieces.length === 0) return;
    path ??= join(scratchFolder, `rows-${randomUUID()}.hashes`);
    const fd = openSync(path, 'a', 0o600);
    try {
      for (const piece of pieces) {
        const bytes = new Uint8Array(piece.buffer, piece.byteOffset, piece.byteLength);
        for (let written = 0; written < bytes.length;) written += writeSync(fd, bytes, written);
      }
    } finally {
      closeSync(fd);
    }
    pieces = [];
  }

  return {
    get rows() {
      return rows;
    },
    add: (hashes) => {
      if (hashes.length === 0) return;
      pieces.push(hashes);
      rows += hashes.length;
      if (rows > memoryRows) spill();
    },
    *pieces() {
      if (path !== null) {
        const fd = openSync(path, 'r');
        try {
          const piece = new BigUint64Array(pieceRows);
          const bytes = new Uint8Array(piece.buffer);
          let held = 0;
          for (;;) {
            const read = readSync(fd, bytes, held, bytes.length - held, null);
            held += read;
            const whole = Math.floor(held / 8);
            if (whole > 0 && (read === 0 || held === bytes.length)) {
              yield piece.subarray(0, whole);
              held = 0;
            }
            if (read === 0) break;
          }
        } finally {
          closeSync(fd);
        }
      }
      yield* pieces;
    },
    dispose: () => {
      pieces = [];
      if (path !== null) rmSync(path, { force: true });
      path = null;
    },
  };
}
