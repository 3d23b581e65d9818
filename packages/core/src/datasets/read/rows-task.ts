// What the thread that reads and writes rows is asked, and what it says. One
// task a thread; ending the thread ends the task.
import type { Split } from '@hubdesk/shared/datasets/check-report';
import type { Mapping } from '@hubdesk/shared/datasets/mapping';
import type { RowProblem } from '@hubdesk/shared/datasets/row-problem';
import type { ErrorCode } from '@hubdesk/shared/errors';
import type { FileMark } from '../open/open-file.ts';
import type { Sniffed } from '../open/sniff-format.ts';
import type { LineJumps } from './line-jumps.ts';

/** JSONL in UTF-8, whose rows can be found by byte offset: the person's own file, or the readable copy of it. */
export interface ReadableFile {
  path: string;
  /** The person's own file must still be this one; null for a copy of ours. */
  mark: FileMark | null;
  /** Of a copy: the lines of the file it was made from. Null where its own lines count, or there are none. */
  lines: LineJumps | 'none' | null;
}

export interface FileToCopy {
  absolutePath: string;
  mark: FileMark;
  sniffed: Pick<Sniffed, 'format' | 'gzip' | 'encoding' | 'delimiter'>;
  /** Must not exist. */
  target: string;
}

/** Of the new file: where each row goes. */
export interface WritePlan {
  mapping: Mapping | null;
  seed: number;
  validationShare: number;
}

export interface FileToWrite {
  source: ReadableFile;
  split: Split;
  /** Rows to leave out, ascending. */
  leftOut: Uint32Array;
  /** Problems of which not every row is in `leftOut`: each row is looked at anew. */
  recheck: RowProblem[];
  /** Ascending. A null text leaves the row out. `was` is of the row the edit was made to. */
  edits: { row: number; was: string; at: number; bytes: number; dropped: boolean }[];
}

export type RowsTask =
  | { kind: 'copy'; files: FileToCopy[] }
  | { kind: 'search'; files: ReadableFile[]; text: string; most: number }
  | { kind: 'write'; files: FileToWrite[]; editsPath: string; plan: WritePlan; folder: string };

/** A problem that the reader of a format found itself. */
export interface ReaderProblem {
  kind: RowProblem;
  row: number;
  line: number | null;
  detail: string;
}

export interface WrittenFile {
  path: string;
  split: Split;
  rows: number;
  bytes: number;
}

/** `file` counts in the task's files. */
export type RowsMessage =
  | { kind: 'copying'; file: number; bytesRead: number }
  | {
      kind: 'copied';
      file: number;
      rows: number;
      bytes: number;
      lines: LineJumps | 'none' | null;
      problems: { kind: RowProblem; count: number; examples: ReaderProblem[]; rows: Uint32Array<ArrayBuffer> }[];
      /** Why reading broke off before the end; what came before stands. */
      brokeOff: string | null;
    }
  | { kind: 'found'; file: number; rows: number[] }
  | { kind: 'searching'; file: number; bytesRead: number }
  | { kind: 'writing'; rowsWritten: number; rowsLeftOut: number }
  | { kind: 'written'; rowsWritten: number; rowsLeftOut: number; files: WrittenFile[] }
  | { kind: 'unreadable'; file: number; reason: string }
  | {
      kind: 'failed';
      code: Extract<ErrorCode, 'STORAGE_FAILED' | 'FILE_UNREADABLE' | 'INTERNAL'>;
      path: string;
      reason: string;
      message: string;
    }
  | { kind: 'done' };
