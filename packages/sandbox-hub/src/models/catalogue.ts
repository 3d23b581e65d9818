// All models of a Sandbox: found by id, and walked page by page in an order, keeping those that match.
// Each order is worked out once and kept, so that a page of a large catalogue costs only its own rows. The few models
// that come, change or go afterwards are merged into a kept order.
import type { ModelRecord } from './model-record.ts';

export const SORT_KEYS = [
  'createdAt',
  'downloads',
  'likes',
  'lastModified',
  'likes30d',
  'trendingScore',
  'num_parameters',
  'mainSize',
  'id',
] as const;
export type SortKey = (typeof SORT_KEYS)[number];

export interface CataloguePage {
  models: ModelRecord[];
  /** Where the next page starts, or undefined when nothing more matches. */
  next: number | undefined;
}

export interface Catalogue {
  find(id: string): ModelRecord | undefined;
  /** A model that was there from the start and has no repo of its own yet. */
  latent(id: string): ModelRecord | undefined;
  /** Adds a model or replaces the one of that id. */
  put(model: ModelRecord): void;
  remove(id: string): void;
  /** In catalogue order, those that were added last. */
  all(): readonly ModelRecord[];
  page(options: {
    sort: SortKey;
    matches: (model: ModelRecord) => boolean;
    limit: number;
    start: number;
  }): CataloguePage;
}

export function createCatalogue(models: readonly ModelRecord[]): Catalogue {
  const first = new Map(models.map((model) => [model.id.toLowerCase(), model]));
  const later = new Map<string, ModelRecord>();
  const gone = new Set<string>();
  const firstOrders = new Map<SortKey, readonly ModelRecord[]>();
  const orders = new Map<SortKey, readonly ModelRecord[]>();
  let everything: readonly ModelRecord[] = models;

  function firstOrder(sort: SortKey): readonly ModelRecord[] {
    let order = firstOrders.get(sort);
    if (!order) {
      order = sort === 'id' ? alphabetical(models) : descending(models, sort);
      firstOrders.set(sort, order);
    }
    return order;
  }
  function ordered(sort: SortKey): readonly ModelRecord[] {
    if (later.size === 0 && gone.size === 0) return firstOrder(sort);
    let order = orders.get(sort);
    if (!order) {
      order = merged(firstOrder(sort).filter(unchanged), [...later.values()], sort);
      orders.set(sort, order);
    }
    return order;
  }
  const unchanged = ({ id }: ModelRecord) => !later.has(id.toLowerCase()) && !gone.has(id.toLowerCase());
  function changed(): void {
    orders.clear();
    everything = [];
  }
  // What every listing without `sort` uses: ready before the first request.
  firstOrder('trendingScore');

  const find = (id: string) => {
    const key = id.toLowerCase();
    return later.get(key) ?? (gone.has(key) ? undefined : first.get(key));
  };
  return {
    find,
    latent: (id) => (later.has(id.toLowerCase()) ? undefined : find(id)),
    put: (model) => {
      later.set(model.id.toLowerCase(), model);
      gone.delete(model.id.toLowerCase());
      changed();
    },
    remove: (id) => {
      later.delete(id.toLowerCase());
      if (first.has(id.toLowerCase())) gone.add(id.toLowerCase());
      changed();
    },
    all: () => {
      if (everything.length === 0) everything = [...models.filter(unchanged), ...later.values()];
      return everything;
    },
    page: ({ sort, matches, limit, start }) => {
      const order = ordered(sort);
      const found: ModelRecord[] = [];
      for (let index = start; index < order.length; index += 1) {
        const model = order[index];
        if (!model || !matches(model)) continue;
        if (found.length === limit) return { models: found, next: index };
        found.push(model);
      }
      return { models: found, next: undefined };
    },
  };
}

function merged(first: readonly ModelRecord[], later: readonly ModelRecord[], sort: SortKey): ModelRecord[] {
  const before = (a: ModelRecord, b: ModelRecord) =>
    sort === 'id' ? a.id < b.id : sortValue(a, sort) > sortValue(b, sort);
  const added = [...later].sort((a, b) => (before(a, b) ? -1 : before(b, a) ? 1 : 0));
  const all: ModelRecord[] = [];
  let next = 0;
  for (const model of first) {
    for (let each = added[next]; each && before(each, model); each = added[next]) {
      all.push(each);
      next += 1;
    }
    all.push(model);
  }
  return [...all, ...added.slice(next)];
}

function alphabetical(models: readonly ModelRecord[]): ModelRecord[] {
  return [...models].sort((a, b) => (a.id < b.id ? -1 : 1));
}

// Sort key and place packed into one number: the native numeric sort needs no comparator and ties keep their order.
function descending(models: readonly ModelRecord[], sort: Exclude<SortKey, 'id'>): ModelRecord[] {
  const places = 2 ** Math.ceil(Math.log2(models.length + 1));
  const packed = new Float64Array(models.length);
  for (const [place, model] of models.entries()) packed[place] = -sortValue(model, sort) * places + place;
  packed.sort();
  const order: ModelRecord[] = [];
  for (const value of packed) {
    const model = models[((value % places) + places) % places];
    if (model) order.push(model);
  }
  return order;
}

// Whole numbers below 2^35, so that 2^17 places still fit beside them.
function sortValue(model: ModelRecord, sort: Exclude<SortKey, 'id'>): number {
  switch (sort) {
    case 'createdAt':
      return Math.floor(model.createdAt / 1000);
    case 'lastModified':
      return Math.floor(model.lastModified / 1000);
    case 'downloads':
      return model.downloads;
    case 'likes':
      return model.likes;
    case 'likes30d':
    case 'trendingScore':
      return model.trendingScore;
    case 'num_parameters':
    case 'mainSize':
      return Math.floor(model.parameters / 1000);
  }
}
