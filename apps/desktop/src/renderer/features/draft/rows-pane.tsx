// The rows themselves, always at hand: found, filtered, walked through with the
// keyboard, and the open one below.
import { useCallback, useRef, useState } from 'react';
import type { DraftRow, RowName } from '@hubdesk/shared/datasets/draft';
import { explain } from '../../api/explain.ts';
import { toFailure } from '../../api/failure.ts';
import { cx } from '../../ui/cx.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Button } from '../../ui/button.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { formatBytes } from '../../ui/format-bytes.ts';
import { formatPlural } from '../../ui/format-count.ts';
import { GridList, type GridListHandle } from '../../ui/grid-list.tsx';
import { visibleText } from '../../ui/visible-text.ts';
import { sidesOf } from './read-row.ts';
import { markPx, numberPx, RowCells, RowSkeleton, valueOf } from './row-cells.tsx';
import { tableColumns } from './row-columns.ts';
import { RowDetails } from './row-details.tsx';
import { isSameRow, placeOfRow } from './row-place.ts';
import { filterOf } from './row-scope.ts';
import { RowsToolbar } from './rows-toolbar.tsx';
import type { Desk } from './use-desk.ts';
import { useRowPages } from './use-row-pages.ts';
import { useRowSearch } from './use-row-search.ts';

const linePx = 36;
const conversationPx = 58;
const headingsPx = 32;
const filePx = 144;
/** Tell whether there are conversations, and how wide a column is. */
const sampleRows = 20;

