// Two to six runs side by side: what was different, what came of it, and their
// curves over each other.
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Download, GitCompareArrows } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useStore } from 'zustand';
import type { Run } from '@hubdesk/shared/train/run';
import { orpc } from '../../api/client.ts';
import { explain } from '../../api/explain.ts';
import { toFailure } from '../../api/failure.ts';
import { Button, buttonClasses } from '../../ui/button.tsx';
import { saveFile } from '../../ui/charts/save-file.ts';
import { RunCharts } from '../../ui/charts/run-charts.tsx';
import { useTableTick } from '../../ui/charts/use-table-tick.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Loading, Skeleton } from '../../ui/skeleton.tsx';
import { Switch } from '../../ui/switch.tsx';
import { compareCsv } from './compare-csv.ts';
import { compareFacts } from './compare-facts.ts';
import { CompareTable } from './compare-table.tsx';
import { mergeLive } from './history-rows.ts';
import { liveRuns } from './run-feed.ts';
import { comparedRuns } from './runs-search.ts';
import { useCurveTables } from './use-curve-tables.ts';

const route = getRouteApi('/shell/train/compare');

export function ComparePage() {
  const search = route.useSearch();
  const { data: listed, error, refetch, isFetching } = useQuery(orpc.runs.list.queryOptions());
  const live = useStore(liveRuns);
  const known = new Map(mergeLive(listed ?? [], live).map((run) => [run.id, run]));
  const runs = comparedRuns(search).flatMap((id) => known.get(id) ?? []);
  return (
    <div className="grid content-start gap-6 pt-6 pb-12">
      <div className="grid gap-4 px-6 rail:px-8">
        <PageHeader
          title="Compare runs"
          actions={
            <Link to="/train" className={buttonClasses('secondary')}>
              Choose other runs
            </Link>
          }
        />
        {error && (
          <ErrorNotice explanation={explain(toFailure(error))} onRetry={() => void refetch()} retrying={isFetching} />
        )}
      </div>
      {runs.length > 1 ? (
        <Comparison key={runs.map(({ id }) => id).join()} runs={runs} />
      ) : listed ? (
        <EmptyState
          drawing={<GitCompareArrows className="size-8" strokeWidth={1.25} />}
          title={runs.length === 1 ? 'One run alone cannot be compared' : 'These runs are not known here'}
          action={
            <Link to="/train" className={buttonClasses('primary')}>
              Choose runs
            </Link>
          }
        >
          Tick two to six of them in the list of all runs.
        </EmptyState>
      ) : (
        !error && (
          <Loading label="Runs are loading" className="grid gap-4 px-6 rail:px-8">
            <Skeleton className="h-8 w-1/2" />
            <Skeleton className="h-64" />
          </Loading>
        )
      )}
    </div>
  );
}

function Comparison({ runs }: { runs: readonly Run[] }) {
  const [all, setAll] = useState(false);
  const facts = useMemo(() => compareFacts(runs), [runs]);
  const shown = all ? facts : facts.filter(({ differs }) => differs);
  const alike = facts.length - shown.length;
  return (
    <>
      <section aria-label="Side by side" className="grid gap-5">
        <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 px-6 rail:px-8">
          <Switch
            label="Show what is alike too"
            hint={alike > 0 ? `${alike} settings and results are the same in all of them.` : undefined}
            checked={all}
            onChange={setAll}
          />
          <Button
            size="small"
            icon={Download}
            onClick={() =>
              saveFile(
                'compared-runs.csv',
                new Blob(
                  [
                    compareCsv(
                      runs.map(({ name }) => name),
                      facts,
                    ),
                  ],
                  { type: 'text/csv' },
                ),
              )
            }
          >
            Save the table as CSV
          </Button>
        </div>
        <CompareTable runs={runs} facts={shown} />
      </section>
      <section aria-label="Curves" className="grid gap-3 px-6 rail:px-8">
        <h2 className="text-lg font-semibold text-ink">Curves</h2>
        <Curves ids={runs.map(({ id }) => id).join(',')} names={runs.map(({ name }) => name).join('\n')} />
      </section>
    </>
  );
}

/** Of texts, so that it is not drawn anew whenever something of a run is told. */
function Curves({ ids, names }: { ids: string; names: string }) {
  const tables = useCurveTables(ids);
  useTableTick(tables);
  const runs = useMemo(() => {
    const each = names.split('\n');
    return ids.split(',').flatMap((id, series) => {
      const table = tables[series];
      return table ? [{ id, name: each[series] ?? id, series, table }] : [];
    });
  }, [ids, names, tables]);
  if (tables.every(({ length }) => length === 0)) {
    return <p className="text-ink-2">None of them has told a value yet.</p>;
  }
  return <RunCharts runs={runs} fileName="compared-runs" />;
}
