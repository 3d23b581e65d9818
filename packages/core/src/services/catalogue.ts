// The model catalogue, loaded once and read by as many windows as there are.
// Pages are passed on as they come; when the last reader leaves, loading stops.
import type { CatalogueItem } from '@hubdesk/shared/contract/models';
import { AppError, isAppError } from '@hubdesk/shared/errors';
import type { ModelRow, Offer } from '@hubdesk/shared/models/model-row';
import type { HubClient } from '../hub/hub-client.ts';
import { fetchModelPage, toModelRow } from '../hub/model-list.ts';
import { fetchRouterOffers } from '../hub/router-models.ts';
import { type Clock, wait } from '../ports/clock.ts';
import type { Secret } from '../secrets/secret.ts';

// Prices and latencies change by the hour; a list this old is asked for again.
const keptMs = 10 * 60_000;
const pageTries = 4;

export interface Catalogue {
  /** Pages of rows, then one `done`. Rejects with the Hub's code when a page stays out of reach. */
  read(refresh: boolean, signal: AbortSignal | undefined): AsyncGenerator<CatalogueItem>;
  /** A row of a finished catalogue; undefined when the model is not in it, null while none is finished. */
  find(model: string): ModelRow | undefined | null;
}

interface Load {
  pages: ModelRow[][];
  end: CatalogueItem | null;
  failure: unknown;
  startedMs: number;
  readers: number;
  stop: AbortController;
  /** Resolves at the next page, end or failure. */
  next: PromiseWithResolvers<void>;
}

export function createCatalogue({ hub, clock, token }: { hub: HubClient; clock: Clock; token(): Promise<Secret | null> }): Catalogue {
  let load: Load | null = null;
  let finished: Map<string, ModelRow> | null = null;

  function start(): Load {
    const started: Load = {
      pages: [],
      end: null,
      failure: null,
      startedMs: clock.now(),
      readers: 0,
      stop: new AbortController(),
      next: Promise.withResolvers(),
    };
    const moved = () => {
      const { resolve } = started.next;
      started.next = Promise.withResolvers();
      resolve();
    };
    fill(started, moved).catch((error: unknown) => {
      started.failure = error;
      if (load === started) load = null;
      moved();
    });
    return started;
  }

  async function fill(into: Load, moved: () => void): Promise<void> {
    const { signal } = into.stop;
    const offers = fetchRouterOffers(hub, signal).catch((): Map<string, Offer[]> | null => null);
    const key = await token();
    const byId = new Map<string, ModelRow>();
    let next: string | null = null;
    do {
      const page = await withPatience(clock, signal, () => fetchModelPage(hub, next, { token: key, signal }));
      const known = await offers;
      // A model that moves up while pages are read would come twice.
      const rows = page.models.filter((model) => !byId.has(model.id)).map((model) => toModelRow(model, known?.get(model.id)));
      for (const row of rows) byId.set(row.id, row);
      into.pages.push(rows);
      next = page.next;
      moved();
    } while (next !== null);
    into.end = { type: 'done', total: byId.size, fetchedAt: new Date(clock.now()).toISOString(), offersMissing: (await offers) === null };
    finished = byId;
    moved();
  }

  return {
    find: (model) => (finished === null ? null : finished.get(model)),
    async *read(refresh, signal) {
      const tooOld = load !== null && load.end !== null && (refresh || clock.now() - load.startedMs > keptMs);
      if (load === null || tooOld) load = start();
      const mine = load;
      mine.readers += 1;
      try {
        for (let page = 0; ; page += 1) {
          while (page >= mine.pages.length) {
            if (mine.failure !== null) throw mine.failure;
            if (mine.end !== null) {
              yield mine.end;
              return;
            }
            await Promise.race([mine.next.promise, aborted(signal)]);
            signal?.throwIfAborted();
          }
          yield { type: 'rows', rows: mine.pages[page] ?? [] };
        }
      } finally {
        mine.readers -= 1;
        if (mine.readers === 0 && mine.end === null) {
          mine.stop.abort(new AppError('CANCELLED', 'Stopped.', {}));
          if (load === mine) load = null;
        }
      }
    },
  };
}

/** Asks again where the code says that may help, after the server's own delay or a growing one. */
async function withPatience<T>(clock: Clock, signal: AbortSignal, ask: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await ask();
    } catch (error) {
      const retryable = isAppError(error) && ['RATE_LIMITED', 'PROVIDER_UNAVAILABLE', 'TIMEOUT'].includes(error.code);
      if (!retryable || tries === pageTries) throw error;
      const delayMs = isAppError(error, 'RATE_LIMITED') && error.data.retryAfterMs !== null ? error.data.retryAfterMs : 500 * 2 ** tries;
      // A pause the person would not sit through is better told than waited for.
      if (delayMs > 15_000) throw error;
      await Promise.race([wait(clock, delayMs), aborted(signal)]);
      signal.throwIfAborted();
    }
  }
}

function aborted(signal: AbortSignal | undefined): Promise<void> {
  if (!signal) return new Promise(() => {});
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
