// Everybody's datasets, by the beginning of their name or by words.
import { useInfiniteQuery } from '@tanstack/react-query';
import { SearchX } from 'lucide-react';
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

/** `text` are words somebody has finished typing. */
export function HubDatasets({ text }: { text: string }) {
  const { data, error, refetch, isFetching, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(
    orpc.datasets.search.infiniteOptions({
      input: (cursor: string | null) => ({ text, cursor }),
      initialPageParam: null,
      getNextPageParam: (last) => last.cursor,
    }),
  );
  const notice = error && (
    <ErrorNotice
      className="mx-6 my-4 rail:mx-8"
      explanation={explain(toFailure(error))}
      onRetry={() => void (data ? fetchNextPage() : refetch())}
      retrying={isFetching}
    />
  );
  if (!data) return notice ?? <ListSkeleton label="Datasets of the Hub are loading" rows={10} />;
  const rows = uniqueRows(data.pages.flatMap((page) => page.rows));
  if (rows.length === 0) {
    return (
      <EmptyState drawing={<SearchX className="size-8" strokeWidth={1.25} />} title={`No dataset for “${text.trim()}”`}>
        Names are found by how they begin, such as “sandy/small” or “small”. Try fewer letters.
      </EmptyState>
    );
  }
  return (
    <>
      <RowList
        key={text}
        label="Datasets on the Hub"
        items={rows}
        keyOf={(row) => row.id}
        className="border-t border-line"
        renderRow={(row, tabIndex) => <DatasetRowView row={row} tabIndex={tabIndex} />}
      />
      <p role="status" className="sr-only">
        {formatPlural(rows.length, 'dataset')}
        {hasNextPage && ', and there are more'}
      </p>
      {notice}
      {hasNextPage && !error && (
        <div className="px-6 py-5 rail:px-8">
          <Button loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            Show more
          </Button>
        </div>
      )}
    </>
  );
}

/** Downloads change while one pages, and a dataset may come twice. */
function uniqueRows<T extends { id: string }>(rows: readonly T[]): readonly T[] {
  return [...new Map(rows.map((row) => [row.id, row])).values()];
}