export function RowsPane({ desk, className }: { desk: Desk; className?: string }) {
  const { draft, report, search, go } = desk;
  const file = search.file ?? null;
  const text = search.q ?? '';
  const isSearch = text !== '';
  const filter = filterOf(search.show);
  const files = report?.files ?? [];
  const isAll = filter.kind === 'all' && !isSearch;
  const expected = isAll
    ? file === null
      ? (report?.rows ?? 0)
      : (files.find(({ path }) => path === file)?.rows ?? 0)
    : 0;
  const pages = useRowPages(draft.id, file, filter, expected, !isSearch);
  const looked = useRowSearch(draft.id, file, text);

  const found = looked.found?.rows ?? [];
  const total = isSearch ? found.length : pages.total;
  const rowAt = (index: number): DraftRow | undefined => (isSearch ? found[index] : pages.rowAt(index));

  const question = JSON.stringify([file, filter, text]);
  const open = search.row === undefined ? null : { file: search.of ?? files[0]?.path ?? '', row: search.row };
  // The open row's own place where it can be told, otherwise where the mark was left.
  const [mark, setMark] = useState({ at: 0, under: question });
  const markAt = mark.under === question ? mark.at : 0;
  const openPlace = open === null ? null : isAll ? placeOfRow(files, file, open) : placeAmongShown(open);
  const active = openPlace ?? markAt;
  const setActive = (at: number) => setMark({ at, under: question });

  const grid = useRef<GridListHandle>(null);
  const field = useRef<HTMLInputElement>(null);
  const nothing = useCallback(() => {}, []);

  const first = rowAt(0);
  const sample = Array.from({ length: Math.min(total, sampleRows) }, (_, at) => rowAt(at)).flatMap((row) => {
    const value = row ? valueOf(row) : null;
    return value === null ? [] : [value];
  });
  const hasConversations = sample.some((value) => sidesOf(value).some(({ isConversation }) => isConversation));
  const view = search.view ?? (hasConversations ? 'conversation' : 'columns');
  const isConversation = view === 'conversation' && hasConversations;
  const { shown, hidden } = tableColumns(report?.columns ?? [], sample);
  const showsFile = files.length > 1 && file === null;
  const edgePx = numberPx + markPx + (showsFile ? filePx : 0) + 16;
  const minWidthPx = isConversation ? 0 : edgePx + shown.reduce((sum, { widthPx }) => sum + widthPx, 0);

  function placeAmongShown(name: RowName): number | null {
    if (isSameRow(rowAt(markAt), name)) return markAt;
    const at = found.findIndex((row) => isSameRow(row, name));
    return at === -1 ? null : at;
  }
  function openAt(index: number) {
    setActive(index);
    const row = rowAt(index);
    if (row) go({ row: row.row, of: files.length > 1 ? row.file : undefined });
    else if (isAll && (file !== null || files.length <= 1)) go({ row: index, of: file ?? undefined });
  }
  function close() {
    go({ row: undefined, of: undefined });
    setActive(active);
    grid.current?.focus();
  }
  function moveTo(index: number) {
    // Details that are open follow the mark.
    if (open) openAt(index);
    else setActive(index);
  }

  const failure = isSearch ? looked.failure : pages.error ? toFailure(pages.error) : null;
  const isWaiting = isSearch ? looked.phase === 'running' : pages.waiting || desk.check.phase === 'running';
  return (
    // Escape closes the open row, wherever here the focus is.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <section
      aria-label="Rows"
      className={cx('flex min-h-0 min-w-0 flex-col', className)}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented || !open) return;
        event.preventDefault();
        close();
      }}
    >
      <RowsToolbar
        desk={desk}
        view={view}
        hasConversations={hasConversations}
        count={countWords()}
        total={total}
        onGoTo={(row) => {
          moveTo(row);
          grid.current?.focus();
        }}
        onDown={() => grid.current?.focus()}
        field={field}
      />
      <p role="status" className="sr-only">
        {isSearch && looked.phase !== 'running' ? countWords() : ''}
      </p>
      {failure && (
        <ErrorNotice
          explanation={explain(failure)}
          onRetry={isSearch ? looked.retry : pages.retry}
          className="mx-4 mb-3"
        />
      )}
      {total === 0 && !isWaiting && !failure ? (
        <div className="min-h-0 flex-1 overflow-y-auto border-t border-line">
          <NoRows desk={desk} searched={isSearch} />
        </div>
      ) : (
        <GridList
          ref={grid}
          label="Rows"
          className="min-h-40 flex-1 border-t border-line focus-visible:outline-none"
          total={total === 0 && isWaiting ? 12 : total}
          rowPx={isConversation ? conversationPx : linePx}
          headingsPx={headingsPx}
          minWidthPx={minWidthPx}
          resetKey={question}
          active={active}
          onActive={moveTo}
          selected={openPlace}
          onOpen={openAt}
          onRange={isSearch ? nothing : pages.onRange}
          headings={
            <div className="flex h-full items-center border-b border-line-strong pr-4 text-xs font-medium text-ink-3">
              <span role="columnheader" className="shrink-0 pr-2 text-right" style={{ width: numberPx }}>
                {first?.line === null ? 'Row' : 'Line'}
              </span>
              <span role="columnheader" className="shrink-0" style={{ width: markPx }}>
                <span className="sr-only">State</span>
              </span>
              {showsFile && (
                <span role="columnheader" className="w-36 shrink-0">
                  File
                </span>
              )}
              {isConversation ? (
                <span role="columnheader" className="flex-1">
                  Conversation
                </span>
              ) : (
                shown.map(({ name, widthPx, align }, at) => (
                  <span
                    key={name}
                    role="columnheader"
                    title={name}
                    className={cx(
                      'truncate pr-4',
                      at === shown.length - 1 ? 'min-w-0 flex-1' : 'shrink-0',
                      align === 'end' && 'text-right',
                    )}
                    style={at === shown.length - 1 ? undefined : { width: widthPx }}
                  >
                    <bdi>{visibleText(name)}</bdi>
                    {at === shown.length - 1 && hidden > 0 && (
                      <span className="font-normal"> and {hidden} more in the details</span>
                    )}
                  </span>
                ))
              )}
            </div>
          }
          renderRow={(index, state) => {
            const row = rowAt(index);
            return row ? (
              <RowCells row={row} columns={shown} conversation={isConversation} showsFile={showsFile} {...state} />
            ) : (
              <RowSkeleton index={index} />
            );
          }}
        />
      )}
      {open && (
        <RowDetails
          desk={desk}
          name={open}
          known={isSameRow(rowAt(active), open) ? rowAt(active) : undefined}
          onMove={(step) => {
            const next = active + step;
            if (next >= 0 && next < total) openAt(next);
          }}
          canMove={{ back: active > 0, on: active < total - 1 }}
          onClose={close}
        />
      )}
    </section>
  );

  function countWords(): string {
    if (isSearch) {
      const { found: state, phase, isFull } = looked;
      const words = formatPlural(found.length, 'row');
      if (isFull) return `The first ${words} with “${text}”`;
      if (phase !== 'running') return `${words} with “${text}”`;
      const read =
        state && state.bytesTotal > 0
          ? `, ${formatBytes(state.bytesRead)} of ${formatBytes(state.bytesTotal)} read`
          : '';
      return `${words} so far${read}`;
    }
    if (total === 0) return isWaiting ? 'Reading' : 'No rows';
    const suffix = pages.counting ? ' so far' : '';
    return `${formatPlural(total, 'row')}${suffix}`;
  }
}

function NoRows({ desk, searched }: { desk: Desk; searched: boolean }) {
  const { go } = desk;
  if (searched) {
    return (
      <EmptyState
        title="No row has these words"
        action={<Button onClick={() => go({ q: undefined })}>Show all rows</Button>}
      >
        Upper and lower case do not matter; everything else must stand in the row as you typed it.
      </EmptyState>
    );
  }
  if (desk.search.show !== undefined || desk.search.file !== undefined) {
    return (
      <EmptyState
        title="No such rows"
        action={<Button onClick={() => go({ show: undefined, file: undefined })}>Show all rows</Button>}
      >
        Nothing here is left of what you filtered for.
      </EmptyState>
    );
  }
  return (
    <EmptyState title="No rows">There is nothing to read in what was opened. The list of files says why.</EmptyState>
  );
}
