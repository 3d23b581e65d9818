// Makes the readable copy of a file: rows of any format as JSONL in UTF-8, so
// that everything after works by byte offset. JSON is only unpacked and decoded.
import { rm } from 'node:fs/promises';
import type { RowProblem } from '@hubdesk/shared/datasets/row-problem';
import { isAppError } from '@hubdesk/shared/errors';
import { changedReason, markOf, openFile, sameMark } from '../open/open-file.ts';
import { maxExamples, maxListedRows } from '../scan/file-scan.ts';
import { createGrowingRows, type GrowingRows } from '../scan/growing-rows.ts';
import { fileUnreadable } from '../../files/file-unreadable.ts';
import { fileBytes } from './file-bytes.ts';
import { type FormatRow, formatRows } from './format-rows.ts';
import { createLineJumps } from './line-jumps.ts';
import { createNewFile, type NewFile } from './new-file.ts';
import type { FileToCopy, ReaderProblem, RowsMessage } from './rows-task.ts';

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
    const end =
      sniffed.format === 'jsonl'
        ? await copyBytes(fileBytes(handle, sniffed, { told }), out)
        : await copyRows(formatRows(handle, sniffed, { told }), out);
    if (sniffed.format === 'parquet') end.lines = 'none';
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

async function copyRows(rows: AsyncIterable<FormatRow[]>, out: NewFile): Promise<Copied> {
  const lines = createLineJumps();
  const found = new Map<RowProblem, { count: number; examples: ReaderProblem[]; rows: GrowingRows }>();
  const note = (kind: RowProblem, row: number, line: number | null, detail: string) => {
    const known = found.get(kind) ?? { count: 0, examples: [], rows: createGrowingRows(maxListedRows) };
    found.set(kind, known);
    known.count += 1;
    known.rows.add(row);
    if (known.examples.length < maxExamples) known.examples.push({ kind, row, line, detail });
  };
  let row = 0;
  const take = (next: FormatRow) => {
    if (next.kind === 'blank') return note('blank-line', row, next.line, 'blank line');
    const { line, problem } = next;
    if (problem) note(problem.kind, row, line, problem.detail);
    if (next.text === null) note('unreadable-length', row, line, 'too long for one row');
    if (line !== null) {
      lines.row(line);
      if (next.text?.includes('\uFFFD')) note('invalid-utf8', row, line, 'bytes that are not UTF-8');
    }
    row += 1;
    return out.text(`${next.text ?? placeholder}\n`);
  };
  const brokeOff = await untilItBreaks(rows, async (batch) => {
    for (const next of batch) {
      const pending = take(next);
      if (pending) await pending;
    }
  });
  const problems = [...found].map(([kind, { count, examples, rows: listed }]) => ({
    kind,
    count,
    examples,
    rows: listed.view().slice(),
  }));
  return { rows: row, lines: lines.build(), problems, brokeOff };
}

/** Stands in a copy for a row that is too long, so that the numbers of the others stay. */
const placeholder = 'null';

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
