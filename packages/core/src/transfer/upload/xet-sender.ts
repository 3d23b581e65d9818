// What an upload needs of the Xet protocol.
import type { Pace } from '../requests/pace.ts';
import type { LfsAction } from '../requests/transfer-hub.ts';
import type { Identity } from '../state/upload-records.ts';

export interface XetFile {
  /** Its place in the list of files. */
  i: number;
  source: string;
  bytes: number;
  sha256: string;
  was: Identity;
  /** Of the LFS batch: `href` gives write tokens, `header` carries the first (reference hub-api 5.2). */
  action: LfsAction;
}

export interface XetSender {
  /** Sends the files and registers them by their SHA-256. Resolves when each was told to be stored or to have failed. */
  send(
    files: readonly XetFile[],
    told: {
      pace: Pace;
      signal: AbortSignal;
      onSent: (i: number, bytes: number) => void;
      stored: (i: number) => void;
      failed: (i: number, error: unknown) => void;
    },
  ): Promise<void>;
}
