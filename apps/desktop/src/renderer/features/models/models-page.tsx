// The picker of warm text-generation models: search, filter, order and choose
// among all of them. The place (words, filters, order, details) is the address.
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useCallback, useMemo, useRef } from 'react';
import { orpc } from '../../api/client.ts';
import { explain } from '../../api/explain.ts';
import { useCatalogue } from '../../api/use-catalogue.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { formatPlural } from '../../ui/format-count.ts';
import { Loading } from '../../ui/skeleton.tsx';
import { SlidePanel } from '../../ui/slide-panel.tsx';
import { useSearchText } from '../../ui/use-search-text.ts';
import type { VirtualListHandle } from '../../ui/virtual-list.tsx';
import { type ModelsSearchChange, noFilters } from './active-filters.ts';
import { CatalogueStatus } from './catalogue-status.tsx';
import { FilterChips } from './filter-chips.tsx';
import { FilterButton } from './filter-panel.tsx';
import { findModels, type Sought } from './find-models.ts';
import { LostChoice } from './lost-choice.tsx';
import { ModelDetailsPanel } from './model-details.tsx';
import { ModelList, ModelListSkeleton } from './model-list.tsx';
import { type ModelsSearch, parseModelsSearch, type SortChoice, tidy } from './models-search.ts';
import { NoModels } from './no-models.tsx';
import { NotListed } from './not-listed.tsx';
import { ScopeSwitch } from './scope-switch.tsx';
import { SearchField } from './search-field.tsx';
import { SortSelect } from './sort-select.tsx';
import { useCalm } from './use-calm.ts';
import { useFavourites } from './use-favourites.ts';

const route = getRouteApi('/shell/models');

export function ModelsPage() {
  const navigate = route.useNavigate();
  const inAddress = route.useSearch({ select: (raw) => read(raw).q ?? '' });
  const opened = route.useSearch({ select: (raw) => read(raw).model ?? null });
  const question = route.useSearch({ select: questionOf, structuralSharing: true });
  const change = useCallback(
    (to: ModelsSearchChange) => void navigate({ search: (before) => tidy({ ...read(before), ...to }), replace: true }),
    [navigate],
  );
  const writeText = useCallback((q: string) => change({ q }), [change]);
  const setSort = useCallback((sort: SortChoice | undefined) => change({ sort }), [change]);
  const [text, setText] = useSearchText(inAddress, writeText);

  const lookFor = (words: string) => {
    setText(words);
    change({ ...noFilters, show: undefined, q: words });
  };

  const { feed, catalogue } = useCatalogue();
  const { shown, phase, failure } = catalogue;
  const { index } = shown;
  const { favourites, favouriteIds, recentIds, toggle } = useFavourites();
  const { data: selected } = useQuery(orpc.models.selected.queryOptions());

  const only = question.show === undefined ? null : question.show === 'favourites' ? favouriteIds : recentIds;
  const sought: Sought = useMemo(() => ({ text, search: question, only }), [text, question, only]);
  const found = useMemo(() => findModels(shown.index, sought), [shown, sought]);
  const calmCount = useCalm(found.length);

  const list = useRef<VirtualListHandle>(null);
  const goToList = useCallback(() => list.current?.focus(), []);
  const byKey = useRef(false);
  const open = (id: string) =>
    void navigate({ search: (before) => ({ ...read(before), model: id }), replace: opened !== null });
  const close = useCallback(() => {
    change({ model: undefined });
    list.current?.focus();
  }, [change]);

  const isLoading = phase === 'waiting' || phase === 'loading';
  const openedRow = opened === null ? undefined : index.find(opened);
  const notListed = only !== null && phase === 'done' ? only.filter((id) => index.find(id) === undefined) : [];

  return (
    <div
      className="relative flex h-full overflow-hidden"
      onKeyDownCapture={() => (byKey.current = true)}
      onPointerDownCapture={() => (byKey.current = false)}
    >
      <div className="flex min-w-0 flex-1 flex-col">
        <div className="grid gap-3 px-6 pt-6 pb-3 rail:px-8">
          <div className="flex items-end justify-between gap-6">
            <h1 tabIndex={-1} data-page-heading className="text-2xl font-semibold tracking-tight text-ink">
              Models
            </h1>
            <CatalogueStatus feed={feed} catalogue={catalogue} />
          </div>
          {selected?.warm === false && <LostChoice model={selected.selection.model} onSimilar={lookFor} />}
          <div className="flex flex-wrap gap-2">
            <SearchField
              text={text}
              onChange={setText}
              onDown={goToList}
              onEnter={() => found[0] !== undefined && open(index.row(found[0]).id)}
            />
            <FilterButton search={question} onChange={change} shown={shown} left={calmCount} />
            <SortSelect sort={question.sort} onChange={setSort} />
          </div>
          <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
            <ScopeSwitch scope={question.show} onChange={change} />
            <p aria-hidden className="text-sm text-ink-2 tabular-nums">
              {countWords(found.length, index.size)}
            </p>
            <p role="status" className="sr-only">
              {index.size > 0 && formatPlural(calmCount, 'model')}
            </p>
          </div>
          <FilterChips search={question} onChange={change} />
          {failure && <ErrorNotice explanation={explain(failure)} onRetry={feed.refresh} />}
          {phase === 'done' && catalogue.offersMissing && (
            <p className="text-sm text-ink-2">
              Who serves these models, and for how much, could not be had: prices, context and speed are missing. Load
              the list again to ask once more.
            </p>
          )}
        </div>
        {found.length > 0 ? (
          <div className="flex min-h-0 flex-1 flex-col border-t border-line">
            <ModelList
              ref={list}
              index={index}
              found={found}
              typed={text}
              question={sought}
              favourites={favourites}
              chosen={selected?.selection.model ?? null}
              selected={opened}
              sort={question.sort}
              onSort={setSort}
              onOpen={open}
              onFavourite={toggle}
            />
          </div>
        ) : index.size === 0 && isLoading ? (
          <Loading label="The list of models is loading" className="flex min-h-0 flex-1 flex-col border-t border-line">
            <ModelListSkeleton />
          </Loading>
        ) : index.size === 0 && failure ? null : (
          <div className="min-h-0 flex-1 overflow-y-auto border-t border-line">
            <NoModels
              index={index}
              sought={sought}
              loading={isLoading}
              onChange={change}
              onClearText={() => setText('')}
            />
          </div>
        )}
        <NotListed ids={notListed} />
      </div>
      <SlidePanel
        subject={opened === null ? null : 'details'}
        className="absolute inset-y-0 right-0 z-10 w-[min(100%,29rem)] border-l border-line-strong max-wide:shadow-float wide:relative wide:shrink-0"
      >
        {opened !== null && (
          <ModelDetailsPanel
            key={opened}
            id={opened}
            row={openedRow === undefined ? null : index.row(openedRow)}
            favourite={favourites.has(opened)}
            openedByKey={byKey}
            onFavourite={toggle}
            onClose={close}
          />
        )}
      </SlidePanel>
    </div>
  );
}

/** The router leaves in the address what it was told to leave out. */
function read(raw: ModelsSearch): ModelsSearch {
  return parseModelsSearch({ ...raw });
}

/** All of the address that decides which rows show; the words are the field's, which is ahead of it. */
function questionOf(raw: ModelsSearch): ModelsSearch {
  const { q: _words, model: _opened, ...question } = read(raw);
  return question;
}

function countWords(found: number, all: number): string {
  if (all === 0) return '';
  return found === all ? formatPlural(all, 'model') : `${found.toLocaleString('en')} of ${formatPlural(all, 'model')}`;
}
