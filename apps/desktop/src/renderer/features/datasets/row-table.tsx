// One split as a table: a line a row, in full beside it when one is opened.
import { useState } from 'react';
import type { DatasetPage } from '@hubdesk/shared/datasets/dataset';
import { explain } from '../../api/explain.ts';
import { toFailure } from '../../api/failure.ts';
import { cx } from '../../ui/cx.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { formatPlural, formatWhole } from '../../ui/format-count.ts';
import { GridList } from '../../ui/grid-list.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { SlidePanel } from '../../ui/slide-panel.tsx';
import { cellText, readRow } from './cell-text.ts';
import { columnWidths } from './column-widths.ts';
import { RowPanel } from './row-panel.tsx';
import { type Part, useRows } from './use-rows.ts';

const rowPx = 40;
const headingsPx = 36;
const numberPx = 72;

/** Key it by the part. */
export function RowTable({ part }: { part: Part }) {
  const rows = useRows(part);
  const [active, setActive] = useState(0);
  const [opened, setOpened] = useState<number | null>(null);
  const columns = rows.page?.columns ?? [];
  // As the first page has them: they must not change while one scrolls.
  const [widths, setWidths] = useState<readonly number[] | null>(null);
  if (widths === null && rows.page) setWidths(columnWidths(rows.page));
  const template = `${numberPx}px ${(widths ?? []).map((width) => `minmax(${width}px, ${width}fr)`).join(' ')}`;
  const openedRow = opened === null ? undefined : rows.rowAt(opened);

  return (
    <div className="relative flex min-h-0 flex-1 overflow-hidden">
      <div className="flex min-w-0 flex-1 flex-col">
        {rows.error !== null && (
          <ErrorNotice
            className="mx-6 my-4 rail:mx-8"
            explanation={explain(toFailure(rows.error))}
            onRetry={rows.retry}
            retrying={rows.retrying}
          />
        )}
        {rows.page && rows.total === 0 ? (
          <p className="flex-1 px-6 py-8 text-ink-2 rail:px-8">This split has no rows.</p>
        ) : (
          (rows.page || rows.error === null) && (
            <GridList
              label={`Rows of ${part.split}`}
              className="min-h-0 flex-1 focus-visible:outline-none"
              // Until the first page tells the columns, rows stand for what is coming.
              total={rows.page ? rows.total : 20}
              rowPx={rowPx}
              headingsPx={headingsPx}
              minWidthPx={numberPx + (widths ?? []).reduce((sum, width) => sum + width, 0)}
              headings={<Headings columns={columns} template={template} />}
              active={active}
              onActive={(index) => {
                setActive(index);
                if (opened !== null) setOpened(index);
              }}
              selected={opened}
              onOpen={(index) => setOpened(opened === index ? null : index)}
              onRange={rows.follow}
              resetKey={part.split}
              renderRow={(index, state) => (
                <RowLine index={index} row={rows.rowAt(index)} columns={columns} template={template} {...state} />
              )}
            />
          )
        )}
        {rows.page && (
          <p className="flex min-h-10 flex-wrap items-center justify-between gap-x-6 border-t border-line px-6 py-2 text-sm text-ink-3 rail:px-8">
            <span role="status">
              {rows.isCounted ? formatPlural(rows.total, 'row') : 'Nobody has counted these rows; scroll on for more'}
            </span>
            <span>{sourceWords[rows.page.from]}</span>
          </p>
        )}
      </div>
      <SlidePanel
        subject={opened === null ? null : 'row'}
        className="absolute inset-y-0 right-0 z-10 w-[min(100%,29rem)] border-l border-line-strong max-wide:shadow-float wide:relative wide:shrink-0"
      >
        {opened !== null && (
          <RowPanel key={opened} index={opened} row={openedRow} columns={columns} onClose={() => setOpened(null)} />
        )}
      </SlidePanel>
    </div>
  );
}

const sourceWords: Record<DatasetPage['from'], string> = {
  viewer: 'From the Hub’s viewer',
  files: 'The Hub’s viewer has none of it, so Hubdesk reads the files itself',
};

function Headings({ columns, template }: { columns: DatasetPage['columns']; template: string }) {
  return (
    <div
      className="grid h-full items-center border-b border-line-strong bg-paper text-xs font-medium text-ink-3"
      style={{ gridTemplateColumns: template }}
    >
      <span role="columnheader" className="pr-4 text-right">
        Row
      </span>
      {columns.map(({ name, type }) => (
        <span key={name} role="columnheader" className="truncate px-3">
          <span className="text-ink-2">{name}</span> {type}
        </span>
      ))}
    </div>
  );
}

interface RowLineProps {
  index: number;
  row: DatasetPage['rows'][number] | undefined;
  columns: DatasetPage['columns'];
  template: string;
  active: boolean;
  selected: boolean;
}

function RowLine({ index, row, columns, template, active, selected }: RowLineProps) {
  const values = row && readRow(row.text);
  return (
    <div
      className={cx(
        'grid h-full items-center border-b border-line text-sm whitespace-nowrap text-ink',
        selected ? 'bg-accent-soft' : 'hover:bg-hover',
        active && 'group-focus-visible/list:bg-hover group-focus-visible/list:shadow-[inset_3px_0_var(--color-accent)]',
      )}
      style={{ gridTemplateColumns: template }}
    >
      <span role="gridcell" className="pr-4 text-right font-mono text-xs text-ink-3">
        {formatWhole(index + 1)}
      </span>
      {!row ? (
        <span role="gridcell" className="px-3">
          <Skeleton className="h-3 w-2/3" />
        </span>
      ) : values ? (
        columns.map(({ name }) => {
          const value = values[name];
          return (
            <span
              key={name}
              role="gridcell"
              className={cx('truncate px-3', typeof value === 'number' && 'font-mono text-xs tabular-nums')}
            >
              {value === null || value === undefined ? <span className="text-ink-3">empty</span> : cellText(value)}
            </span>
          );
        })
      ) : (
        <span role="gridcell" className="col-[2/-1] truncate px-3 font-mono text-xs text-ink-2">
          {cellText(row.text)}
        </span>
      )}
    </div>
  );
}
