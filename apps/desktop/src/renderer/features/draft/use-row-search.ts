// Rows that hold a text, as they are found.
import { useEffect } from 'react';
import type { DraftRow } from '@hubdesk/shared/datasets/draft';
import { client } from '../../api/client.ts';
import { useStream } from './use-stream.ts';

/** A person narrows the words long before this many. */
const mostFound = 5_000;

interface Found {
  rows: DraftRow[];
  bytesRead: number;
  bytesTotal: number;
}
interface Item extends Found {
  done: boolean;
}

export function useRowSearch(draft: string, file: string | null, text: string) {
  const { value, phase, failure, start, stop } = useStream<Item, Found>({
    key: text === '' ? null : JSON.stringify([draft, file, text]),
    open: (signal) => client.drafts.search({ draft, file, text }, { signal }),
    fold: (before, { rows, bytesRead, bytesTotal }) => ({
      rows: [...(before?.rows ?? []), ...rows].slice(0, mostFound),
      bytesRead,
      bytesTotal,
    }),
    isDone: ({ done }) => done,
    forgets: true,
  });
  const isFull = (value?.rows.length ?? 0) >= mostFound;
  useEffect(() => {
    if (isFull) stop();
  }, [isFull, stop]);
  return { found: value, phase, failure, retry: () => start(), isFull };
}
