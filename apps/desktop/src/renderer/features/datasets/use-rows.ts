// Rows of one split, page by page as they come into sight.
import { useQueries } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import type { DatasetPage } from '@hubdesk/shared/datasets/dataset';
import { orpc } from '../../api/client.ts';
import { pagesOf } from '../../ui/pages-of.ts';

const pageSize = 100;

export interface Rows {
  /** The latest page there is, for the columns and where the rows are from. */
  page: DatasetPage | undefined;
  /** How many there are; while nobody knows, a page more than was seen. */
  total: number;
  isCounted: boolean;
  rowAt: (index: number) => DatasetPage['rows'][number] | undefined;
  error: unknown;
  retry: () => void;
  retrying: boolean;
  /** Tells which rows are in sight. */
  follow: (first: number, last: number) => void;
}

export interface Part {
  dataset: string;
  config: string;
  split: string;
  /** Null where nobody has counted. */
  rows: number | null;
}

/** Key what uses it by the part. */
export function useRows({ dataset, config, split, rows }: Part): Rows {
  const [range, setRange] = useState({ first: 0, last: 0 });
  const [reached, setReached] = useState(0);
  const pages = pagesOf(range.first, range.last, pageSize);
  const results = useQueries({
    queries: pages.map((page) =>
      orpc.datasets.page.queryOptions({
        input: { dataset, config, split, from: page * pageSize, count: pageSize },
      }),
    ),
  });
  const follow = useCallback((first: number, last: number) => setRange({ first, last }), []);

  const page = results.find((result) => result.data)?.data;
  const counted = page?.total ?? rows;
  // A full page may have another after it.
  const reach = Math.max(
    0,
    ...results.map(({ data }, at) => {
      const from = (pages[at] ?? 0) * pageSize;
      return data ? from + data.rows.length + (data.rows.length === pageSize ? pageSize : 0) : 0;
    }),
  );
  if (reach > reached) setReached(reach);

  return {
    page,
    total: counted ?? Math.max(reached, reach),
    isCounted: counted !== null,
    rowAt: (index) => results[pages.indexOf(Math.floor(index / pageSize))]?.data?.rows[index % pageSize],
    error: results.find((result) => result.error)?.error ?? null,
    retry: () => void Promise.all(results.map((result) => result.error && result.refetch())),
    retrying: results.some((result) => result.isFetching),
    follow,
  };
}
