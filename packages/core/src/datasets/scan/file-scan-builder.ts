// Puts the parts of a scan together, in the order of the file, and says at any
// time what is known so far.
import type { Column, FileFormat, RowPlace } from '@hubdesk/shared/datasets/check-report';
import type { FileProblem, RowProblem } from '@hubdesk/shared/datasets/row-problem';
import { judgeDrift } from './drift.ts';
import { maxExamples, maxListedRows, type FileScan, type FoundProblem } from './file-scan.ts';
import { createGrowingRows, type GrowingRows } from './growing-rows.ts';
import type { Conversation, RowShape } from './row-facts.ts';
import { createHashStore } from './row-hashes.ts';
import { placeBefore, type RowIndex } from './row-index.ts';
import type { RowRuns, ScanPart } from './scan-part.ts';

/** Over this many the shapes of a file, or its sequences of roles, are no longer told apart. */
const maxForms = 4_096;
/** Numbers kept of where the rows of a shape are, all shapes together. */
const maxRunNumbers = 2_000_000;
const maxIndexEntries = 500_000;

export interface ShapeRows {
  readonly columns: RowShape;
  rows: number;
  readonly runs: RowRuns;
}

interface GrowingProblem {
  count: number;
  readonly rows: GrowingRows;
  readonly examples: RowPlace[];
}

export interface FileScanBuilder {
  /** The next part of the file. */
  add(part: ScanPart): void;
  fileProblem(kind: FileProblem, detail: string): void;
  /** `bytes` is how much of the file this is about. */
  scan(done: boolean, bytes: number): FileScan;
}

export interface FileScanBuilderOptions {
  readonly name: string;
  readonly format: FileFormat;
  readonly scratchFolder: string;
  /** Whether rows can be found by byte offset. */
  readonly indexed: boolean;
}

