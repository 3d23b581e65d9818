// Where a text stands in the log: asked of the host, which has all of it, when
// the typing rests, and again while the log grows.
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { LogFilter } from '@hubdesk/shared/train/run';
import { orpc } from '../../api/client.ts';
import { nextPlace } from '../../ui/log/next-place.ts';
import { useSettled } from '../../ui/use-settled.ts';

const askAgainMs = 2_000;

export interface LogSearch {
  indexes: readonly number[];
  more: boolean;
  /** The place one is at, among `indexes`; -1 before the first move. */
  at: number;
  /** Moves on or back, around the ends; answers the line to go to, null where there is none. */
  move: (by: 1 | -1, from: number) => number | null;
  isAsking: boolean;
  error: Error | null;
}

/** `from` of a first move: the first place at or after that line, or the last before it. */
export function useLogSearch(run: string, filter: LogFilter, typed: string, isOver: boolean): LogSearch {
  const text = useSettled(typed, 200);
  const { data, error, isFetching } = useQuery({
    ...orpc.runs.searchLog.queryOptions({ input: { run, filter, text: text === '' ? ' ' : text } }),
    enabled: text !== '',
    placeholderData: keepPreviousData,
    refetchInterval: isOver ? false : askAgainMs,
  });
  const isFound = text !== '' && typed !== '';
  const indexes = isFound ? (data?.indexes ?? []) : [];
  const [place, setPlace] = useState<{ line: number; text: string } | null>(null);
  const at = place?.text === text ? indexes.indexOf(place.line) : -1;

  function move(by: 1 | -1, from: number): number | null {
    const line = nextPlace(indexes, at, by, from);
    if (line === null) return null;
    setPlace({ line, text });
    return line;
  }

  return { indexes, more: isFound && (data?.more ?? false), at, move, isAsking: isFetching && isFound, error };
}
