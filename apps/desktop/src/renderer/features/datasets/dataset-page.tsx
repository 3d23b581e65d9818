// One dataset on the Hub: what it is, its rows, its files, and what may be changed.
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { SearchX } from 'lucide-react';
import { orpc } from '../../api/client.ts';
import { datasetAt } from '../../api/dataset-place.ts';
import { explain } from '../../api/explain.ts';
import { toFailure } from '../../api/failure.ts';
import { BackLink } from '../../ui/back-link.tsx';
import { buttonClasses } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Loading, Skeleton } from '../../ui/skeleton.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { DatasetHeader } from './dataset-header.tsx';
import { type DatasetSearch, parseDatasetSearch } from './dataset-search.ts';
import { FilesTab } from './files-tab.tsx';
import { RowsTab } from './rows-tab.tsx';
import { SettingsTab } from './settings-tab.tsx';

const route = getRouteApi('/shell/datasets/hub/$namespace/$name');

export function DatasetPage() {
  const dataset = datasetAt(route.useParams());
  return <DatasetView key={dataset} dataset={dataset} />;
}

function DatasetView({ dataset }: { dataset: string }) {
  const navigate = route.useNavigate();
  const { tab = 'rows', config, split } = route.useSearch({ select: (raw) => parseDatasetSearch({ ...raw }) });
  const change = (search: DatasetSearch) => void navigate({ search, replace: true });
  const {
    data: details,
    error,
    refetch,
    isFetching,
  } = useQuery(orpc.datasets.get.queryOptions({ input: { dataset } }));

  if (error) {
    const failure = toFailure(error);
    return (
      <div className="grid gap-4 px-6 py-6 rail:px-8">
        <BackLink to="/datasets">Datasets</BackLink>
        <h1 tabIndex={-1} data-page-heading className="sr-only">
          {dataset}
        </h1>
        {failure.code === 'NOT_FOUND' ? (
          <EmptyState
            drawing={<SearchX className="size-8" strokeWidth={1.25} />}
            title={`There is no ${dataset}`}
            action={
              <Link to="/datasets" className={buttonClasses('secondary')}>
                See the datasets
              </Link>
            }
          >
            It may have been renamed, removed or made private.
          </EmptyState>
        ) : (
          <ErrorNotice explanation={explain(failure)} onRetry={() => void refetch()} retrying={isFetching} />
        )}
      </div>
    );
  }
  return (
    <div className="flex h-full min-h-168 flex-col pt-5">
      <div className="grid gap-3 px-6 pb-4 rail:px-8">
        <BackLink to="/datasets">Datasets</BackLink>
        {details ? <DatasetHeader details={details} /> : <HeaderSkeleton dataset={dataset} />}
      </div>
      <Tabs
        label="Parts of the dataset"
        className="flex min-h-0 flex-1 flex-col"
        listClassName="px-6 rail:px-8"
        panelClassName="min-h-0 flex-1 overflow-y-auto outline-offset-[-2px]"
        value={tab}
        onChange={(next) => change(next === 'rows' ? {} : { tab: next })}
        tabs={[
          {
            value: 'rows',
            label: 'Rows',
            panel: <RowsTab dataset={dataset} config={config} split={split} onChange={(part) => change({ ...part })} />,
          },
          {
            value: 'files',
            label: 'Files',
            ...(details && { end: details.files.toLocaleString('en') }),
            panel: details && <FilesTab details={details} />,
          },
          {
            value: 'settings',
            label: 'Settings',
            panel: details && <SettingsTab key={details.id} details={details} />,
          },
        ]}
      />
    </div>
  );
}

function HeaderSkeleton({ dataset }: { dataset: string }) {
  return (
    <Loading label="The dataset is loading" className="grid gap-3">
      <h1 tabIndex={-1} data-page-heading className="text-2xl font-semibold tracking-tight text-ink">
        {dataset}
      </h1>
      <Skeleton className="h-4 w-96 max-w-full" />
    </Loading>
  );
}
