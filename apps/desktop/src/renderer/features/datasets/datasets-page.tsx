// The home of datasets: begin one, go on with one, or find one on the Hub.
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { type ReactNode, useCallback, useRef } from 'react';
import { orpc } from '../../api/client.ts';
import { ListSearch } from '../../ui/list-search.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { useSearchText } from '../../ui/use-search-text.ts';
import { type DatasetsSearch, parseDatasetsSearch } from './datasets-search.ts';
import { DraftList } from './draft-list.tsx';
import { HubDatasets } from './hub-datasets.tsx';
import { MyDatasets } from './my-datasets.tsx';
import { StartArea } from './start-area.tsx';

const route = getRouteApi('/shell/datasets/');

export function DatasetsPage() {
  const navigate = route.useNavigate();
  const { q = '', of } = route.useSearch({ select: (raw) => parseDatasetsSearch({ ...raw }) });
  const change = useCallback(
    (to: { [K in keyof DatasetsSearch]: DatasetsSearch[K] | undefined }) =>
      void navigate({ search: (before) => parseDatasetsSearch({ ...before, ...to }), replace: true }),
    [navigate],
  );
  const writeText = useCallback((words: string) => change({ q: words }), [change]);
  const [text, setText] = useSearchText(q, writeText);
  const field = useRef<{ focus: () => void }>(null);
  const { data: hasDrafts } = useQuery(orpc.drafts.list.queryOptions({ select: (drafts) => drafts.length > 0 }));
  const searchAll = () => {
    change({ of: 'all' });
    field.current?.focus();
  };

  return (
    <div className="grid content-start gap-9 pt-6 pb-12">
      <div className="grid gap-5 px-6 rail:px-8">
        <PageHeader title="Datasets" />
        <StartArea compact={hasDrafts === true} />
      </div>
      <Part title="On this computer">
        <DraftList />
      </Part>
      <Part
        title="On the Hub"
        aside={
          <>
            <ListSearch
              ref={field}
              label="Search datasets"
              placeholder={of === 'all' ? 'Search the whole Hub by name' : 'Search yours by name'}
              className="w-80 min-w-52"
              text={text}
              onText={setText}
            />
            <Segmented
              label="Whose"
              hideLabel
              options={[
                { value: 'mine', label: 'Mine' },
                { value: 'all', label: 'Everybody’s' },
              ]}
              value={of ?? 'mine'}
              onChange={(whose) => change({ of: whose === 'all' ? 'all' : undefined })}
            />
          </>
        }
      >
        {of === 'all' ? <HubDatasets text={q} /> : <MyDatasets text={text} onAll={searchAll} />}
      </Part>
    </div>
  );
}

function Part({ title, aside, children }: { title: string; aside?: ReactNode; children: ReactNode }) {
  return (
    <section aria-label={title} className="grid gap-3">
      <div className="flex min-h-9 flex-wrap items-center justify-between gap-3 px-6 rail:px-8">
        <h2 className="text-lg font-semibold text-ink">{title}</h2>
        {aside && <div className="flex flex-wrap items-center gap-2 max-rail:w-full">{aside}</div>}
      </div>
      <div>{children}</div>
    </section>
  );
}
