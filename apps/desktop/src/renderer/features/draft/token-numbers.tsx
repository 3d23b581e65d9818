// The numbers of a count, as they are wanted for a training.
import type { ReactNode } from 'react';
import type { RowName } from '@hubdesk/shared/datasets/draft';
import type { TokenReport } from '@hubdesk/shared/datasets/token-report';
import { stepsOf } from '@hubdesk/shared/datasets/training-steps';
import { formatWhole } from '../../ui/format-count.ts';

/** The trainer's own default, on one device. */
const usualBatch = 8;

export function TokenNumbers({ report, onRow }: { report: TokenReport; onRow: (row: RowName) => void }) {
  const { median, p95, longest, tokens, tokensKept, trainedTokensKept, cutRows, rowsWithoutAnswer } = report;
  const { rowsTotal, refusedRows, evaluationRows } = report;
  const steps = stepsOf({ rows: rowsTotal - refusedRows, epochs: 1, batch: usualBatch, accumulation: 1, devices: 1 });
  return (
    <dl className="grid grid-cols-[repeat(auto-fill,minmax(8.5rem,1fr))] gap-x-4 gap-y-3.5">
      <Figure name="Half are shorter than">{formatWhole(median)}</Figure>
      <Figure name="19 of 20 are shorter than">{formatWhole(p95)}</Figure>
      <Figure name="Longest">
        {longest ? (
          <button
            type="button"
            onClick={() => onRow({ file: longest.file, row: longest.row })}
            className="rounded-sm text-accent-text underline decoration-accent-line underline-offset-3 hover:decoration-current"
          >
            {formatWhole(longest.tokens)}
            <span className="sr-only"> tokens, show the row</span>
          </button>
        ) : (
          '–'
        )}
      </Figure>
      <Figure name="Rows cut">{formatWhole(cutRows)}</Figure>
      <Figure name="Rows without answer">{formatWhole(rowsWithoutAnswer)}</Figure>
      <Figure name="Tokens in all">{formatWhole(tokens)}</Figure>
      <Figure name="Tokens an epoch">{formatWhole(tokensKept)}</Figure>
      <Figure name="Learned an epoch">{formatWhole(trainedTokensKept)}</Figure>
      <Figure name={`Steps, ${usualBatch} rows each`}>{formatWhole(steps)}</Figure>
      {evaluationRows > 0 && <Figure name="Rows for validation">{formatWhole(evaluationRows)}</Figure>}
    </dl>
  );
}

function Figure({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-xs text-ink-3">{name}</dt>
      <dd className="text-base text-ink tabular-nums">{children}</dd>
    </div>
  );
}
