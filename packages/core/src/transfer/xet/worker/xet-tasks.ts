// What a session and its worker threads say to each other. Buffers are handed
// over and come back, never copied: whoever does not hold one does not touch it.
import type { FoundChunks } from '../codec/xet-codec.ts';

/** A file to be read, as the person's list has it. */
export interface SourceFile {
  path: string;
  /** Bytes it must have. */
  size: number;
}

/** Why a file cannot be read: it is not what it was, or the system says so. */
export type SourceFailure = { changed: true } | { changed: false; code: string; message: string };

/** A file that was read whole. */
export type WholeFile = { found: FoundChunks; sha256: string } | { failure: SourceFailure };

export type XetAsk =
  /** The next piece of a file; `source` comes with the first. */
  | { kind: 'scan'; file: number; source: SourceFile | null; slab: ArrayBuffer }
  /** Whole small files, one behind the other in the slab. */
  | { kind: 'scanWhole'; files: SourceFile[]; slab: ArrayBuffer }
  /** Packs chunks of the slab behind what the xorb has; `into` comes with the first. `ranges` are starts and ends in turn. */
  | { kind: 'pack'; xorb: number; into: ArrayBuffer | null; slab: ArrayBuffer; ranges: Uint32Array }
  | { kind: 'seal'; xorb: number }
  /** Closes a file that is not wanted any more. */
  | { kind: 'drop'; file: number };

export type XetAnswer =
  /** `sha256` comes with the last piece. `readBytes` counts from the start of the file. */
  | { kind: 'scanned'; slab: ArrayBuffer; found: FoundChunks; readBytes: number; sha256: string | null }
  | { kind: 'scanFailed'; slab: ArrayBuffer; failure: SourceFailure }
  /** In the order of the files; each begins where the one before ended. */
  | { kind: 'scannedWhole'; slab: ArrayBuffer; files: WholeFile[] }
  | { kind: 'packed'; slab: ArrayBuffer }
  | { kind: 'sealed'; bytes: ArrayBuffer; length: number }
  | { kind: 'dropped' };
