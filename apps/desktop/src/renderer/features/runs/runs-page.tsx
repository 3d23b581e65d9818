// The home of training: what goes on now, what it has cost, and every run there was.
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Bell, CalendarClock, Plus } from 'lucide-react';
import { useCallback, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import type { Run } from '@hubdesk/shared/train/run';
import { orpc } from '../../api/client.ts';
import { explain } from '../../api/explain.ts';
import { toFailure } from '../../api/failure.ts';
import { Button, buttonClasses } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { formatPlural } from '../../ui/format-count.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { ListSearch } from '../../ui/list-search.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Popover } from '../../ui/popover.tsx';
import { Select } from '../../ui/select.tsx';
import { Loading, Skeleton } from '../../ui/skeleton.tsx';
import { useSearchText } from '../../ui/use-search-text.ts';
import { BudgetLine } from './budget-line.tsx';
import { CompareBar } from './compare-bar.tsx';
import { historyRows, mergeLive } from './history-rows.ts';
import { HistoryTable } from './history-table.tsx';
import { NotificationSwitch } from './notification-switch.tsx';
import { RunCard } from './run-card.tsx';
import { isOver, liveRuns } from './run-feed.ts';
import { mostCompared, parseRunsSearch, type RunsSearch, type RunsState } from './runs-search.ts';
import { TrainSteps } from './train-steps.tsx';

const route = getRouteApi('/shell/train');

const stateOptions: readonly { value: RunsState | 'all'; label: string }[] = [
  { value: 'all', label: 'Any state' },
  { value: 'completed', label: 'Completed' },
  { value: 'failed', label: 'Failed' },
  { value: 'ended', label: 'Cancelled or gone' },
];

export function RunsPage() {
  const { data: listed, error, refetch, isFetching } = useQuery(orpc.runs.list.queryOptions());
  const live = useStore(liveRuns);
  const runs = useMemo(() => mergeLive(listed ?? [], live), [listed, live]);
  const goingOn = runs.filter((run) => !isOver(run));
  const over = useMemo(() => runs.filter(isOver), [runs]);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());

  function choose(run: string, isChosen: boolean) {
    const next = new Set(chosen);
    if (isChosen) next.add(run);
    else next.delete(run);
    setChosen(next);
  }

  return (
    <div className="grid content-start gap-8 pt-6 pb-12">
      <div className="grid gap-4 px-6 rail:px-8">
        <PageHeader
          title="Train"
          actions={
            <>
              <Popover
                label="Notifications"
                align="end"
                className="w-88"
                trigger={<IconButton icon={Bell} label="Notifications" />}
              >
                <NotificationSwitch />
              </Popover>
              <Link to="/train/schedules" className={buttonClasses('secondary')}>
                <CalendarClock aria-hidden className="size-4" strokeWidth={1.75} />
                Schedules
              </Link>
              <Link to="/train/new" className={buttonClasses('primary')}>
                <Plus aria-hidden className="size-4" strokeWidth={1.75} />
                New run
              </Link>
            </>
          }
        />
        <BudgetLine />
        {error && (
          <ErrorNotice explanation={explain(toFailure(error))} onRetry={() => void refetch()} retrying={isFetching} />
        )}
      </div>
      {goingOn.length > 0 && (
        <section aria-label="Going on" className="grid gap-3">
          <h2 className="px-6 text-lg font-semibold text-ink rail:px-8">Going on</h2>
          <div className="border-y border-line">
            {goingOn.map((run) => (
              <RunCard
                key={run.id}
                run={run}
                isChosen={chosen.has(run.id)}
                canChoose={chosen.size < mostCompared}
                onChoose={(is) => choose(run.id, is)}
              />
            ))}
          </div>
        </section>
      )}
      {over.length > 0 && <History runs={over} chosen={chosen} onChoose={choose} />}
      {runs.length === 0 && listed && <TrainSteps />}
      {!listed && !error && <HistorySkeleton />}
      <CompareBar runs={runs.filter(({ id }) => chosen.has(id))} onClear={() => setChosen(new Set())} />
    </div>
  );
}

interface HistoryProps {
  runs: readonly Run[];
  chosen: ReadonlySet<string>;
  onChoose: (run: string, chosen: boolean) => void;
}

function History({ runs, chosen, onChoose }: HistoryProps) {
  const navigate = route.useNavigate();
  const search = route.useSearch({ select: (raw) => parseRunsSearch({ ...raw }) });
  const { q = '', state, sort = 'when', reverse = false } = search;
  const change = useCallback(
    (to: { [K in keyof RunsSearch]: RunsSearch[K] | undefined }) =>
      void navigate({ search: (before) => parseRunsSearch({ ...before, ...to }), replace: true }),
    [navigate],
  );
  const writeText = useCallback((words: string) => change({ q: words }), [change]);
  const [text, setText] = useSearchText(q, writeText);
  const rows = useMemo(() => historyRows(runs, { ...search, q: text.trim() }), [runs, search, text]);

  return (
    <section aria-label="Earlier runs" className="grid gap-3">
      <div className="flex min-h-9 flex-wrap items-center justify-between gap-3 px-6 rail:px-8">
        <h2 className="text-lg font-semibold text-ink">Earlier runs</h2>
        <div className="flex flex-wrap items-center gap-2 max-rail:w-full">
          <ListSearch label="Search runs" placeholder="Name, model, dataset, note" text={text} onText={setText} />
          <Select
            label="State"
            hideLabel
            className="w-44"
            options={stateOptions}
            value={state ?? 'all'}
            onChange={(next) => change({ state: next === 'all' ? undefined : next })}
          />
        </div>
      </div>
      {rows.length > 0 ? (
        <HistoryTable
          rows={rows}
          sort={sort}
          reverse={reverse}
          onSort={(by, other) => change({ sort: by, reverse: other ? true : undefined })}
          chosen={chosen}
          onChoose={onChoose}
        />
      ) : (
        <EmptyState
          title="No run fits"
          action={
            <Button
              onClick={() => {
                setText('');
                change({ q: undefined, state: undefined });
              }}
            >
              Show all runs
            </Button>
          }
        >
          {text.trim() === ''
            ? 'None is in this state.'
            : `None has “${text.trim()}” in its name, model, dataset or note.`}
        </EmptyState>
      )}
      <p role="status" className="sr-only">
        {formatPlural(rows.length, 'run')}
      </p>
    </section>
  );
}

function HistorySkeleton() {
  return (
    <Loading label="Runs are loading" className="border-t border-line">
      {[0, 1, 2, 3].map((row) => (
        <div key={row} className="flex h-15 items-center gap-8 border-b border-line px-6 rail:px-8">
          <Skeleton className="h-4 w-1/3" />
          <Skeleton className="h-4 w-32" />
          <Skeleton className="ml-auto h-4 w-20" />
        </div>
      ))}
    </Loading>
  );
}