export function createFileScanBuilder({
  name,
  format,
  scratchFolder,
  indexed,
}: FileScanBuilderOptions): FileScanBuilder {
  let rows = 0;
  let lines = 0;
  let rowBytes = 0;
  let longest: FileScan['longest'] = null;
  let unreadFromByte: number | null = null;
  const shapes = new Map<string, ShapeRows>();
  const other: { rows: number; runs: RowRuns } = { rows: 0, runs: [] };
  let runNumbers = 0;
  const sequences = new Map<string, { conversations: readonly Conversation[]; rows: number }>();
  const problems = new Map<RowProblem, GrowingProblem>();
  const fileProblems = new Map<FileProblem, string>();
  const hashes = createHashStore(scratchFolder);
  let index: { rows: number[]; offsets: number[]; lines: number[] } = { rows: [], offsets: [], lines: [] };
  let indexStep = 1;
  let indexSeen = 0;

  function addRuns(to: RowRuns, runs: RowRuns): void {
    for (let at = 0; at + 1 < runs.length; at += 2) {
      const from = rows + (runs[at] ?? 0);
      const end = rows + (runs[at + 1] ?? 0);
      if (to.at(-1) === from) to[to.length - 1] = end;
      else if (runNumbers < maxRunNumbers) {
        to.push(from, end);
        runNumbers += 2;
      }
    }
  }

  function add(part: ScanPart): void {
    for (const shape of part.shapes) {
      const key = JSON.stringify(shape.columns);
      let known = shapes.get(key);
      if (!known && shapes.size < maxForms) {
        known = { columns: shape.columns, rows: 0, runs: [] };
        shapes.set(key, known);
      }
      const into = known ?? other;
      into.rows += shape.rows;
      addRuns(into.runs, shape.runs);
    }
    other.rows += part.otherShapes.rows;
    addRuns(other.runs, part.otherShapes.runs);
    for (const { conversations, rows: count } of part.sequences) {
      const key = JSON.stringify(conversations);
      const known = sequences.get(key);
      if (known) known.rows += count;
      else if (sequences.size < maxForms) sequences.set(key, { conversations, rows: count });
    }
    for (const problem of part.problems) {
      let known = problems.get(problem.kind);
      if (!known) {
        known = { count: 0, rows: createGrowingRows(maxListedRows), examples: [] };
        problems.set(problem.kind, known);
      }
      known.count += problem.count;
      for (const row of problem.rows) known.rows.add(rows + row);
      for (const example of problem.examples) {
        if (known.examples.length >= maxExamples) break;
        known.examples.push({
          file: name,
          row: rows + example.row,
          line: example.line === null ? null : lines + example.line,
          detail: example.detail,
        });
      }
    }
    if (indexed) {
      for (const [at, row] of part.index.rows.entries())
        addPlace(rows + row, part.index.offsets[at] ?? 0, lines + (part.index.lines[at] ?? 0));
    }
    if (part.longest && (!longest || part.longest.bytes > longest.bytes))
      longest = { row: rows + part.longest.row, bytes: part.longest.bytes };
    if (part.carriageReturns) fileProblem('windows-line-ends', '');
    if (part.array) fileProblem('top-level-array', '');
    unreadFromByte ??= part.unreadFromByte;
    hashes.add(part.hashes);
    rows += part.rows;
    lines += part.lines;
    rowBytes += part.rowBytes;
  }

  function addPlace(row: number, offset: number, line: number): void {
    if (indexSeen++ % indexStep !== 0) return;
    index.rows.push(row);
    index.offsets.push(offset);
    index.lines.push(line);
    if (index.rows.length < maxIndexEntries) return;
    const thin = (list: number[]) => list.filter((_, at) => at % 2 === 0);
    index = { rows: thin(index.rows), offsets: thin(index.offsets), lines: thin(index.lines) };
    indexStep *= 2;
  }

  function fileProblem(kind: FileProblem, detail: string): void {
    if (!fileProblems.has(kind)) fileProblems.set(kind, detail);
  }

  function rowIndex(): RowIndex {
    return {
      inArray: fileProblems.has('top-level-array'),
      rows: Float64Array.from(index.rows),
      offsets: Float64Array.from(index.offsets),
      lines: Float64Array.from(index.lines),
    };
  }

  function scan(done: boolean, bytes: number): FileScan {
    const found = Array.from(problems, ([kind, { count, rows: listed, examples }]): FoundProblem => ({
      kind,
      count,
      examples: [...examples],
      rows: listed.view(),
    }));
    found.push(...judgeDrift({ name, shapes: [...shapes.values()], other, lineOf: (row) => lineOf(index, row) }));
    return {
      name,
      format,
      done,
      bytes,
      rows,
      lines,
      columns: columnsOf(shapes.values(), rows),
      shapes: [...shapes.values()].map(({ columns, rows: count }) => ({ columns, rows: count })).sort(byRows),
      otherShapes: other.rows,
      conversations: conversationsOf(sequences.values()),
      problems: found,
      fileProblems: Array.from(fileProblems, ([kind, detail]) => ({ kind, detail })),
      longest,
      rowBytes,
      unreadFromByte,
      hashes,
      index: indexed && done ? rowIndex() : null,
    };
  }

  return { add, fileProblem, scan };
}

function byRows(a: { rows: number }, b: { rows: number }): number {
  return b.rows - a.rows;
}

/** The line of a row, where the places around it leave only one; else null. */
function lineOf(index: { rows: number[]; lines: number[] }, row: number): number | null {
  const at = placeBefore(index.rows, row);
  const from = index.rows[at];
  const line = index.lines[at];
  if (from === undefined || line === undefined) return null;
  if (from === row) return line;
  const next = index.rows[at + 1];
  const nextLine = index.lines[at + 1];
  return next !== undefined && nextLine !== undefined && nextLine - line === next - from ? line + row - from : null;
}

function columnsOf(shapes: Iterable<ShapeRows>, rows: number): Column[] {
  const columns = new Map<string, { types: Column['types']; rows: number }>();
  for (const shape of shapes) {
    for (const [name, type] of shape.columns) {
      const column = columns.get(name) ?? { types: {}, rows: 0 };
      column.types[type] = (column.types[type] ?? 0) + shape.rows;
      column.rows += shape.rows;
      columns.set(name, column);
    }
  }
  return Array.from(columns, ([name, column]) => ({ name, types: column.types, missing: rows - column.rows }));
}

function conversationsOf(
  sequences: Iterable<{ conversations: readonly Conversation[]; rows: number }>,
): FileScan['conversations'] {
  const all = new Map<string, Conversation & { rows: number }>();
  for (const { conversations, rows } of sequences) {
    for (const conversation of conversations) {
      const key = JSON.stringify(conversation);
      const known = all.get(key);
      if (known) known.rows += rows;
      else all.set(key, { ...conversation, rows });
    }
  }
  return [...all.values()].sort(byRows);
}
