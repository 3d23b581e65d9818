// What the check found in one file: growing while it runs, whole at its end. The
// lists of rows are capped, the counts never are.
import type { Column, FileFormat, RowPlace } from '@hubdesk/shared/datasets/check-report';
import type { FileProblem, RowProblem } from '@hubdesk/shared/datasets/row-problem';
import type { Conversation, RowShape } from './row-facts.ts';
import type { RowHashes } from './row-hashes.ts';
import type { RowIndex } from './row-index.ts';

/** Rows a kind that the table's filter can show. */
export const maxListedRows = 200_000;
export const maxExamples = 20;

export interface FoundProblem {
  readonly kind: RowProblem;
  readonly count: number;
  /** The first few, `file` being the scan's `name`. */
  readonly examples: readonly RowPlace[];
  /** Rows (from 0, ascending) with this problem, at most `maxListedRows`. A blank line is listed as the row after it. */
  readonly rows: Uint32Array<ArrayBuffer>;
}

export interface ShapeCount {
  readonly columns: RowShape;
  readonly rows: number;
}

export interface ConversationCount extends Conversation {
  readonly rows: number;
}

export interface FileScan {
  /** As it stands in `RowPlace.file`. */
  readonly name: string;
  readonly format: FileFormat;
  /** False: of what was read until now. */
  readonly done: boolean;
  /** Bytes of the file as read: after decompression or transcoding, where there was one. */
  readonly bytes: number;
  /** Rows, broken ones included, blank lines not. */
  readonly rows: number;
  readonly lines: number;
  readonly columns: readonly Column[];
  /** The most frequent first. At most a few thousand are told apart; `otherShapes` counts the rows of the rest. */
  readonly shapes: readonly ShapeCount[];
  readonly otherShapes: number;
  /** Sequences of roles, the most frequent first, at most a few thousand. */
  readonly conversations: readonly ConversationCount[];
  readonly problems: readonly FoundProblem[];
  readonly fileProblems: readonly { readonly kind: FileProblem; readonly detail: string }[];
  /** Null while there is no row. */
  readonly longest: { readonly row: number; readonly bytes: number } | null;
  /** Of all rows, without line ends: divided by `rows`, the average row. */
  readonly rowBytes: number;
  /** Where nothing more could be read (a JSON array that breaks off), or null. */
  readonly unreadFromByte: number | null;
  readonly hashes: RowHashes;
  /** Null where rows cannot be found by byte offset (Parquet). */
  readonly index: RowIndex | null;
}
