// All runs that are or were, as a table to read across: also those that the Hub
// has forgotten. Two to six of them can be compared.
import { ArrowDown, ArrowUp, NotebookPen } from 'lucide-react';
import { useState } from 'react';
import type { Run } from '@hubdesk/shared/train/run';
import { stateShape } from '../../api/run-words.ts';
import { formatMetric } from '../../ui/charts/metric-words.ts';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { formatUsd } from '../../ui/format-usd.ts';
import { StatusDot } from '../../ui/status-dot.tsx';
import { Time } from '../../ui/time.tsx';
import { Tooltip } from '../../ui/tooltip.tsx';
import { RowCheck } from './row-check.tsx';
import { RunActions } from './run-actions.tsx';
import { RunName, RunSources } from './run-name.tsx';
import { lossOf, stateWords } from './run-words.ts';
import { mostCompared, type RunsSort } from './runs-search.ts';

const pageRows = 100;

export interface HistoryTableProps {
  rows: readonly Run[];
  sort: RunsSort;
  reverse: boolean;
  onSort: (sort: RunsSort, reverse: boolean) => void;
  chosen: ReadonlySet<string>;
  onChoose: (run: string, chosen: boolean) => void;
}

export function HistoryTable({ rows, sort, reverse, onSort, chosen, onChoose }: HistoryTableProps) {
  const [most, setMost] = useState(pageRows);
  const heading = (by: RunsSort, label: string, className: string) => (
    <SortHeading
      label={label}
      className={className}
      isNumber={by !== 'name'}
      direction={sort !== by ? null : (by === 'when') === reverse ? 'ascending' : 'descending'}
      onPress={() => onSort(by, sort === by && !reverse)}
    />
  );
  return (
    <>
      <table className="w-full table-fixed border-collapse text-left">
        <caption className="sr-only">Runs</caption>
        <thead>
          <tr className="border-b border-line text-sm text-ink-3">
            <th scope="col" className="w-14 pl-6 rail:w-16 rail:pl-8">
              <span className="sr-only">Compare</span>
            </th>
            {heading('name', 'Run', '')}
            <th scope="col" className="w-50 font-normal max-rail:w-42">
              State
            </th>
            {heading('loss', 'Loss', 'w-24 text-right')}
            {heading('cost', 'Cost', 'w-24 text-right')}
            {heading('when', 'When', 'w-32 text-right max-rail:hidden')}
            <th scope="col" className="w-15 pr-6 rail:w-18 rail:pr-8">
              <span className="sr-only">More</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, most).map((run) => (
            <Row
              key={run.id}
              run={run}
              isChosen={chosen.has(run.id)}
              canChoose={chosen.size < mostCompared}
              onChoose={(is) => onChoose(run.id, is)}
            />
          ))}
        </tbody>
      </table>
      {rows.length > most && (
        <div className="px-6 pt-4 rail:px-8">
          <Button onClick={() => setMost(most + pageRows)}>
            Show {Math.min(pageRows, rows.length - most)} more of {(rows.length - most).toLocaleString('en')}
          </Button>
        </div>
      )}
    </>
  );
}

function SortHeading(props: {
  label: string;
  className: string;
  direction: 'ascending' | 'descending' | null;
  /** Its column ends at the right. */
  isNumber: boolean;
  onPress: () => void;
}) {
  const { label, className, direction, isNumber, onPress } = props;
  const Icon = direction === 'ascending' ? ArrowUp : ArrowDown;
  return (
    <th scope="col" aria-sort={direction ?? 'none'} className={cx('font-normal', className)}>
      <button
        type="button"
        onClick={onPress}
        className={cx(
          'group/sort inline-flex h-9 items-center gap-1 rounded-sm hover:text-ink',
          direction !== null && 'font-medium text-ink',
          isNumber && 'flex-row-reverse',
        )}
      >
        {label}
        <Icon
          aria-hidden
          className={cx('size-3.5', direction === null && 'opacity-0 group-hover/sort:opacity-60')}
          strokeWidth={1.75}
        />
      </button>
    </th>
  );
}

interface RowProps {
  run: Run;
  isChosen: boolean;
  canChoose: boolean;
  onChoose: (chosen: boolean) => void;
}

function Row({ run, isChosen, canChoose, onChoose }: RowProps) {
  const loss = lossOf(run);
  return (
    <tr className={cx('h-15 border-b border-line hover:bg-hover', isChosen && 'bg-accent-soft')}>
      <td className="pl-6 rail:pl-8">
        <RowCheck
          label={`Compare ${run.name}`}
          checked={isChosen}
          disabled={!isChosen && !canChoose}
          onChange={onChoose}
        />
      </td>
      <td className="pr-4">
        <span className="grid min-w-0">
          <span className="flex min-w-0 items-center gap-2">
            <RunName run={run} />
            {run.note !== '' && (
              <Tooltip content={run.note}>
                <span className="shrink-0 text-ink-3">
                  <NotebookPen aria-hidden className="size-3.5" strokeWidth={1.75} />
                  <span className="sr-only">Note: {run.note}</span>
                </span>
              </Tooltip>
            )}
          </span>
          <RunSources run={run} brief className="text-sm text-ink-3" />
        </span>
      </td>
      <td className="pr-3 text-sm text-ink-2">
        <span className="flex items-center gap-2">
          <StatusDot shape={stateShape(run)} />
          <span className="min-w-0">{stateWords(run)}</span>
        </span>
      </td>
      <td className="text-right text-sm text-ink tabular-nums">
        {loss === null ? (
          <None />
        ) : (
          <span title={loss.evaluated ? 'On rows it did not train on' : 'On the rows it trained on'}>
            {formatMetric(loss.value)}
            {loss.evaluated && <span className="block text-xs text-ink-3">evaluation</span>}
          </span>
        )}
      </td>
      <td className="text-right text-sm text-ink-2 tabular-nums">
        {run.costUsd === null ? <None /> : formatUsd(run.costUsd)}
      </td>
      <td className="text-right text-sm text-ink-3 max-rail:hidden">
        <Time iso={run.createdAt} />
      </td>
      <td className="pr-4 text-right rail:pr-6">
        <RunActions run={run} />
      </td>
    </tr>
  );
}

function None() {
  return (
    <span className="text-ink-3">
      <span aria-hidden>–</span>
      <span className="sr-only">not known</span>
    </span>
  );
}
