// A log that comes in pieces, followed while its component shows, through cuts
// of the wire. A fast log costs one drawing a frame.
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import type { LogPiece } from '@hubdesk/shared/contract/spaces';
import type { Failure } from '@hubdesk/shared/errors';
import { followStream } from './follow-stream.ts';
import { foldPiece, noLog, type PiecedLog } from './log-pieces.ts';

export interface FollowedLog extends PiecedLog {
  /** Something was heard of it. */
  hasNews: boolean;
  /** Why no more will come; what was read stays. */
  failure: Failure | null;
}

const nothingYet: FollowedLog = { ...noLog, hasNews: false, failure: null };

/** `open` is kept with `useCallback`: another one reads another log from its beginning. */
export function useLogPieces(open: (signal: AbortSignal) => Promise<AsyncIterable<LogPiece>>): FollowedLog {
  const reader = useMemo(() => createReader(open), [open]);
  useEffect(() => reader.follow(), [reader]);
  return useSyncExternalStore(reader.subscribe, reader.get);
}

function createReader(open: (signal: AbortSignal) => Promise<AsyncIterable<LogPiece>>) {
  let log = nothingYet;
  let shown = log;
  let isScheduled = false;
  const listeners = new Set<() => void>();

  function set(next: FollowedLog) {
    log = next;
    if (isScheduled) return;
    isScheduled = true;
    requestAnimationFrame(() => {
      isScheduled = false;
      shown = log;
      for (const listener of listeners) listener();
    });
  }

  return {
    get: () => shown,
    subscribe(listener: () => void) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    follow() {
      const stop = new AbortController();
      void followStream({
        open,
        onItem: (piece) => set({ ...foldPiece(log, piece), hasNews: true, failure: null }),
        isOver: () => log.state === 'over',
        onFailure: (failure) => set({ ...log, failure }),
        signal: stop.signal,
      });
      return () => stop.abort();
    },
  };
}
