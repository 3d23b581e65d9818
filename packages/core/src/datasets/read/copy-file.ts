// Makes the readable copy of a file: rows of any format as JSONL in UTF-8, so
// that everything after works by byte offset. JSON is only unpacked and decoded.
import { rm } from 'node:fs/promises';
import type { RowProblem } from '@hubdesk/shared/datasets/row-problem';
import { isAppError } from '@hubdesk/shared/errors';
import { changedReason, markOf, openFile, sameMark } from '../open/open-file.ts';
import { maxExamples, maxListedRows } from '../scan/file-scan.ts';
import { createGrowingRows, type GrowingRows } from '../scan/growing-list.ts';
import { fileUnreadable } from '../../files/file-unreadable.ts';
import { fileBytes, textOf } from './file-bytes.ts';
import type { FormatRow } from './format-rows.ts';
import { createLineJumps } from './line-jumps.ts';
import { createNewFile, type NewFile } from './new-file.ts';
import { parquetJson, parquetRows } from './parquet-rows.ts';
import type { FileToCopy, ReaderProblem, RowsMessage } from './rows-task.ts';
import { tableRows } from './table-rows.ts';
import { textRows } from './text-rows.ts';

/** Rows told at once, before the rest is read. */
const beginningRows = 200;
const beginningCharacters = 1_000_000;
const progressEveryMs = 100;

/** Rejects with STORAGE_FAILED, or FILE_UNREADABLE when the file cannot be opened or changed meanwhile; the copy is gone then. */
export async function copyFile(copy: FileToCopy, file: number, tell: (message: RowsMessage) => void): Promise<void> {
  const { absolutePath, mark, sniffed, target } = copy;
  const handle = await openFile(absolutePath, mark);
  let out: NewFile | null = null;
  try {
    out = await createNewFile(target);
    let toldAtMs = 0;
    const told = (bytesRead: number) => {
      if (performance.now() - toldAtMs < progressEveryMs) return;
      toldAtMs = performance.now();
      tell({ kind: 'copying', file, bytesRead });
    };
    const { format } = sniffed;
    const bytes = () => fileBytes(handle, sniffed, told);
    let end: Omit<Extract<RowsMessage, { kind: 'copied' }>, 'kind' | 'file' | 'bytes'>;
    if (format === 'jsonl' || format === 'json' || format === null) end = await copyBytes(bytes(), out);
    else {
      const rows =
        format === 'parquet'
          ? parquetRows(handle, (share) => told(share * mark.bytes))
          : format === 'text'
            ? textRows(textOf(bytes()))
            : tableRows(textOf(bytes()), sniffed.delimiter ?? (format === 'tsv' ? '\t' : ','));
      end = await copyRows(rows, out, (beginning) => tell({ kind: 'beginning', file, rows: beginning }));
      if (format === 'parquet') end.lines = 'none';
    }
    if (!sameMark(mark, markOf(await handle.stat()))) throw fileUnreadable(absolutePath, changedReason);
    await out.finish();
    const { bytes: written } = out;
    out = null;
    tell({ kind: 'copied', file, bytes: written, ...end });
  } catch (error) {
    await out?.abandon();
    await rm(target, { force: true });
    throw error;
  } finally {
    await handle.close();
  }
}

type Copied = Omit<Extract<RowsMessage, { kind: 'copied' }>, 'kind' | 'file' | 'bytes'>;

async function copyBytes(bytes: AsyncIterable<Uint8Array>, out: NewFile): Promise<Copied> {
  const brokeOff = await untilItBreaks(bytes, (piece) => out.raw(piece));
  return { rows: 0, lines: null, problems: [], brokeOff };
}

async function copyRows(
  rows: AsyncIterable<FormatRow>,
  out: NewFile,
  begin: (rows: { text: string; line: number | null }[]) => void,
): Promise<Copied> {
  const lines = createLineJumps();
  const found = new Map<RowProblem, { count: number; examples: ReaderProblem[]; rows: GrowingRows }>();
  const note = (kind: RowProblem, row: number, line: number | null, detail: string) => {
    const known = found.get(kind) ?? { count: 0, examples: [], rows: createGrowingRows(maxListedRows) };
    found.set(kind, known);
    known.count += 1;
    known.rows.add(row);
    if (known.examples.length < maxExamples) known.examples.push({ kind, row, line, detail });
  };
  let beginning: { text: string; line: number | null }[] | null = [];
  let characters = 0;
  let row = 0;
  const brokeOff = await untilItBreaks(rows, (next) => {
    if (next.kind === 'blank') return note('blank-line', row, next.line, 'blank line');
    const text = parquetJson(next.value);
    if (next.problem) note(next.problem.kind, row, next.line, next.problem.detail);
    if (next.line !== null) {
      lines.row(next.line);
      if (text.includes('\uFFFD')) note('invalid-utf8', row, next.line, 'bytes that are not UTF-8');
    }
    characters += text.length;
    beginning?.push({ text, line: next.line });
    row += 1;
    if (beginning && (row >= beginningRows || characters >= beginningCharacters)) {
      begin(beginning);
      beginning = null;
    }
    return out.text(`${text}\n`);
  });
  if (beginning) begin(beginning);
  const problems = [...found].map(([kind, { count, examples, rows: listed }]) => ({
    kind,
    count,
    examples,
    rows: listed.view().slice(),
  }));
  return { rows: row, lines: lines.build(), problems, brokeOff };
}

/** Why the reader gave up, in words; null when it came to the end. What our own disk says is thrown. */
async function untilItBreaks<T>(
  items: AsyncIterable<T>,
  take: (item: T) => void | Promise<void>,
): Promise<string | null> {
  try {
    for await (const item of items) {
      const pending = take(item);
      if (pending) await pending;
    }
    return null;
  } catch (error) {
    if (isAppError(error)) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code.startsWith('Z_')) return 'the compressed data is damaged or breaks off';
    return `it is damaged: ${error instanceof Error ? error.message : 'no reason given'}`.slice(0, 300);
  }
}
