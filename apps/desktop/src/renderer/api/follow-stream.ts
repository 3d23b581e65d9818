// Reads a stream of the host through cuts of the wire, for as long as it is
// wanted. Says nothing of a cut: what was there stays, and what comes goes on.
import type { Failure } from '@hubdesk/shared/errors';
import { whenOpen } from './connection.ts';
import { mayRetry, toFailure } from './failure.ts';

const pauseMs = 1_000;

export interface FollowStream<I> {
  open: (signal: AbortSignal) => Promise<AsyncIterable<I>>;
  /** False asks for the stream anew. */
  onItem: (item: I) => boolean | void;
  /** Whether an end of the stream is its end for good; never, if left out. */
  isOver?: () => boolean;
  /** Which failures end it; if left out, those that asking again would not help against. */
  endsWith?: (failure: Failure) => boolean;
  /** What ended it; nothing more comes after it. */
  onFailure?: (failure: Failure) => void;
  signal: AbortSignal;
}

export async function followStream<I>(parts: FollowStream<I>): Promise<void> {
  const { open, onItem, isOver, endsWith = isFinal, onFailure, signal } = parts;
  while (!signal.aborted) {
    try {
      await whenOpen(signal);
      let isWhole = true;
      for await (const item of await open(signal)) {
        isWhole = onItem(item) !== false;
        if (!isWhole) break;
      }
      if (isWhole && isOver?.()) return;
    } catch (caught) {
      if (signal.aborted) return;
      const failure = toFailure(caught);
      if (endsWith(failure)) return onFailure?.(failure);
    }
    await pause(signal);
  }
}

function isFinal(failure: Failure): boolean {
  const isCut = failure.code === 'OFFLINE' || failure.code === 'CANCELLED' || mayRetry(failure);
  // A wire that is cut says INTERNAL while its end is not known yet.
  return !isCut && failure.code !== 'INTERNAL';
}

function pause(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const timer = setTimeout(resolve, pauseMs);
    signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
  });
}
