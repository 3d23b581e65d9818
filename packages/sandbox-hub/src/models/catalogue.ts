// All models of a Sandbox: found by id, and walked page by page in an order, keeping those that match.
// Each order is worked out once and kept, so that a page of a large catalogue costs only its own rows.
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
  /** In catalogue order. */
  all(): readonly ModelRecord[];
  page(options: {
    sort: SortKey;
    matches: (model: ModelRecord) => boolean;
    limit: number;
    start: number;
  }): CataloguePage;
}

export function createCatalogue(models: readonly ModelRecord[]): Catalogue {
  const byId = new Map(models.map((model) => [model.id.toLowerCase(), model]));
  const orders = new Map<SortKey, readonly ModelRecord[]>();

  function ordered(sort: SortKey): readonly ModelRecord[] {
    let order = orders.get(sort);
    if (!order) {
      order = sort === 'id' ? alphabetical(models) : descending(models, sort);
      orders.set(sort, order);
    }
    return order;
  }
  // What every listing without `sort` uses: ready before the first request.
  ordered('trendingScore');

  return {
    find: (id) => byId.get(id.toLowerCase()),
    all: () => models,
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
