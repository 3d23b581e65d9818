// Rows of a draft as the table shows them: read on demand by byte offset, with
// their problems, and with what a person changed.
import type { DraftRow, RowName } from '@hubdesk/shared/datasets/draft';
import type { RowProblem } from '@hubdesk/shared/datasets/row-problem';
import { AppError } from '@hubdesk/shared/errors';
import { fileUnreadable } from '../../files/file-unreadable.ts';
import { markOfRow } from '../derive/row-mark.ts';
import { openFile } from '../open/open-file.ts';
import { factsOfLine } from '../scan/facts-of-row.ts';
import { readRows } from '../scan/read-rows.ts';
import { allProblems, type CheckedFile, lineIn, listedRows, rowsKnown } from './checked-file.ts';
import type { DraftCheck } from './draft-check.ts';
import type { DraftEdits, RowEdit } from './draft-edits.ts';

export type RowFilter = { kind: 'all' } | { kind: 'problems'; problems: RowProblem[] } | { kind: 'edited' };

/** Characters of a row in a table, and of one alone. */
export const tableTextLimit = 20_000;
export const wholeTextLimit = 4_000_000;

/** A row in its file as it stands, before any edit. */
export interface StandingRow {
  file: CheckedFile;
  row: number;
  line: number | null;
  /** Null for a row too long to be read. */
  text: string | null;
  bytes: number;
}

/** Which rows a filter lets through, by file: all of them, or a list. */
function selection(
  file: CheckedFile,
  filter: RowFilter,
  edits: DraftEdits,
): { count: number; row(at: number): number } {
  if (filter.kind === 'all') return { count: rowsKnown(file), row: (at) => at };
  const rows = filter.kind === 'edited' ? edits.rowsOf(file.source.path) : listedRows(file, filter.problems);
  return { count: rows.length, row: (at) => rows[at] ?? 0 };
}

export async function pageOfRows(
  check: DraftCheck,
  edits: DraftEdits,
  wish: { file: string | null; filter: RowFilter; from: number; count: number },
): Promise<{ rows: DraftRow[]; total: number; counting: boolean }> {
  const files = wish.file === null ? check.files : [fileOf(check, wish.file)];
  const rows: DraftRow[] = [];
  let total = 0;
  for (const file of files) {
    const chosen = selection(file, wish.filter, edits);
    const first = Math.max(0, wish.from - total);
    const last = Math.min(chosen.count, wish.from + wish.count - total);
    for (let at = first; at < last;) {
      let end = at + 1;
      while (end < last && chosen.row(end) === chosen.row(end - 1) + 1) end += 1;
      const standing = await readStanding(file, chosen.row(at), end - at);
      for (const row of standing) rows.push(await shownRow(row, edits, tableTextLimit));
      at = end;
    }
    total += chosen.count;
  }
  return { rows, total, counting: !check.done && check.failure === null };
}

/** Rejects with NOT_FOUND. */
export async function rowNamed(check: DraftCheck, { file: path, row }: RowName): Promise<StandingRow> {
  const [found] = await readStanding(fileOf(check, path), row, 1);
  if (!found) throw new AppError('NOT_FOUND', `${path} has no row ${row + 1}.`, { what: `${path}, row ${row + 1}` });
  return found;
}

/** As it is shown, with the edit where there is one that still counts. */
export async function shownRow(standing: StandingRow, edits: DraftEdits, limit: number): Promise<DraftRow> {
  const { file, row, line, bytes } = standing;
  const edit = editOf(standing, edits);
  const text = edit?.kind === 'change' ? await edits.textOf(edit) : (standing.text ?? '');
  const shown = text.length > limit ? text.slice(0, limit) : text;
  return {
    file: file.source.path,
    row,
    line,
    text: shown,
    cut: shown.length < text.length || standing.text === null,
    bytes,
    problems: problemsOf(standing, edit, text),
    edit: edit === null ? 'none' : edit.kind === 'change' ? 'changed' : 'dropped',
  };
}

/** Null also for an edit that was made to another row than stands there now. */
export function editOf({ file, row, text }: StandingRow, edits: DraftEdits): RowEdit | null {
  const edit = edits.of(file.source.path, row);
  return edit !== null && text !== null && edit.was === markOfRow(text) ? edit : null;
}

function fileOf(check: DraftCheck, path: string): CheckedFile {
  const file = check.files.find(({ source }) => source.path === path);
  if (file) return file;
  throw new AppError('NOT_FOUND', `There is no file ${path} in this draft.`, { what: path });
}

async function readStanding(file: CheckedFile, from: number, count: number): Promise<StandingRow[]> {
  const index = file.scan?.index ?? null;
  if (file.readable && index && index.rows.length > 0) {
    // The file must still be the one that was scanned.
    await (await openFile(file.readable.path, file.readable.mark)).close();
    const rows = await readRows({ path: file.readable.path, format: 'jsonl', index }, from, count).catch(
      (error: unknown) => {
        throw fileUnreadable(file.source.absolutePath, error);
      },
    );
    return rows.map(({ row, line, text, bytes }) => ({ file, row, line: lineIn(file, row, line), text, bytes }));
  }
  return file.beginning
    .slice(from, from + count)
    .map(({ text, line }, at) => ({ file, row: from + at, line, text, bytes: Buffer.byteLength(text ?? '') }));
}

/** Problems that only the whole file tells. The others are seen in the row itself. */
const ofTheWhole = new Set<RowProblem>([
  'type-differs',
  'columns-differ',
  'duplicate',
  'leak',
  'wrong-cell-count',
  'invalid-utf8',
  'unreadable-length',
]);

function problemsOf({ file, row }: StandingRow, edit: RowEdit | null, text: string): DraftRow['problems'] {
  if (edit?.kind === 'change') return [...factsOfLine(text).faults];
  const own = text === '' ? [] : factsOfLine(text).faults;
  const told = allProblems(file).filter(
    ({ kind, rows }) =>
      (ofTheWhole.has(kind) || own.length === 0) &&
      kind !== 'blank-line' &&
      holds(rows, row) &&
      !own.some((each) => each.kind === kind),
  );
  return [
    ...own,
    ...told.map(({ kind, examples }) => ({ kind, detail: examples.find((place) => place.row === row)?.detail ?? '' })),
  ];
}

function holds(rows: Uint32Array, row: number): boolean {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((rows[middle] ?? 0) < row) low = middle + 1;
    else high = middle;
  }
  return rows[low] === row;
}
