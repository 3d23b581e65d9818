// The datasets of the account and its organizations, narrowed by the words.
import { useQuery } from '@tanstack/react-query';
import { Database } from 'lucide-react';
import { orpc } from '../../api/client.ts';
import { explain } from '../../api/explain.ts';
import { toFailure } from '../../api/failure.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { formatPlural } from '../../ui/format-count.ts';
import { RowList } from '../../ui/row-list.tsx';
import { DatasetRowView } from './dataset-row-view.tsx';
import { ListSkeleton } from '../../ui/list-skeleton.tsx';

export function MyDatasets({ text, onAll }: { text: string; onAll: () => void }) {
  const { data: mine, error, refetch, isFetching } = useQuery(orpc.datasets.mine.queryOptions());
  if (error) {
    return (
      <ErrorNotice
        className="mx-6 rail:mx-8"
        explanation={explain(toFailure(error))}
        onRetry={() => void refetch()}
        retrying={isFetching}
      >
        <Button size="small" onClick={onAll}>
          Look at the whole Hub
        </Button>
      </ErrorNotice>
    );
  }
  if (!mine) return <ListSkeleton label="Your datasets are loading" rows={6} />;
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const found = mine.filter(({ id }) => words.every((word) => id.toLowerCase().includes(word)));
  if (found.length === 0) {
    return (
      <EmptyState
        drawing={<Database className="size-8" strokeWidth={1.25} />}
        title={mine.length === 0 ? 'No dataset of yours yet' : `None of yours for “${text.trim()}”`}
        action={<Button onClick={onAll}>{mine.length === 0 ? 'Look at the whole Hub' : 'Search the whole Hub'}</Button>}
      >
        {mine.length === 0
          ? 'What you upload is listed here, with what your organizations have.'
          : 'Only the names are searched.'}
      </EmptyState>
    );
  }
  return (
    <>
      <RowList
        label="Your datasets on the Hub"
        items={found}
        keyOf={(row) => row.id}
        className="border-t border-line"
        renderRow={(row, tabIndex) => <DatasetRowView row={row} tabIndex={tabIndex} />}
      />
      <p role="status" className="sr-only">
        {formatPlural(found.length, 'dataset')}
      </p>
    </>
  );
}
