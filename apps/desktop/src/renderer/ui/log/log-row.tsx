// One line in its place: its number, how grave it is, its text, and what is
// missing before it. Its time shows while the pointer is on it.
import { memo } from 'react';
import type { LogLine } from '@hubdesk/shared/train/run';
import { cx } from '../cx.ts';
import { Skeleton } from '../skeleton.tsx';
import { LineText } from './line-text.tsx';
import { timeWords } from './log-words.ts';

export const logRowPx = 20;
/** More of a line shows when it is opened. */
export const mostRowCharacters = 1_000;

export interface LogRowProps {
  index: number;
  /** Undefined while it is on its way. */
  line: LogLine | undefined;
  /** The characters of it that this row shows. */
  from: number;
  to: number;
  digits: number;
  find: string;
  isCurrent: boolean;
  isSelected: boolean;
  onSelect: (index: number, extend: boolean) => void;
}

export const LogRow = memo(function LogRow(props: LogRowProps) {
  const { index, line, from, to, digits, find, isCurrent, isSelected, onSelect } = props;
  const isFirst = from === 0;
  const isGrave = line?.level === 'error';
  const isWarning = line?.level === 'warning';
  const hidden = line && to === mostRowCharacters ? Math.max(0, line.text.length - to) : 0;
  return (
    <div
      className={cx(
        'group/row relative flex h-full items-center pr-4 whitespace-pre',
        isCurrent || isSelected ? 'bg-accent-soft' : isGrave ? 'bg-loss-soft' : 'hover:bg-hover',
      )}
    >
      <span
        aria-hidden
        className={cx(
          'absolute inset-y-0 left-0 w-0.5',
          isCurrent ? 'w-1 bg-accent' : isGrave ? 'bg-loss' : isWarning && 'bg-ink-3',
        )}
      />
      <button
        type="button"
        tabIndex={-1}
        aria-label={`Open line ${(line?.line ?? index) + 1}`}
        onClick={(event) => onSelect(index, event.shiftKey)}
        style={{ width: `calc(${digits}ch + 2.25rem)` }}
        className="h-full shrink-0 pr-4 text-right text-ink-3 tabular-nums select-none hover:text-accent-text"
      >
        {isFirst && (line?.line ?? index) + 1}
      </button>
      {line ? (
        <span className={cx(line.event && 'text-ink-3')}>
          {isFirst && isGrave && <span className="sr-only">Error: </span>}
          {isFirst && isWarning && <span className="sr-only">Warning: </span>}
          <LineText text={line.text} find={find} from={from} to={to} />
        </span>
      ) : (
        <Skeleton className="h-2.5 w-64" />
      )}
      {(hidden > 0 || (isFirst && line?.cut)) && (
        <button
          type="button"
          tabIndex={-1}
          onClick={() => onSelect(index, false)}
          className="ml-2 rounded-sm border border-line-strong bg-surface px-1.5 font-sans text-xs text-ink-2 select-none hover:text-ink"
        >
          {hidden > 0 ? `${hidden.toLocaleString('en')} more characters` : 'cut here'}
        </button>
      )}
      {isFirst && line?.missingBefore !== undefined && <Gap missing={line.missingBefore} />}
      {isFirst && line && line.at !== null && (
        <time
          dateTime={line.at}
          className="sticky right-0 ml-auto hidden h-full items-center bg-hover pl-4 text-ink-3 select-none group-hover/row:flex"
        >
          {timeWords(line.at)}
        </time>
      )}
    </div>
  );
});

/** On the border to the line before: nothing was between them that anybody still has. */
function Gap({ missing }: { missing: number | null }) {
  return (
    <span className="pointer-events-none absolute inset-x-0 top-0 border-t border-dashed border-edge select-none">
      <span className="sticky left-0 float-right mr-4 -translate-y-1/2 rounded-sm border border-line-strong bg-surface px-1.5 font-sans text-xs leading-4 text-ink-2">
        {missing === null
          ? 'Lines are missing here'
          : missing === 1
            ? 'One line is missing here'
            : `${missing.toLocaleString('en')} lines are missing here`}
      </span>
    </span>
  );
}
