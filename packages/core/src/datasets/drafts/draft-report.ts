// The report of a check as it stands: of all files together, with the verdicts.
import {
  type CheckItem,
  type CheckReport,
  type Column,
  columnTypes,
  type ProblemCount,
} from '@hubdesk/shared/datasets/check-report';
import type { DraftPlan } from '@hubdesk/shared/datasets/draft';
import { rowProblemKinds, type RowProblem } from '@hubdesk/shared/datasets/row-problem';
import { fileProblems } from '@hubdesk/shared/datasets/row-problem';
import { type Evidence, judgeMethods } from '../judge/judge-methods.ts';
import { maxExamples } from '../scan/file-scan.ts';
import { allProblems, type CheckedFile, countRowsWith, placeIn } from './checked-file.ts';
import type { DraftCheck } from './draft-check.ts';

/** More are told only at the end. */
const filesWhileGrowing = 1_000;
const mostSkipped = 1_000;
const sampleRows = 500;

export function checkItemOf(check: DraftCheck, plan: DraftPlan, files: readonly CheckedFile[]): CheckItem {
  return { done: check.done, ...check.progress, elapsedMs: check.elapsedMs, report: reportOf(check, plan, files) };
}

/** `files` are those of the check, or as they are with what was changed by hand. */
export function reportOf(check: DraftCheck, plan: DraftPlan, files: readonly CheckedFile[] = check.files): CheckReport {
  const { done } = check;
  const scans = files.flatMap(({ scan }) => scan ?? []);
  const rows = sum(scans, ({ rows: each }) => each);
  const rowBytes = sum(scans, (scan) => scan.rowBytes);
  const problems = problemsOf(files);
  const dropped = plan.dropped.filter((kind) => kind !== 'blank-line');
  return {
    files: (done ? files : files.slice(0, filesWhileGrowing)).map((file) => ({
      path: file.source.path,
      split: file.source.split,
      format: file.source.sniffed.format,
      bytes: file.source.mark.bytes,
      rows: file.scan?.done ? file.scan.rows : null,
      leftOut: done ? countRowsWith(file, dropped) : 0,
      problems: file.problems,
    })),
    rows,
    bytes: sum(files, ({ source }) => source.mark.bytes),
    columns: columnsOf(files),
    problems,
    verdicts: judgeMethods(evidenceOf(files, done, plan, rows, problems)),
    longestRowBytes: Math.max(0, ...scans.map(({ longest }) => longest?.bytes ?? 0)),
    averageRowBytes: rows === 0 ? 0 : Math.round(rowBytes / rows),
    skipped: check.skipped.slice(0, mostSkipped),
  };
}

/** Rows from the beginnings of the files, as values; broken ones left out. */
export function sampleOf(files: readonly CheckedFile[]): unknown[] {
  const each = Math.max(
    5,
    Math.ceil(sampleRows / Math.max(1, files.filter(({ beginning }) => beginning.length > 0).length)),
  );
  return files.flatMap(({ beginning }) => beginning.slice(0, each).flatMap(({ text }) => objectIn(text)));
}

function objectIn(text: string | null): unknown[] {
  try {
    const value: unknown = text === null ? null : JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? [value] : [];
  } catch {
    return [];
  }
}

function evidenceOf(
  files: readonly CheckedFile[],
  done: boolean,
  plan: DraftPlan,
  rows: number,
  problems: ProblemCount[],
): Evidence {
  return {
    rows,
    done,
    problems,
    sample: sampleOf(files),
    unreadableFiles: files
      .filter(({ problems: each }) => each.some(({ kind }) => kind !== 'empty' && fileProblems[kind] === 'blocks'))
      .map(({ source }) => source.path),
    plan,
    rowsWith: (kinds) => {
      // Rows with several problems are told apart once all are known.
      if (!done)
        return Math.min(
          rows,
          sum(
            problems.filter(({ kind }) => kinds.includes(kind)),
            ({ count }) => count,
          ),
        );
      return sum(files, (file) => countRowsWith(file, kinds));
    },
    rowsHaving: (columns) =>
      sum(files, ({ scan }) => {
        if (!scan) return 0;
        const without = sum(
          scan.shapes.filter(({ columns: has }) => !columns.every((column) => has.some(([name]) => name === column))),
          ({ rows: each }) => each,
        );
        return scan.rows - without;
      }),
  };
}

function problemsOf(files: readonly CheckedFile[]): ProblemCount[] {
  const found = new Map<RowProblem, ProblemCount>();
  for (const file of files) {
    for (const { kind, count, examples } of allProblems(file)) {
      const known = found.get(kind) ?? { kind, count: 0, examples: [] };
      found.set(kind, known);
      known.count += count;
      for (const place of examples.slice(0, maxExamples - known.examples.length))
        known.examples.push(placeIn(file, place));
    }
  }
  return rowProblemKinds.flatMap((kind) => found.get(kind) ?? []);
}

function columnsOf(files: readonly CheckedFile[]): Column[] {
  const found = new Map<string, Column>();
  let rowsBefore = 0;
  for (const { scan } of files) {
    if (!scan) continue;
    const here = new Set<string>();
    for (const { name, types, missing } of scan.columns) {
      here.add(name);
      const known = found.get(name) ?? { name, types: {}, missing: rowsBefore };
      found.set(name, known);
      known.missing += missing;
      for (const type of columnTypes) {
        const count = types[type] ?? 0;
        if (count > 0) known.types[type] = (known.types[type] ?? 0) + count;
      }
    }
    for (const column of found.values()) if (!here.has(column.name)) column.missing += scan.rows;
    rowsBefore += scan.rows;
  }
  return [...found.values()];
}

function sum<T>(items: readonly T[], value: (item: T) => number): number {
  return items.reduce((total, item) => total + value(item), 0);
}
