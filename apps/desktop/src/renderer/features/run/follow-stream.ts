// Reads a stream of the host through cuts of the wire, for as long as it is
// wanted. Says nothing of a cut: what was there stays, and what comes goes on.
import type { Failure } from '@hubdesk/shared/errors';
import { whenOpen } from '../../api/connection.ts';
import { mayRetry, toFailure } from '../../api/failure.ts';

const pauseMs = 1_000;

export interface FollowStream<I> {
  open: (signal: AbortSignal) => Promise<AsyncIterable<I>>;
  /** False asks for the stream anew. */
  onItem: (item: I) => boolean | void;
  /** Whether an end of the stream is its end for good. */
  isOver: () => boolean;
  /** What asking again would not help against; nothing more comes after it. */
  onFailure?: (failure: Failure) => void;
  signal: AbortSignal;
}

export async function followStream<I>({ open, onItem, isOver, onFailure, signal }: FollowStream<I>): Promise<void> {
  while (!signal.aborted) {
    try {
      await whenOpen(signal);
      for await (const item of await open(signal)) if (onItem(item) === false) break;
      if (isOver()) return;
    } catch (caught) {
      if (signal.aborted) return;
      const failure = toFailure(caught);
      const isCut = failure.code === 'OFFLINE' || failure.code === 'CANCELLED' || mayRetry(failure);
      // A wire that is cut says INTERNAL while its end is not known yet.
      if (!isCut && failure.code !== 'INTERNAL') return onFailure?.(failure);
    }
    await pause(signal);
  }
}

function pause(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const timer = setTimeout(resolve, pauseMs);
    signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
  });
}
