// What the check knows of one file of a draft, and how it is put in words of
// the report: lines of the file itself, also where a copy of it was read.
import type { FileProblem, RowProblem } from '@hubdesk/shared/datasets/row-problem';
import type { RowPlace } from '@hubdesk/shared/datasets/check-report';
import type { SourceFile } from '../open/source-files.ts';
import type { FormatRow } from '../read/format-rows.ts';
import { lineOfRow } from '../read/line-jumps.ts';
import type { ReadableFile } from '../read/rows-task.ts';
import type { FileScan, FoundProblem } from '../scan/file-scan.ts';

export interface CheckedFile {
  source: SourceFile;
  /** Null until there is a copy, where one is needed, or for good where nothing can be read. */
  readable: ReadableFile | null;
  /** The file as it is would not load, or not as it was checked: it is always written anew. */
  mustRewrite: boolean;
  /** Its first rows, for the mapping to be seen by and the table to begin with. */
  beginning: Extract<FormatRow, { kind: 'row' }>[];
  scan: FileScan | null;
  /** Found by the reader of its format, and by looking across files. */
  further: FoundProblem[];
  problems: { kind: FileProblem; detail: string }[];
  bytesRead: number;
}

export function allProblems(file: CheckedFile): FoundProblem[] {
  const merged = new Map<RowProblem, FoundProblem>();
  for (const problem of [...(file.scan?.problems ?? []), ...file.further]) {
    const known = merged.get(problem.kind);
    // Twice told of one kind is of the same rows: by the format's reader, and by the scan of the copy.
    if (!known || problem.count > known.count) merged.set(problem.kind, problem);
  }
  return [...merged.values()];
}

/** Rows with any of the kinds, ascending; as many as are listed. */
export function listedRows(file: CheckedFile, kinds: readonly RowProblem[]): Uint32Array {
  const lists = allProblems(file).filter(({ kind }) => kinds.includes(kind));
  const [only, ...further] = lists;
  if (!only) return new Uint32Array();
  if (further.length === 0) return only.rows;
  const all = new Uint32Array(lists.reduce((sum, { rows }) => sum + rows.length, 0));
  let end = 0;
  for (const { rows } of lists) {
    all.set(rows, end);
    end += rows.length;
  }
  all.sort();
  let kept = 0;
  for (let at = 0; at < all.length; at += 1) {
    const row = all[at] ?? 0;
    if (at === 0 || row !== all[at - 1]) all[kept++] = row;
  }
  return all.subarray(0, kept);
}

/** How many rows have any of the kinds; where not all are listed, at least as many as the most frequent kind counts. */
export function countRowsWith(file: CheckedFile, kinds: readonly RowProblem[]): number {
  const lists = allProblems(file).filter(({ kind }) => kinds.includes(kind));
  const most = Math.max(0, ...lists.map(({ count }) => count));
  if (lists.length < 2) return most;
  return Math.max(most, listedRows(file, kinds).length);
}

export function rowsKnown(file: CheckedFile): number {
  return file.scan?.rows ?? 0;
}

/** From 1; null where there are no lines. `own` is the line in what was scanned. */
export function lineIn(file: CheckedFile, row: number, own: number | null): number | null {
  const lines = file.readable?.lines ?? null;
  if (file.source.sniffed.format === 'parquet' || lines === 'none') return null;
  return lines === null ? own : lineOfRow(lines, row);
}

export function placeIn(file: CheckedFile, place: RowPlace): RowPlace {
  return { ...place, file: file.source.path, line: lineIn(file, place.row, place.line) };
}
