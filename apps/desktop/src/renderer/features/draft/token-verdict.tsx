// What the limit does to the rows, in one sentence, and the limit that does less.
import { Check, Scissors, X } from 'lucide-react';
import type { RowName } from '@hubdesk/shared/datasets/draft';
import type { TokenReport } from '@hubdesk/shared/datasets/token-report';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { formatPlural, formatWhole } from '../../ui/format-count.ts';
import { rowsLonger } from './histogram-scale.ts';
import { lengthThatKeepsAll, lengthThatKeepsMost } from './max-length-advice.ts';

export interface TokenVerdictProps {
  report: TokenReport;
  /** The line's place now; the report may be of where it was. */
  maxLength: number;
  counting: boolean;
  onMaxLength: (tokens: number) => void;
  onRow: (row: RowName) => void;
}

export function TokenVerdict({ report, maxLength, counting, onMaxLength, onRow }: TokenVerdictProps) {
  const isFresh = report.maxLength === maxLength;
  const { rowsWithoutAnswer, cutRows, refusedRows, firstRefusal } = report;
  const all = lengthThatKeepsAll(report);
  const most = lengthThatKeepsMost(report);
  const soFar = counting ? ' so far' : '';
  const losesAnswers = isFresh && rowsWithoutAnswer > 0;
  const nothingCounted = !counting && report.rows > 0 && refusedRows === report.rows;
  const title = nothingCounted
    ? 'No row can be counted'
    : !isFresh
      ? `About ${formatPlural(rowsLonger(report.histogram, maxLength), 'row')} would be cut`
      : losesAnswers
        ? `${formatPlural(rowsWithoutAnswer, 'row')} ${rowsWithoutAnswer === 1 ? 'loses its' : 'lose their'} whole answer${soFar}`
        : cutRows > 0
          ? `${formatPlural(cutRows, 'row')} cut, and each keeps some of its answer`
          : `No row is cut${soFar}`;
  return (
    <section
      aria-label="What is cut"
      className={cx(
        'grid gap-2 rounded-lg border p-4',
        losesAnswers ? 'border-loss-line bg-loss-soft' : 'border-line bg-surface',
      )}
    >
      <h2
        className={cx(
          'flex items-center gap-2.5 text-lg font-semibold tabular-nums',
          losesAnswers ? 'text-loss' : 'text-ink',
        )}
      >
        {nothingCounted ? (
          <X aria-hidden className="size-5" strokeWidth={2.25} />
        ) : isFresh && cutRows === 0 ? (
          <Check aria-hidden className="size-5 text-accent" strokeWidth={2.25} />
        ) : (
          <Scissors aria-hidden className="size-5" strokeWidth={1.75} />
        )}
        {title}
      </h2>
      {losesAnswers && (
        <p className="text-sm text-ink">
          {formatPlural(cutRows, 'row')} {cutRows === 1 ? 'is' : 'are'} longer than {formatWhole(maxLength)} tokens and
          cut. {rowsWithoutAnswer === cutRows ? 'Nothing' : `In ${formatWhole(rowsWithoutAnswer)} of them nothing`} is
          left to learn, though {rowsWithoutAnswer === 1 ? 'it is' : 'they are'} paid for.
        </p>
      )}
      {refusedRows > 0 && (
        <p className="text-sm text-ink-2">
          <span className="font-medium text-ink">
            {nothingCounted
              ? 'None would train as it is.'
              : `${formatPlural(refusedRows, 'row')} cannot be counted, and would not train.`}
          </span>{' '}
          {firstRefusal && (
            <>
              {firstRefusal.reason}{' '}
              <button
                type="button"
                onClick={() => onRow({ file: firstRefusal.file, row: firstRefusal.row })}
                className="rounded-sm text-accent-text underline decoration-accent-line underline-offset-3 hover:decoration-current"
              >
                See the first
              </button>
            </>
          )}
        </p>
      )}
      {isFresh && all !== null && (
        <div className="mt-1 flex flex-wrap gap-2">
          <Button variant={losesAnswers ? 'primary' : 'secondary'} size="small" onClick={() => onMaxLength(all)}>
            Set max_length to {formatWhole(all)}: nothing is lost
          </Button>
          {most !== null && (
            <Button size="small" onClick={() => onMaxLength(most)}>
              {formatWhole(most)}: 19 of 20 rows stay whole
            </Button>
          )}
        </div>
      )}
    </section>
  );
}
