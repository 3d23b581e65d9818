// The rows in sight, asked for a page at a time. Pages stay in the query cache
// for a while, and are asked again when the draft changed or grew.
import { useQueries } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { DraftRow } from '@hubdesk/shared/datasets/draft';
import { orpc } from '../../api/client.ts';
import type { RowFilter } from './row-scope.ts';

const pageRows = 100;
const keptMs = 60_000;
const growingPollMs = 1_000;
/** While the thumb flies past, nothing is asked for. */
const restMs = 60;

export interface RowPages {
  total: number;
  /** Undefined while it is on its way. */
  rowAt: (index: number) => DraftRow | undefined;
  counting: boolean;
  waiting: boolean;
  error: Error | null;
  retry: () => void;
  onRange: (first: number, last: number) => void;
}

/** `expected`: how many rows there are as far as the check knows, until the host says it. `enabled` off asks for nothing. */
export function useRowPages(
  draft: string,
  file: string | null,
  filter: RowFilter,
  expected: number,
  enabled: boolean,
): RowPages {
  const [range, setRange] = useState({ first: 0, last: pageRows - 1 });
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const onRange = useCallback((first: number, last: number) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setRange({ first, last }), restMs);
  }, []);

  const pages = new Set([0]);
  for (let page = Math.floor(range.first / pageRows); page <= Math.floor(range.last / pageRows); page += 1) {
    pages.add(page);
  }
  const numbers = [...pages];
  const queries = useQueries({
    queries: numbers.map((page) => ({
      ...orpc.drafts.rows.queryOptions({ input: { draft, file, filter, from: page * pageRows, count: pageRows } }),
      enabled,
      gcTime: keptMs,
      refetchInterval: ({ state }: { state: { data?: { rows: unknown[]; counting: boolean } | undefined } }) =>
        state.data?.counting && (page === 0 || state.data.rows.length < pageRows) ? growingPollMs : (false as const),
    })),
  });
  const first = queries[0];
  const rowAt = (index: number): DraftRow | undefined => {
    const page = Math.floor(index / pageRows);
    return queries[numbers.indexOf(page)]?.data?.rows[index - page * pageRows];
  };
  return {
    total: first?.data ? Math.max(first.data.total, filter.kind === 'all' ? expected : 0) : expected,
    rowAt,
    counting: first?.data?.counting ?? false,
    waiting: enabled && (first?.isPending ?? true),
    error: queries.find((query) => query.error)?.error ?? null,
    retry: () => queries.forEach((query) => query.error && void query.refetch()),
    onRange,
  };
}
