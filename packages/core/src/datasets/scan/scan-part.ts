// What was found in a stretch of a file, numbered from its own beginning, in a
// form that goes from thread to thread; and the builder it grows in.
import type { RowProblem } from '@hubdesk/shared/datasets/row-problem';
import { maxExamples, maxListedRows } from './file-scan.ts';
import type { Conversation, RowShape } from './row-facts.ts';

/** Pairs of first row and row behind the last. */
export type RowRuns = number[];

export interface PartProblem {
  readonly kind: RowProblem;
  count: number;
  /** Ascending, at most `maxListedRows`. */
  readonly rows: number[];
  readonly examples: { readonly row: number; readonly line: number | null; readonly detail: string }[];
}

export interface PartShape {
  readonly columns: RowShape;
  rows: number;
  readonly runs: RowRuns;
}

export interface PartSequence {
  readonly conversations: readonly Conversation[];
  rows: number;
}

export interface ScanPart {
  readonly rows: number;
  readonly lines: number;
  readonly rowBytes: number;
  readonly longest: { readonly row: number; readonly bytes: number } | null;
  /** One a row; 0 for a row that has none. */
  readonly hashes: BigUint64Array<ArrayBuffer>;
  readonly shapes: readonly PartShape[];
  /** Rows whose shape is not told apart any more. */
  readonly otherShapes: { readonly rows: number; readonly runs: RowRuns };
  readonly sequences: readonly PartSequence[];
  readonly problems: readonly PartProblem[];
  readonly carriageReturns: boolean;
  readonly array: boolean;
  readonly unreadFromByte: number | null;
  /** Where some of the rows begin: see `RowIndex`. */
  readonly index: { readonly rows: number[]; readonly offsets: number[]; readonly lines: number[] };
}

/** Every so manieth row goes into the index. */
export const indexEveryRows = 128;
/** And one for every so many bytes. */
export const indexEveryBytes = 256 * 1024;

/** Grows by rows; `take` hands out what came together and begins anew. */
export interface PartBuilder {
  /** How many rows there are. */
  rows(): number;
  /** The next row. */
  row(bytes: number): void;
  /** The next rows by their lengths, all of the shape and the sequence (if `talks`) of the row before. */
  more(lengths: Uint32Array, talks: boolean): void;
  /** Hashes of the last rows, in their order. */
  hashes(hashes: BigUint64Array): void;
  /** The shape of the next row; null when it is one of too many. */
  shape(columns: RowShape | null, key: number | string): void;
  sequence(conversations: readonly Conversation[], key: number | string): void;
  /** A problem of the next row. `detail` is asked only for the first few. */
  problem(kind: RowProblem, line: number | null, detail: () => string): void;
  place(offset: number, line: number): void;
  carriageReturn(): void;
  array(): void;
  unreadFrom(offset: number): void;
  take(lines: number): ScanPart;
}

export function createPartBuilder(): PartBuilder {
  let rows = 0;
  let rowBytes = 0;
  let longestRow = -1;
  let longestBytes = -1;
  let hashes = new BigUint64Array(4_096);
  let hashed = 0;
  let shapes = new Map<number | string, PartShape>();
  let lastShapeKey: number | string | null = null;
  let lastShape: PartShape | null = null;
  let otherShapes: { rows: number; runs: RowRuns } = { rows: 0, runs: [] };
  let sequences = new Map<number | string, PartSequence>();
  let lastSequenceKey: number | string | null = null;
  let lastSequence: PartSequence | null = null;
  let problems = new Map<RowProblem, PartProblem>();
  let carriageReturns = false;
  let array = false;
  let unreadFromByte: number | null = null;
  let index: ScanPart['index'] = { rows: [], offsets: [], lines: [] };

  return {
    rows: () => rows,
    row: (bytes) => {
      rowBytes += bytes;
      if (bytes > longestBytes) {
        longestBytes = bytes;
        longestRow = rows;
      }
      rows += 1;
    },
    more: (lengths, talks) => {
      if (lastShape) {
        lastShape.rows += lengths.length;
        addToRuns(lastShape.runs, rows, rows + lengths.length);
      }
      if (lastSequence && talks) lastSequence.rows += lengths.length;
      for (const bytes of lengths) {
        rowBytes += bytes;
        if (bytes > longestBytes) {
          longestBytes = bytes;
          longestRow = rows;
        }
        rows += 1;
      }
    },
    hashes: (more) => {
      if (hashed + more.length > hashes.length) {
        const larger = new BigUint64Array(Math.max(2 * hashes.length, hashed + more.length));
        larger.set(hashes.subarray(0, hashed));
        hashes = larger;
      }
      hashes.set(more, hashed);
      hashed += more.length;
    },
    shape: (columns, key) => {
      if (key !== lastShapeKey || !lastShape) {
        if (!columns) {
          otherShapes.rows += 1;
          addToRuns(otherShapes.runs, rows);
          return;
        }
        lastShape = shapes.get(key) ?? { columns, rows: 0, runs: [] };
        lastShapeKey = key;
        shapes.set(key, lastShape);
      }
      lastShape.rows += 1;
      addToRuns(lastShape.runs, rows);
    },
    sequence: (conversations, key) => {
      if (key !== lastSequenceKey || !lastSequence) {
        lastSequence = sequences.get(key) ?? { conversations, rows: 0 };
        lastSequenceKey = key;
        sequences.set(key, lastSequence);
      }
      lastSequence.rows += 1;
    },
    problem: (kind, line, detail) => {
      let problem = problems.get(kind);
      if (!problem) {
        problem = { kind, count: 0, rows: [], examples: [] };
        problems.set(kind, problem);
      }
      problem.count += 1;
      if (problem.rows.length < maxListedRows) problem.rows.push(rows);
      if (problem.examples.length < maxExamples) problem.examples.push({ row: rows, line, detail: detail() });
    },
    place: (offset, line) => {
      index.rows.push(rows);
      index.offsets.push(offset);
      index.lines.push(line);
    },
    carriageReturn: () => {
      carriageReturns = true;
    },
    array: () => {
      array = true;
    },
    unreadFrom: (offset) => {
      unreadFromByte = offset;
    },
    take: (lines) => {
      const part: ScanPart = {
        rows,
        lines,
        rowBytes,
        longest: longestRow < 0 ? null : { row: longestRow, bytes: longestBytes },
        hashes: hashes.slice(0, hashed),
        shapes: [...shapes.values()],
        otherShapes,
        sequences: [...sequences.values()],
        problems: [...problems.values()],
        carriageReturns,
        array,
        unreadFromByte,
        index,
      };
      rows = 0;
      rowBytes = 0;
      longestRow = -1;
      longestBytes = -1;
      hashed = 0;
      shapes = new Map();
      lastShape = null;
      otherShapes = { rows: 0, runs: [] };
      sequences = new Map();
      lastSequence = null;
      problems = new Map();
      carriageReturns = false;
      array = false;
      unreadFromByte = null;
      index = { rows: [], offsets: [], lines: [] };
      return part;
    },
  };
}

function addToRuns(runs: RowRuns, row: number, end = row + 1): void {
  const last = runs.length - 1;
  if (runs[last] === row) runs[last] = end;
  else runs.push(row, end);
}
