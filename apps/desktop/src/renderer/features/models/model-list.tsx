// The list under its headings. Rows are the index's own, named by number; a
// heading orders the list by its column.
import { useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { Ref } from 'react';
import type { ModelIndex } from '@hubdesk/shared/models/model-index';
import { cx } from '../../ui/cx.ts';
import { Skeleton } from '../../ui/skeleton.tsx';
import { VirtualList, type VirtualListHandle } from '../../ui/virtual-list.tsx';
import { describeModel } from './describe-model.ts';
import { columnsFor, gap, type ModelColumn, twoLinesBelow } from './model-columns.ts';
import { lineClasses, ModelRowView } from './model-row-view.tsx';
import type { SortChoice } from './models-search.ts';

export interface ModelListProps {
  index: ModelIndex;
  /** Numbers of the rows to show. */
  found: Uint32Array;
  typed: string;
  /** What is asked: another one begins at the top again, further rows do not. */
  question: unknown;
  favourites: ReadonlySet<string>;
  chosen: string | null;
  /** Whose details are open. */
  selected: string | null;
  sort: SortChoice | undefined;
  onSort: (sort: SortChoice) => void;
  onOpen: (id: string) => void;
  onFavourite: (id: string) => void;
  ref: Ref<VirtualListHandle>;
}

const oneLine = 44;
const twoLines = 64;

export function ModelList(props: ModelListProps) {
  const { index, found, typed, question, favourites, chosen, selected, onOpen, onFavourite, ref } = props;
  const { columns, frame } = useColumns();
  return (
    <div
      ref={frame}
      className="flex min-h-0 flex-1 flex-col"
      // The star of a row: an option can hold no button, so its list listens. The keyboard has `f`.
      onClickCapture={(event) => {
        const star = event.target instanceof Element && event.target.closest('[data-star]');
        const id = star && star.closest<HTMLElement>('[data-model]')?.dataset.model;
        if (!id) return;
        event.stopPropagation();
        onFavourite(id);
      }}
    >
      {columns !== null && <Headings columns={columns} sort={props.sort} onSort={props.onSort} />}
      <VirtualList
        ref={ref}
        label="Models"
        // The mark of the row shows where the focus is.
        className="min-h-0 flex-1 focus-visible:outline-none"
        items={found}
        keyOf={(number) => index.row(number).id}
        labelOf={(number) => {
          const row = index.row(number);
          return describeModel(row, { favourite: favourites.has(row.id), chosen: row.id === chosen });
        }}
        resetKey={question}
        reuseRows
        capacity={index.size}
        rowHeight={columns === null ? twoLines : oneLine}
        selectedKey={selected}
        onSelect={(number) => onOpen(index.row(number).id)}
        onKey={(event, number) => {
          if (event.key.toLowerCase() !== 'f' || event.ctrlKey || event.metaKey || event.altKey) return false;
          if (number !== undefined) onFavourite(index.row(number).id);
          return true;
        }}
        renderRow={(number, { active, selected: isOpen }) => {
          const row = index.row(number);
          return (
            <ModelRowView
              row={row}
              typed={typed}
              columns={columns}
              favourite={favourites.has(row.id)}
              chosen={row.id === chosen}
              active={active}
              selected={isOpen}
            />
          );
        }}
      />
    </div>
  );
}

function Headings({
  columns,
  sort,
  onSort,
}: {
  columns: readonly ModelColumn[];
  sort: SortChoice | undefined;
  onSort: (sort: SortChoice) => void;
}) {
  return (
    <div className={cx(lineClasses, 'h-9 shrink-0 border-b border-line-strong font-medium text-ink-3')}>
      <span className="flex-1 text-xs">Model</span>
      <div
        className="grid font-mono text-xs"
        style={{
          gridTemplateColumns: columns.map(({ width }) => `${width}ch`).join(' '),
          columnGap: `${gap}ch`,
        }}
      >
        {columns.map((column) => (
          <span
            key={column.key}
            className={cx('flex h-6 items-center font-sans', column.align === 'end' && 'justify-end')}
          >
            {column.sort ? (
              <button
                type="button"
                title={column.meaning}
                aria-label={`${column.heading}: order by ${column.meaning.toLowerCase()}`}
                aria-pressed={sort === column.sort}
                onClick={() => column.sort && onSort(column.sort)}
                className="-mx-1 h-6 rounded-sm px-1 whitespace-nowrap hover:bg-hover hover:text-ink aria-pressed:text-accent-text"
              >
                {column.heading}
              </button>
            ) : (
              <span title={column.meaning} className="whitespace-nowrap">
                {column.heading}
              </span>
            )}
          </span>
        ))}
      </div>
      <span className="w-10 text-xs">Can</span>
      <span className="w-8" />
    </div>
  );
}

/** Rows that are on their way, in the shape they will have. */
export function ModelListSkeleton() {
  const { columns, frame } = useColumns();
  return (
    <div ref={frame} aria-hidden className="min-h-0 flex-1 overflow-hidden">
      {columns !== null && <div className="h-9 border-b border-line-strong" />}
      {Array.from({ length: 24 }, (_, row) => (
        <div
          key={row}
          className={cx(
            'border-b border-line',
            columns === null ? 'grid h-16 content-center gap-2 px-6' : cx(lineClasses, 'h-11'),
          )}
        >
          <span className="flex-1">
            <Skeleton className={cx('h-3.5', nameWidths[row % nameWidths.length])} />
          </span>
          {columns === null ? (
            <Skeleton className="h-3 w-3/4" />
          ) : (
            <>
              {columns.map(({ key, width }) => (
                <span key={key} style={{ width: `${width - 2}ch` }}>
                  <Skeleton className="h-3" />
                </span>
              ))}
              <span className="w-24" />
            </>
          )}
        </div>
      ))}
    </div>
  );
}

const nameWidths = ['w-1/2', 'w-2/3', 'w-2/5', 'w-3/5', 'w-1/3'];

/** The columns there is room for in the element `frame` is put on; null where there is only room for two lines. */
function useColumns() {
  const frame = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const element = frame.current;
    if (!element) return;
    const measure = () => setWidth(element.clientWidth);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const columns = useMemo(() => (width < twoLinesBelow ? null : columnsFor(width)), [width]);
  return { columns, frame };
}
