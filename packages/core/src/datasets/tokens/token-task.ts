// What goes to a worker that counts tokens, and what comes back.
import type { Mapping } from '@hubdesk/shared/datasets/mapping';
import type { NamedRenderedRow } from './rendered-rows.ts';
import type { PackedLengths } from './row-lengths.ts';
import type { RowKind } from './row-sequences.ts';

/** Some rows of a file. Numbers of rows count from 0 within the file; blank lines are no rows. */
export type TokenJob =
  | {
      kind: 'lines';
      /** As it is named in reports. */
      file: string;
      /** A file of UTF-8 lines; the worker reads it itself. */
      path: string;
      /** Where the line of `firstRow` begins. */
      startByte: number;
      /** Lines are read that begin before this byte. */
      endByte: number;
      firstRow: number;
      /** Rows that are not counted, ascending: dropped ones, those of another split. */
      skip?: Uint32Array<ArrayBuffer>;
    }
  | { kind: 'rows'; file: string; firstRow: number; rows: readonly unknown[] };

/** What the worker is started with. */
export interface TokenWorkerData {
  model: string;
  /** See `loadModelTokenizer`. */
  folder: string;
  /** Stands in for the model's own template. */
  chatTemplate: string | null;
}

export type TokenTask = { id: number; kind: RowKind; mapping: Mapping | null } & ({ type: 'count'; job: TokenJob } | { type: 'render'; row: unknown });

export interface Counted {
  lengths: PackedLengths;
  rows: number;
  longest: { row: number; tokens: number } | null;
  refusedRows: number;
  firstRefusal: { row: number; reason: string } | null;
  /** Rows all of whose tokens count as trained because they could not be told apart. */
  maskMissingRows: number;
}

export type TokenReply = { id: number } & (
  | { type: 'counted'; counted: Counted }
  | { type: 'rendered'; rows: NamedRenderedRow[] }
  | { type: 'refused'; reason: string }
  | { type: 'failed'; message: string; fault: 'tokenizer' | 'file' | 'other' }
);
