// The complete list of models of one Hub, filled from a stream page by page and
// kept outside React: 120,000 rows are read where they are, never copied into
// state. It loads only while somebody holds it, and never drops what it has.
import type { CatalogueItem } from '@hubdesk/shared/contract/models';
import type { Failure } from '@hubdesk/shared/errors';
import { createModelIndex, type ModelIndex } from '@hubdesk/shared/models/model-index';
import type { ModelRow } from '@hubdesk/shared/models/model-row';

export interface FeedState {
  /** The rows to show; another object with each change of them. A newer list takes over once it has as many. */
  readonly shown: { readonly index: ModelIndex };
  readonly phase: 'waiting' | 'loading' | 'done' | 'stopped' | 'failed';
  /** Rows read by the load that runs or ran last. */
  readonly loaded: number;
  /** ISO 8601, of the last complete list. */
  readonly fetchedAt: string | null;
  /** Prices, context and speed could not be had. */
  readonly offersMissing: boolean;
  readonly failure: Failure | null;
}

export interface CatalogueFeed {
  getState(): FeedState;
  subscribe(listener: () => void): () => void;
  /** Says that a page shows it, which loads it if it is not complete or old; the answer lets go, which ends an unfinished load. */
  hold(): () => void;
  /** Loads it anew; what is there stays until the new list has caught up. */
  refresh(): void;
  /** Ends an unfinished load and keeps what came. */
  stop(): void;
}

export interface CatalogueSource {
  read(refresh: boolean, signal: AbortSignal): Promise<AsyncIterable<CatalogueItem>>;
  toFailure(caught: unknown): Failure;
  now(): number;
  /** Calls back once after so many milliseconds; the answer calls it off. */
  after(delayMs: number, call: () => void): () => void;
}

// Each showing of further rows sorts them in, which at 120,000 takes a while.
// The first page shows at once, the others together at a calm pace.
const paceMs = 500;
// Prices and speeds move by the hour.
const keptMs = 30 * 60_000;

interface Load {
  readonly abort: AbortController;
  /** Brings what has arrived into view, with a change of the state. */
  readonly show: (change: Partial<FeedState>) => void;
}

export function createCatalogueFeed(source: CatalogueSource): CatalogueFeed {
  let state: FeedState = {
    shown: { index: createModelIndex() },
    phase: 'waiting',
    loaded: 0,
    fetchedAt: null,
    offersMissing: false,
    failure: null,
  };
  const listeners = new Set<() => void>();
  let holders = 0;
  let running: Load | null = null;

  function set(change: Partial<FeedState>): void {
    state = { ...state, ...change };
    for (const listener of listeners) listener();
  }

  async function load(refresh: boolean): Promise<void> {
    const fresh = createModelIndex();
    const abort = new AbortController();
    let arrived: ModelRow[] = [];
    let cancelPause: (() => void) | null = null;

    function show(change: Partial<FeedState> = {}): void {
      cancelPause?.();
      cancelPause = null;
      fresh.add(arrived);
      arrived = [];
      const caughtUp = change.phase === 'done' || (fresh.size > 0 && fresh.size >= state.shown.index.size);
      set({ ...(caughtUp && { shown: { index: fresh } }), loaded: fresh.size, ...change });
    }

    running?.abort.abort();
    const mine: Load = { abort, show };
    running = mine;
    set({ phase: 'loading', loaded: 0, failure: null });
    try {
      for await (const item of await source.read(refresh, abort.signal)) {
        if (running !== mine) return;
        if (item.type === 'done') {
          running = null;
          const { fetchedAt, offersMissing } = item;
          show({ phase: 'done', fetchedAt, offersMissing });
          return;
        }
        for (const row of item.rows) arrived.push(row);
        if (fresh.size === 0) show();
        else cancelPause ??= source.after(paceMs, show);
      }
      // A stream that ends without saying that it is done was cut.
      if (running === mine) stop();
    } catch (caught) {
      if (running !== mine) return;
      running = null;
      show({ phase: 'failed', failure: source.toFailure(caught) });
    }
  }

  function stop(): void {
    if (running === null) return;
    const { abort, show } = running;
    running = null;
    show({ phase: 'stopped' });
    abort.abort();
  }

  function isOld(): boolean {
    const { phase, fetchedAt } = state;
    return phase !== 'done' || fetchedAt === null || source.now() - Date.parse(fetchedAt) > keptMs;
  }

  return {
    getState: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    hold() {
      holders += 1;
      if (running === null && isOld()) void load(false);
      let held = true;
      return () => {
        if (!held) return;
        held = false;
        holders -= 1;
        if (holders === 0) stop();
      };
    },
    refresh: () => void load(true),
    stop,
  };
}
