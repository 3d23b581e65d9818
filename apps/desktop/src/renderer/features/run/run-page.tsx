// A run: how far it is, what it costs, its curves, its log, and what can be
// done about it, from the click to the weights.
import { getRouteApi, Link } from '@tanstack/react-router';
import { SearchX } from 'lucide-react';
import type { Run } from '@hubdesk/shared/train/run';
import { explain } from '../../api/explain.ts';
import { toFailure } from '../../api/failure.ts';
import { BackLink } from '../../ui/back-link.tsx';
import { buttonClasses } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Loading, Skeleton } from '../../ui/skeleton.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { ChartsTab } from './charts-tab.tsx';
import { LogTab } from './log-tab.tsx';
import { OverviewTab } from './overview-tab.tsx';
import { isLive } from './run-clock.ts';
import { RunHeader } from './run-header.tsx';
import { RunNews } from './run-news.tsx';
import { RunNotices } from './run-notices.tsx';
import { parseRunSearch, type RunSearch } from './run-search.ts';
import { SettingsTab } from './settings-tab.tsx';
import { usePoints } from './use-points.ts';
import { useRun } from './use-run.ts';

const route = getRouteApi('/shell/train/run/$run');

export function RunPage() {
  const { run } = route.useParams();
  return <RunView key={run} id={run} />;
}

function RunView({ id }: { id: string }) {
  const { data: run, error, refetch, isFetching } = useRun(id);
  if (run) return <RunDesk run={run} />;
  if (error && toFailure(error).code === 'NOT_FOUND') return <GoneRun />;
  return (
    <div className="grid content-start gap-4 px-6 py-5 rail:px-8">
      <BackLink to="/train">Train</BackLink>
      {error ? (
        <>
          <h1 tabIndex={-1} data-page-heading className="sr-only">
            Run
          </h1>
          <ErrorNotice explanation={explain(toFailure(error))} onRetry={() => void refetch()} retrying={isFetching} />
        </>
      ) : (
        <Loading label="The run is loading" className="grid gap-4">
          <Skeleton className="h-7 w-72" />
          <Skeleton className="h-4 w-96 max-w-full" />
          <Skeleton className="mt-4 h-12 w-full max-w-160" />
        </Loading>
      )}
    </div>
  );
}

function RunDesk({ run }: { run: Run }) {
  const navigate = route.useNavigate();
  const search = route.useSearch({ select: (raw) => parseRunSearch({ ...raw }) });
  const go = (change: { [K in keyof RunSearch]?: RunSearch[K] | undefined }) =>
    void navigate({ replace: true, search: (before) => parseRunSearch({ ...before, ...change }) });
  const points = usePoints(run.id, !isLive(run));
  return (
    <div className="flex h-full min-h-144 flex-col pt-5">
      <div className="grid gap-3 px-6 pb-4 rail:px-8">
        <BackLink to="/train">Train</BackLink>
        <RunHeader run={run} />
        <RunNotices run={run} />
      </div>
      <RunNews run={run} />
      <Tabs
        label="Parts of the run"
        className="flex min-h-0 flex-1 flex-col"
        listClassName="px-6 rail:px-8"
        panelClassName="min-h-0 flex-1 overflow-y-auto outline-offset-[-2px]"
        value={search.tab ?? 'overview'}
        onChange={(tab) => go({ tab: tab === 'overview' ? undefined : tab })}
        tabs={[
          {
            value: 'overview',
            label: 'Overview',
            panel: <OverviewTab run={run} points={points} onTab={(tab) => go({ tab })} />,
          },
          { value: 'charts', label: 'Charts', panel: <ChartsTab run={run} points={points} /> },
          {
            value: 'log',
            label: 'Log',
            ...(run.log.lines > 0 && { end: run.log.lines.toLocaleString('en') }),
            panel: <LogTab run={run} search={search} onSearch={go} />,
          },
          { value: 'settings', label: 'Settings', panel: <SettingsTab run={run} /> },
        ]}
      />
    </div>
  );
}

function GoneRun() {
  return (
    <div className="grid gap-4 px-6 py-5 rail:px-8">
      <BackLink to="/train">Train</BackLink>
      <h1 tabIndex={-1} data-page-heading className="sr-only">
        Run
      </h1>
      <EmptyState
        drawing={<SearchX className="size-8" strokeWidth={1.25} />}
        title="This run is not in the history"
        action={
          <Link to="/train" className={buttonClasses('secondary')}>
            See all runs
          </Link>
        }
      >
        It was taken out of it here or in another window, or belongs to another account. Its job and weights on the Hub
        stay as they are.
      </EmptyState>
    </div>
  );
}
