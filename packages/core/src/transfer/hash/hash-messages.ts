// What goes to the hashing threads and comes back.
import type { Identity } from '../state/upload-records.ts';

export interface HashTask {
  path: string;
  /** The bytes of a file up to this size come along. */
  keepUpToBytes: number;
}

export type HashWorkerRequest =
  | { id: number; kind: 'hash'; files: HashTask[] }
  | { id: number; kind: 'lines'; path: string; head: string; files: { path: string; source: string; sha256: string }[] };

export interface ReadFile {
  was: Identity;
  sha256: string;
  /** The id git gives it; null for what is too large to be kept in git. */
  sha1: string | null;
  /** Its first 512 bytes in base64. */
  sample: string;
  bytes: Uint8Array<ArrayBuffer> | null;
}

export type HashAnswer =
  | ({ state: 'ok' } & ReadFile)
  | { state: 'changed' | 'gone' }
  /** `reason` is the system's errno name. */
  | { state: 'unreadable'; reason: string };

export type HashWorkerMessage =
  | { id: number; answers: HashAnswer[] }
  | { id: number; written: boolean[] }
  | { id: number; failed: { code: string; message: string } }
  | { id: number; path: string; done: number };
