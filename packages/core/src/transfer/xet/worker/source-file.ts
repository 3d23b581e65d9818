// Reads a file in a worker thread and notices when it is not what it was. Waiting
// for the disk is fine here: the thread has nothing else to do.
import { closeSync, constants, fstatSync, openSync, readSync, type BigIntStats } from 'node:fs';
import type { SourceFailure, SourceFile } from './xet-tasks.ts';

/** Thrown here and told to the session as a value. */
export class SourceTrouble extends Error {
  readonly failure: SourceFailure;

  constructor(failure: SourceFailure) {
    super(failure.changed ? 'The file changed.' : failure.message);
    this.failure = failure;
  }
}

export interface OpenSource {
  readonly size: number;
  /** Fills `into` from `position`. */
  read(into: Uint8Array, position: number): void;
  /** To be asked once all is read, before the bytes are believed. */
  check(): void;
  close(): void;
}

/** @throws {SourceTrouble} here and from its functions. */
export function openSource({ path, size }: SourceFile): OpenSource {
  // A pipe would wait for a writer.
  const fd = tell(() => openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)));
  const look = (): BigIntStats => tell(() => fstatSync(fd, { bigint: true }));
  try {
    const before = look();
    const check = () => {
      const now = look();
      if (!now.isFile() || now.size !== BigInt(size) || now.mtimeNs !== before.mtimeNs)
        throw new SourceTrouble({ changed: true });
    };
    check();
    return {
      size,
      read: (into, position) => {
        for (let filled = 0; filled < into.length;) {
          const count = tell(() => readSync(fd, into, filled, into.length - filled, position + filled));
          if (count === 0) throw new SourceTrouble({ changed: true });
          filled += count;
        }
      },
      check,
      close: () => closeSync(fd),
    };
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}

function tell<T>(act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const code = 'code' in error && typeof error.code === 'string' ? error.code : 'UNKNOWN';
    throw new SourceTrouble(code === 'ENOENT' ? { changed: true } : { changed: false, code, message: error.message });
  }
}
