// What the threads of a scan say to each other.
import type { RowLayout } from './row-reader.ts';
import type { ScanPart } from './scan-part.ts';

/** How the bytes of the file become UTF-8. */
export type ByteCoding = 'plain' | 'gzip' | 'utf-16le' | 'utf-16be';

/** A stretch of one open file. */
export interface ScanTask {
  /** Which stretch of the file, from 0. */
  readonly task: number;
  /** Forms of rows are remembered by file. */
  readonly file: number;
  /** Open in this process for as long as the task runs. */
  readonly fd: number;
  readonly layout: RowLayout;
  readonly coding: ByteCoding;
  readonly from: number;
  readonly stop: number;
  /** The file's size when it was opened. */
  readonly size: number;
  readonly seekLine: boolean;
  readonly maxRowBytes: number;
}

/** Parts come in the order of the file; with `last` the task is through. `readTo` is an offset in the file itself. */
export interface ScanReply {
  readonly task: number;
  readonly part: ScanPart;
  readonly readTo: number;
  readonly last: boolean;
  /** The file ended before its size. */
  readonly short: boolean;
  /** Why reading stopped: the system's code, or `bad-gzip`. */
  readonly failure: string | null;
}
