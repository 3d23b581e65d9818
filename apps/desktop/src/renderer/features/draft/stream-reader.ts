// Reads one stream at a time and keeps what it has come to. Starting again, or
// letting go, ends the reading, and with it the work at the other end.
import type { Failure } from '@hubdesk/shared/errors';

export interface StreamState<S> {
  /** `stopped`: by the person, or cut off before its end. */
  phase: 'idle' | 'running' | 'done' | 'stopped' | 'failed';
  /** What the items came to; kept over a new start until its first item. */
  value: S | null;
  failure: Failure | null;
}

export interface StreamReader<I, S> {
  getState: () => StreamState<S>;
  subscribe: (listener: () => void) => () => void;
  start: (open: (signal: AbortSignal) => Promise<AsyncIterable<I>>) => void;
  stop: () => void;
  /** Back to nothing. */
  clear: () => void;
}

export interface StreamReaderOptions<I, S> {
  /** The value after an item; `before` is null at the first item of a start. */
  fold: (before: S | null, item: I) => S;
  isDone: (item: I) => boolean;
  toFailure: (caught: unknown) => Failure;
  /** Runs its argument before the next paint, so that a fast stream costs one a frame. */
  schedule: (run: () => void) => void;
}

export function createStreamReader<I, S>(options: StreamReaderOptions<I, S>): StreamReader<I, S> {
  const { fold, isDone, toFailure, schedule } = options;
  let state: StreamState<S> = { phase: 'idle', value: null, failure: null };
  let running: AbortController | null = null;
  const listeners = new Set<() => void>();

  function set(next: StreamState<S>): void {
    state = next;
    for (const listener of listeners) listener();
  }

  async function read(open: (signal: AbortSignal) => Promise<AsyncIterable<I>>): Promise<void> {
    running?.abort();
    const mine = new AbortController();
    running = mine;
    let value: S | null = null;
    let isScheduled = false;
    const shown = () => value ?? state.value;
    set({ phase: 'running', value: state.value, failure: null });
    try {
      for await (const item of await open(mine.signal)) {
        if (running !== mine) return;
        value = fold(value, item);
        if (isDone(item)) {
          running = null;
          set({ phase: 'done', value, failure: null });
          return;
        }
        if (isScheduled) continue;
        isScheduled = true;
        schedule(() => {
          isScheduled = false;
          if (running === mine) set({ phase: 'running', value: shown(), failure: null });
        });
      }
      if (running !== mine) return;
      running = null;
      // A stream that ends without saying that it is done was cut.
      set({ phase: 'stopped', value: shown(), failure: null });
    } catch (caught) {
      if (running !== mine) return;
      running = null;
      set({ phase: 'failed', value: shown(), failure: toFailure(caught) });
    }
  }

  function end(): void {
    const ended = running;
    running = null;
    ended?.abort();
  }

  return {
    getState: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    start: (open) => void read(open),
    stop() {
      if (!running) return;
      end();
      set({ ...state, phase: 'stopped' });
    },
    clear() {
      end();
      set({ phase: 'idle', value: null, failure: null });
    },
  };
}
