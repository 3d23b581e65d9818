// Every Space of the account and its organizations, narrowed and put in order.
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { SearchX } from 'lucide-react';
import { useCallback, useMemo } from 'react';
import type { SpaceList } from '@hubdesk/shared/spaces/space';
import { stageWords } from '@hubdesk/shared/spaces/stages';
import { orpc } from '../../api/client.ts';
import { explain } from '../../api/explain.ts';
import { isFailure, toFailure } from '../../api/failure.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { formatPlural } from '../../ui/format-count.ts';
import { formatUsd } from '../../ui/format-usd.ts';
import { ListSearch } from '../../ui/list-search.tsx';
import { RowList } from '../../ui/row-list.tsx';
import { Select } from '../../ui/select.tsx';
import { Loading, Skeleton } from '../../ui/skeleton.tsx';
import { useSearchText } from '../../ui/use-search-text.ts';
import { NoSpaces } from './no-spaces.tsx';
import { costNow, groupOf, namespaceOf, spaceRows } from './space-rows.ts';
import { SpaceRowView } from './space-row-view.tsx';
import {
  parseSpacesSearch,
  type SpaceGroup,
  spaceGroups,
  type SpacesSearch,
  type SpacesSort,
} from './spaces-search.ts';

const route = getRouteApi('/shell/spaces');

/** While one is on its way the list is asked for so often. */
const movingMs = 5_000;

const groupWords: Record<SpaceGroup, string> = {
  running: 'Running',
  moving: 'On the way',
  idle: 'Resting',
  trouble: 'In trouble',
};

const sortOptions: readonly { value: SpacesSort; label: string }[] = [
  { value: 'changed', label: 'Changed last' },
  { value: 'name', label: 'Name' },
  { value: 'cost', label: 'Dearest now' },
];

export function SpacesPart() {
  const { data, error, refetch, isFetching } = useQuery(
    orpc.spaces.list.queryOptions({
      refetchInterval: ({ state }) =>
        state.data?.spaces.some(({ runtime }) => stageWords(runtime.stage).moving) ? movingMs : false,
    }),
  );
  if (data && data.spaces.length === 0 && data.missing.length === 0) return <NoSpaces />;
  return (
    <section aria-label="Your Spaces" className="grid gap-3">
      {data ? (
        <Listed list={data} />
      ) : error ? (
        <ErrorNotice
          className="mx-6 rail:mx-8"
          explanation={explain(toFailure(error))}
          onRetry={() => void refetch()}
          retrying={isFetching}
        />
      ) : (
        <ListSkeleton />
      )}
      {data && error && (
        <p role="status" className="px-6 text-sm text-ink-2 rail:px-8">
          {explain(toFailure(error)).title}. What is shown was seen before.
        </p>
      )}
    </section>
  );
}

