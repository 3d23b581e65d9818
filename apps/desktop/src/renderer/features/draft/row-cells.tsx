// One row of the table: its number, what is wrong with it, and either its
// columns or its conversation.
import { PencilLine } from 'lucide-react';
import type { DraftRow } from '@hubdesk/shared/datasets/draft';
import { cx } from '../../ui/cx.ts';
import { Skeleton } from '../../ui/skeleton.tsx';
import { visibleText } from '../../ui/visible-text.ts';
import { RowMark } from './problem-mark.tsx';
import { readRow, type RowValue, sidesOf } from './read-row.ts';
import { RoleLabel } from './role-label.tsx';
import { cellText, oneLine, type TableColumn, valueIn } from './row-columns.ts';

export interface RowCellsProps {
  row: DraftRow;
  columns: readonly TableColumn[];
  conversation: boolean;
  showsFile: boolean;
  active: boolean;
  selected: boolean;
}

const parsed = new WeakMap<DraftRow, { value: RowValue | null }>();

/** Read once a row, however often it is drawn. */
export function valueOf(row: DraftRow): RowValue | null {
  const known = parsed.get(row);
  if (known) return known.value;
  const value = readRow(row);
  parsed.set(row, { value });
  return value;
}

export const numberPx = 76;
export const markPx = 28;

export function RowCells({ row, columns, conversation, showsFile, active, selected }: RowCellsProps) {
  const value = valueOf(row);
  const isDropped = row.edit === 'dropped';
  return (
    <div
      className={cx(
        'flex h-full items-center border-b border-line pr-4',
        selected ? 'bg-accent-soft' : active ? 'group-focus-visible/list:bg-hover' : 'hover:bg-hover',
        active && 'group-focus-visible/list:shadow-[inset_3px_0_0_var(--color-accent)]',
      )}
    >
      <div
        role="gridcell"
        className="shrink-0 pr-2 text-right font-mono text-xs text-ink-3 tabular-nums"
        style={{ width: numberPx }}
      >
        {(row.line ?? row.row + 1).toLocaleString('en')}
      </div>
      <div role="gridcell" className="grid shrink-0 place-items-center" style={{ width: markPx }}>
        {row.edit === 'changed' ? (
          <span title="Changed by hand">
            <PencilLine aria-hidden className="size-3.5 text-accent-text" strokeWidth={2} />
            <span className="sr-only">Changed by hand</span>
          </span>
        ) : (
          <RowMark problems={row.problems} />
        )}
      </div>
      {showsFile && (
        <div role="gridcell" className="w-36 shrink-0 truncate pr-3 text-xs text-ink-3" title={row.file}>
          <bdi>{visibleText(row.file)}</bdi>
        </div>
      )}
      {isDropped && <span className="sr-only">Left out</span>}
      {value === null ? (
        <div
          role="gridcell"
          className={cx('min-w-0 flex-1 truncate font-mono text-xs text-ink-2', isDropped && 'text-ink-3 line-through')}
        >
          <bdi>{oneLine(row.text)}</bdi>
        </div>
      ) : conversation ? (
        <ConversationCell value={value} dropped={isDropped} />
      ) : (
        columns.map(({ name, widthPx, align }, at) => (
          <div
            key={name}
            role="gridcell"
            className={cx(
              'truncate pr-4 text-sm text-ink',
              at === columns.length - 1 ? 'min-w-0 flex-1' : 'shrink-0',
              align === 'end' && 'text-right tabular-nums',
              isDropped && 'text-ink-3 line-through',
            )}
            style={at === columns.length - 1 ? undefined : { width: widthPx }}
          >
            <bdi>{cellText(valueIn(value, name))}</bdi>
          </div>
        ))
      )}
    </div>
  );
}

/** The first thing asked and the last thing answered; how much lies between. */
function ConversationCell({ value, dropped }: { value: RowValue; dropped: boolean }) {
  const groups = sidesOf(value);
  const found = groups.find(({ isConversation }) => isConversation);
  const sides = found ? found.sides : groups.flatMap(({ sides: some }) => some);
  const first = sides.find(({ kind }) => kind === 'user') ?? sides[0];
  const last = sides.findLast((side) => side !== first && side.kind !== 'system');
  const between = sides.length - (first ? 1 : 0) - (last ? 1 : 0);
  return (
    <div role="gridcell" className={cx('grid min-w-0 flex-1 gap-0.5', dropped && 'line-through opacity-60')}>
      {[first, last].map(
        (side, at) =>
          side && (
            <div key={at} className="flex min-w-0 items-center gap-2">
              <span className="w-18 shrink-0">
                <RoleLabel kind={side.kind} label={side.label} />
              </span>
              <span className="min-w-0 flex-1 truncate text-sm text-ink">
                <bdi>{oneLine(side.text)}</bdi>
              </span>
              {at === 1 && between > 0 && <span className="shrink-0 text-xs text-ink-3">+{between}</span>}
            </div>
          ),
      )}
    </div>
  );
}

export function RowSkeleton({ index }: { index: number }) {
  const widths = ['w-3/5', 'w-2/5', 'w-4/5', 'w-1/2'];
  return (
    <div role="gridcell" className="flex h-full items-center gap-4 border-b border-line pr-4" aria-busy="true">
      <span style={{ width: numberPx - 8 }} className="flex shrink-0 justify-end">
        <Skeleton className="h-3 w-8" />
      </span>
      <Skeleton className={cx('ml-7 h-3', widths[index % widths.length])} />
    </div>
  );
}
