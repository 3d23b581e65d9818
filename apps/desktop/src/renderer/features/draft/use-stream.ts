// A stream of the host, read while its component shows. Which one is told by
// `key`: another key starts another reading, null ends it.
import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { useStore } from 'zustand';
import { connection } from '../../api/connection.ts';
import { toFailure } from '../../api/failure.ts';
import { createStreamReader, type StreamReader } from './stream-reader.ts';

export interface UseStreamOptions<I, S> {
  key: string | null;
  open: (signal: AbortSignal) => Promise<AsyncIterable<I>>;
  fold: (before: S | null, item: I) => S;
  isDone: (item: I) => boolean;
  /** Another key has nothing to do with what the last one came to. */
  forgets?: boolean;
}

export function useStream<I, S>({ key, open, fold, isDone, forgets = false }: UseStreamOptions<I, S>) {
  const hasHost = useStore(connection, ({ phase }) => phase === 'open');
  const [reader] = useState<StreamReader<I, S>>(() =>
    createStreamReader({ fold, isDone, toFailure, schedule: (run) => requestAnimationFrame(run) }),
  );
  const latestOpen = useRef(open);
  useEffect(() => {
    latestOpen.current = open;
  });
  useEffect(() => {
    if (forgets) reader.clear();
    if (key === null || !hasHost) return;
    reader.start((signal) => latestOpen.current(signal));
    return reader.stop;
  }, [reader, key, hasHost, forgets]);
  const state = useSyncExternalStore(reader.subscribe, reader.getState);
  return {
    ...state,
    stop: reader.stop,
    /** Reads the same again, or once in another way. */
    start: (otherwise?: (signal: AbortSignal) => Promise<AsyncIterable<I>>) =>
      reader.start(otherwise ?? ((signal) => latestOpen.current(signal))),
  };
}