function Listed({ list: { spaces, missing } }: { list: SpaceList }) {
  const navigate = route.useNavigate();
  const search = route.useSearch({ select: (raw) => parseSpacesSearch({ ...raw }) });
  const { q = '', of, is, sort = 'changed' } = search;
  const change = useCallback(
    (to: { [K in keyof SpacesSearch]: SpacesSearch[K] | undefined }) =>
      void navigate({ search: (before) => parseSpacesSearch({ ...before, ...to }), replace: true }),
    [navigate],
  );
  const writeText = useCallback((words: string) => change({ q: words }), [change]);
  const [text, setText] = useSearchText(q, writeText);
  const { data: flavors } = useQuery(orpc.spaces.hardware.queryOptions());
  const rows = useMemo(() => spaceRows(spaces, { ...search, q: text }), [spaces, search, text]);
  const namespaces = useMemo(() => [...new Set(spaces.map(namespaceOf))].toSorted(), [spaces]);
  const isNarrowed = text.trim() !== '' || of !== undefined || is !== undefined;
  return (
    <>
      <div className="flex min-h-9 flex-wrap items-end justify-between gap-3 px-6 rail:px-8">
        <div className="grid">
          <h2 className="text-lg font-semibold text-ink">Your Spaces</h2>
          {rows.length > 0 && <Costs rows={rows} isNarrowed={isNarrowed} />}
        </div>
        <div className="flex flex-wrap items-center gap-2 max-rail:w-full">
          <ListSearch
            label="Search Spaces"
            placeholder="Title, name, model"
            className="w-60 min-w-44"
            text={text}
            onText={setText}
          />
          {(namespaces.length > 1 || of !== undefined) && (
            <Select
              label="Owner"
              hideLabel
              className="w-40"
              options={[
                { value: '', label: 'All owners' },
                ...[...new Set([...namespaces, ...(of === undefined ? [] : [of])])].map((value) => ({
                  value,
                  label: value,
                })),
              ]}
              value={of ?? ''}
              onChange={(next) => change({ of: next === '' ? undefined : next })}
            />
          )}
          <Select
            label="State"
            hideLabel
            className="w-36"
            options={[
              { value: 'all', label: 'Any state' },
              ...spaceGroups.map((value) => ({
                value,
                label: groupWords[value],
                hint: formatPlural(spaces.filter((space) => groupOf(space) === value).length, 'Space'),
              })),
            ]}
            value={is ?? 'all'}
            onChange={(next) => change({ is: spaceGroups.find((each) => each === next) })}
          />
          <Select
            label="Order"
            hideLabel
            className="w-38"
            options={sortOptions}
            value={sort}
            onChange={(next) => change({ sort: next })}
          />
        </div>
      </div>
      <Missing missing={missing} />
      {spaces.length === 0 ? null : rows.length > 0 ? (
        <RowList
          label="Spaces"
          items={rows}
          keyOf={({ id }) => id}
          className="border-t border-line"
          renderRow={(space, tabIndex) => <SpaceRowView space={space} tabIndex={tabIndex} flavors={flavors} />}
        />
      ) : (
        <EmptyState
          drawing={<SearchX className="size-8" strokeWidth={1.25} />}
          title="No Space fits"
          action={
            <Button
              onClick={() => {
                setText('');
                change({ q: undefined, of: undefined, is: undefined });
              }}
            >
              Show all Spaces
            </Button>
          }
        >
          {text.trim() === ''
            ? 'None is as you have narrowed them.'
            : `None has “${text.trim()}” in its title, name or models.`}
        </EmptyState>
      )}
      <p role="status" className="sr-only">
        {formatPlural(rows.length, 'Space')}
      </p>
    </>
  );
}

/** What those that are shown cost together now. */
function Costs({ rows, isNarrowed }: { rows: SpaceList['spaces']; isNarrowed: boolean }) {
  const paid = rows.map(costNow).filter((usd) => usd > 0);
  const usd = paid.reduce((sum, each) => sum + each, 0);
  const which = isNarrowed ? 'of these' : 'of your Spaces';
  return (
    <p className="text-sm text-ink-2 tabular-nums">
      {paid.length === 0 ? (
        `None ${which} costs anything now.`
      ) : (
        <>
          {paid.length === 1 ? `One ${which} costs` : `${paid.length} ${which} cost`}{' '}
          <span className="font-medium text-ink">{formatUsd(usd)} an hour</span> now.
        </>
      )}
    </p>
  );
}

/** Namespaces that could not be looked at: what is missing is said, not left out. */
function Missing({ missing }: { missing: SpaceList['missing'] }) {
  return missing.map(({ namespace, problem }) => {
    const words = isFailure(problem) ? explain(problem) : null;
    return (
      <ErrorNotice
        key={namespace}
        className="mx-6 rail:mx-8"
        explanation={{
          title: `The Spaces of ${namespace} could not be listed`,
          body: words ? `${words.title}. ${words.body}` : problem.message,
          ...(words?.action && { action: words.action }),
        }}
      />
    );
  });
}

function ListSkeleton() {
  return (
    <Loading label="Your Spaces are loading" className="border-t border-line">
      {[0, 1, 2, 3, 4].map((row) => (
        <div key={row} className="flex h-16 items-center gap-4 border-b border-line px-6 rail:px-8">
          <Skeleton className="size-9 rounded-md" />
          <span className="grid flex-1 gap-2">
            <Skeleton className={`h-3.5 ${['w-1/3', 'w-1/4', 'w-2/5'][row % 3]}`} />
            <Skeleton className="h-3 w-40" />
          </span>
          <Skeleton className="h-3 w-32" />
          <Skeleton className="h-3 w-20 max-rail:hidden" />
        </div>
      ))}
    </Loading>
  );
}
