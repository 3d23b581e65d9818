// The files of a check as they are with what a person changed in single rows: a
// row that was left out or mended has its problems no more, and one that was
// spoiled has new ones. An edit of a row that is another now counts for nothing.
import type { RowPlace } from '@hubdesk/shared/datasets/check-report';
import type { RowProblem } from '@hubdesk/shared/datasets/row-problem';
import { factsOfLine } from '../scan/facts-of-row.ts';
import type { FoundProblem } from '../scan/file-scan.ts';
import { allProblems, type CheckedFile } from './checked-file.ts';
import type { DraftCheck } from './draft-check.ts';
import type { DraftEdits } from './draft-edits.ts';
import { editOf, rowNamed } from './draft-rows.ts';

/** Each is read; whoever changes more by hand is a program, and its rows stay counted as they were. */
const mostMended = 2_000;

/** What is wrong with a changed row now, by its place. */
type Changed = ReadonlyMap<number, ReadonlyMap<RowProblem, RowPlace>>;

/** As they stand while the check still runs: then not every row can be found. */
export async function mendedFiles(check: DraftCheck, edits: DraftEdits): Promise<readonly CheckedFile[]> {
  if (!check.done) return check.files;
  const files: CheckedFile[] = [];
  for (const file of check.files) {
    const changed = await changedRows(check, file, edits);
    files.push(changed.size === 0 || !file.scan ? file : mended(file, file.scan, changed));
  }
  return files;
}

async function changedRows(check: DraftCheck, file: CheckedFile, edits: DraftEdits): Promise<Changed> {
  const path = file.source.path;
  const rows = edits.rowsOf(path);
  const changed = new Map<number, Map<RowProblem, RowPlace>>();
  if (rows.length > mostMended) return changed;
  for (const row of rows) {
    // One that cannot be read now stays as it was counted.
    const standing = await rowNamed(check, { file: path, row }).catch(() => null);
    const edit = standing && editOf(standing, edits);
    if (!edit) continue;
    const { line } = standing;
    const faults = edit.kind === 'drop' ? [] : factsOfLine(await edits.textOf(edit)).faults;
    changed.set(row, new Map(faults.map(({ kind, detail }) => [kind, { file: path, row, line, detail }])));
  }
  return changed;
}

function mended(file: CheckedFile, scan: NonNullable<CheckedFile['scan']>, changed: Changed): CheckedFile {
  const found = new Map(allProblems(file).map((problem) => [problem.kind, without(problem, changed)]));
  for (const [row, places] of changed) {
    for (const [kind, place] of places) {
      const known = found.get(kind) ?? { kind, count: 0, examples: [], rows: new Uint32Array() };
      if (!known.rows.includes(row)) found.set(kind, withPlace(known, place));
    }
  }
  const problems = [...found.values()].filter(({ count }) => count > 0);
  return { ...file, scan: { ...scan, problems }, further: [] };
}

/** A row that is not listed may be one of those that are only counted; then it stays counted. */
function without(problem: FoundProblem, changed: Changed): FoundProblem {
  const { kind, rows, examples, count } = problem;
  if (kind === 'blank-line') return problem;
  const stays = (row: number) => changed.get(row)?.has(kind) ?? true;
  const left = rows.filter(stays);
  return {
    kind,
    count: count - (rows.length - left.length),
    rows: left,
    examples: examples.filter(({ row }) => stays(row)),
  };
}

function withPlace({ kind, count, rows, examples }: FoundProblem, place: RowPlace): FoundProblem {
  return { kind, count: count + 1, rows: withRow(rows, place.row), examples: [...examples, place] };
}

function withRow(rows: Uint32Array, row: number): Uint32Array<ArrayBuffer> {
  const all = new Uint32Array(rows.length + 1);
  all.set(rows);
  all[rows.length] = row;
  return all.sort();
}
