import { useEffect, useMemo, useSyncExternalStore } from 'react';
import type { LogFilter } from '@hubdesk/shared/train/run';
import { client } from '../../api/client.ts';
import { toFailure } from '../../api/failure.ts';
import { followStream } from '../../api/follow-stream.ts';
import { LogBook, pageLines } from './log-book.ts';

/** The log of a run through a filter, followed while the component shows. `tail`: how many of its last lines come by themselves. */
export function useLogBook(run: string, { level, events }: LogFilter, tail = pageLines): LogBook {
  const book = useMemo(
    () =>
      new LogBook({
        ask: (from, count) => client.runs.logLines({ run, filter: { level, events }, from, count }),
        toFailure,
        schedule: (draw) => requestAnimationFrame(draw),
      }),
    [run, level, events],
  );
  useEffect(() => {
    const stop = new AbortController();
    void followStream({
      open: (signal) => client.runs.followLog({ run, filter: { level, events }, tail }, { signal }),
      onItem: (news) => book.tell(news),
      isOver: () => book.news.over,
      onFailure: (failure) => book.fail(failure),
      signal: stop.signal,
    });
    return () => stop.abort();
  }, [book, run, level, events, tail]);
  useSyncExternalStore(book.subscribe, book.version);
  return book;
}
