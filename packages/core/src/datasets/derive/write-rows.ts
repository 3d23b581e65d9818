// Writes the planned rows as JSONL, a file a split. What cannot be read or does
// not fit the mapping is left out and counted. Runs in a worker thread; whoever
// made the folder removes it when this fails.
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { applyMapping } from '@hubdesk/shared/datasets/apply-mapping';
import type { Mapping } from '@hubdesk/shared/datasets/mapping';
import { splits, type Split } from '@hubdesk/shared/datasets/check-report';
import type { RowProblem } from '@hubdesk/shared/datasets/row-problem';
import { z } from 'zod';
import { factsOfLine } from '../scan/facts-of-row.ts';
import { createNewFile, type NewFile } from '../read/new-file.ts';
import type { FileToWrite, RowsTask, WrittenFile } from '../read/rows-task.ts';
import { streamRows } from '../read/stream-rows.ts';
import { markOfRow, shareOfRow } from './row-mark.ts';

export interface Written {
  rowsWritten: number;
  rowsLeftOut: number;
  files: WrittenFile[];
}

/** Up to so many rows the validation share is met exactly: their numbers are looked at first. */
const mostRowsForExact = 1_000_000;

export async function writeRows(
  task: Extract<RowsTask, { kind: 'write' }>,
  told: (rowsWritten: number, rowsLeftOut: number) => void,
): Promise<Written> {
  const below = await validationBelow(task);
  const outputs = new Map<Split, { out: NewFile; rows: number }>();
  const outputOf = async (split: Split) => {
    const known = outputs.get(split);
    if (known) return known;
    const made = { out: await createNewFile(join(task.folder, `${split}.jsonl`)), rows: 0 };
    outputs.set(split, made);
    return made;
  };
  let rowsWritten = 0;
  let rowsLeftOut = 0;
  try {
    for (const file of task.files) {
      for await (const text of plannedRows(file, task)) {
        if (text === null) rowsLeftOut += 1;
        else {
          const split = file.split === 'train' && shareOfRow(text, task.plan.seed) < below ? 'validation' : file.split;
          const output = await outputOf(split);
          output.rows += 1;
          rowsWritten += 1;
          const pending = output.out.text(`${text}\n`);
          if (pending) await pending;
        }
        if ((rowsWritten + rowsLeftOut) % 1_000 === 0) told(rowsWritten, rowsLeftOut);
      }
    }
    const files: WrittenFile[] = [];
    for (const split of splits) {
      const output = outputs.get(split);
      if (!output) continue;
      await output.out.finish();
      files.push({ path: `${split}.jsonl`, split, rows: output.rows, bytes: output.out.bytes });
      outputs.delete(split);
    }
    return { rowsWritten, rowsLeftOut, files };
  } finally {
    for (const { out } of outputs.values()) await out.abandon();
  }
}

/** Rows of train whose number is below this go to validation. */
async function validationBelow(task: Extract<RowsTask, { kind: 'write' }>): Promise<number> {
  const { validationShare, seed } = task.plan;
  const train = task.files.filter(({ split }) => split === 'train');
  if (validationShare === 0 || train.length < task.files.filter(({ split }) => split !== 'test').length) return 0;
  const shares: number[] = [];
  for (const file of train) {
    for await (const text of plannedRows(file, task)) {
      if (text !== null) shares.push(shareOfRow(text, seed));
      if (shares.length > mostRowsForExact) return validationShare;
    }
  }
  if (shares.length < 2) return 0;
  shares.sort((a, b) => a - b);
  const wanted = Math.min(shares.length - 1, Math.max(1, Math.round(shares.length * validationShare)));
  return shares[wanted] ?? 0;
}

/** A line of the edits. */
const editLine = z.object({ text: z.string() });

/** Every row of a file as it is to be written; null for one that is left out. */
async function* plannedRows(
  { source, leftOut, recheck, edits }: FileToWrite,
  { plan, editsPath }: Extract<RowsTask, { kind: 'write' }>,
): AsyncGenerator<string | null> {
  const editTexts = edits.length > 0 ? await open(editsPath, 'r') : null;
  try {
    let nextLeftOut = 0;
    let nextEdit = 0;
    const seen = recheck.includes('duplicate') ? new Set<string>() : null;
    for await (const batch of streamRows(source)) {
      for (const { row, text } of batch) {
        while (nextLeftOut < leftOut.length && (leftOut[nextLeftOut] ?? 0) < row) nextLeftOut += 1;
        while (nextEdit < edits.length && (edits[nextEdit]?.row ?? 0) < row) nextEdit += 1;
        const edit = edits[nextEdit];
        const edited = edit?.row === row && text !== null && edit.was === markOfRow(text) ? edit : null;
        if (edited && editTexts && !edited.dropped) {
          const { buffer, bytesRead } = await editTexts.read(Buffer.alloc(edited.bytes), 0, edited.bytes, edited.at);
          yield written(editLine.parse(JSON.parse(buffer.toString('utf8', 0, bytesRead))).text, plan.mapping);
        } else if (
          edited ||
          text === null ||
          leftOut[nextLeftOut] === row ||
          (recheck.length > 0 && hasProblem(text, recheck, seen))
        )
          yield null;
        else yield written(text, plan.mapping);
      }
    }
  } finally {
    await editTexts?.close();
  }
}

/** Of those that a row tells by itself, or by having stood before. */
function hasProblem(text: string, kinds: readonly RowProblem[], seen: Set<string> | null): boolean {
  if (factsOfLine(text).faults.some(({ kind }) => kinds.includes(kind))) return true;
  if (!seen) return false;
  const mark = markOfRow(text);
  if (seen.has(mark)) return true;
  seen.add(mark);
  return false;
}

/** On one line. Null for what is no JSON object, or does not fit. */
function written(text: string, mapping: Mapping | null): string | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  if (mapping === null) return text.includes('\n') || text.includes('\r') ? JSON.stringify(value) : text;
  const mapped = applyMapping(value, mapping);
  return 'row' in mapped ? JSON.stringify(mapped.row) : null;
}
