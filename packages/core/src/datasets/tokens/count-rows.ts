// The work of one job: its rows, mapped, rendered and measured.
import { applyMapping } from '@hubdesk/shared/datasets/apply-mapping';
import type { Mapping } from '@hubdesk/shared/datasets/mapping';
import { forEachLine } from './line-rows.ts';
import type { ModelTokenizer } from './model-files.ts';
import { packLengths, type SequenceLength } from './row-lengths.ts';
import { RowRefused, rowSequences, type RowKind } from './row-sequences.ts';
import type { Counted, TokenJob } from './token-task.ts';

export async function countRows(job: TokenJob, kind: RowKind, mapping: Mapping | null, tokenizer: ModelTokenizer): Promise<Counted> {
  const lengths: SequenceLength[] = [];
  const counted: Omit<Counted, 'lengths'> = { rows: 0, longest: null, refusedRows: 0, firstRefusal: null, maskMissingRows: 0 };
  const measure = (row: number, value: () => unknown) => {
    counted.rows += 1;
    try {
      const made = rowSequences(mappedRow(value(), mapping), kind, tokenizer);
      const tokens = Math.max(...made.map(({ ids }) => ids.length));
      if (tokens > (counted.longest?.tokens ?? -1)) counted.longest = { row, tokens };
      if (made.some(({ maskMissing }) => maskMissing !== null)) counted.maskMissingRows += 1;
      for (const { ids, trained } of made) lengths.push({ tokens: ids.length, trained });
    } catch (error) {
      if (!(error instanceof RowRefused)) throw error;
      counted.refusedRows += 1;
      counted.firstRefusal ??= { row, reason: error.message };
    }
  };
  if (job.kind === 'rows') job.rows.forEach((value, index) => measure(job.firstRow + index, () => value));
  else {
    let row = job.firstRow;
    let skipped = 0;
    await forEachLine(job.path, job.startByte, job.endByte, (line) => {
      const current = row;
      row += 1;
      while ((job.skip?.[skipped] ?? Infinity) < current) skipped += 1;
      if (job.skip?.[skipped] !== current) measure(current, () => parsed(line));
    });
  }
  return { ...counted, lengths: packLengths(lengths) };
}

function parsed(line: string | null): unknown {
  if (line === null) throw new RowRefused('The row is too long to be read.');
  try {
    return JSON.parse(line);
  } catch {
    throw new RowRefused('The row is not JSON.');
  }
}

/** The row as a mapping makes it; without one as it stands. Throws RowRefused where the mapping does not fit. */
export function mappedRow(row: unknown, mapping: Mapping | null): unknown {
  if (mapping === null) return row;
  const mapped = applyMapping(row, mapping);
  if ('problem' in mapped) throw new RowRefused(mapped.problem);
  return mapped.row;
}
