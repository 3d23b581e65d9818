// The orders the picker can show models in. Whatever is unknown (no price, no
// measured speed, no date) comes last in both directions; equals go by downloads.
import { Column, integers } from './column.ts';
import type { ModelRow } from './model-row.ts';
import { cheapestOffer, fastestOffer, isLive, outputPrice } from './offer-choice.ts';
import { orderBy } from './order-by.ts';

export const modelSorts = [
  'relevance',
  'downloads',
  'trending',
  'likes',
  'price',
  'speed',
  'latency',
  'newest',
  'name',
] as const;
export type ModelSort = (typeof modelSorts)[number];
type NumberSort = Exclude<ModelSort, 'name'>;
const numberSorts = modelSorts.filter((sort) => sort !== 'name');

/** The direction a person means by the sort's name: most downloads, lowest price, highest speed, newest, A to Z. */
export function isNaturallyDescending(sort: ModelSort): boolean {
  return sort !== 'price' && sort !== 'latency' && sort !== 'name';
}

/**
 * What a row is sorted by; `null` where it is not known, and what is below 0 counts as 0. Price is the
 * cheapest live offer's in USD per million output tokens, speed and latency are
 * the best live offer's. Relevance without a text is what is trending on the Hub.
 */
export const sortValue: Record<NumberSort, (row: ModelRow) => number | null> = {
  relevance: (row) => row.trending,
  downloads: (row) => row.downloads,
  trending: (row) => row.trending,
  likes: (row) => row.likes,
  price: (row) => {
    const offer = cheapestOffer(row);
    return offer && outputPrice(offer);
  },
  speed: (row) => fastestOffer(row)?.tokensPerSecond ?? null,
  latency: (row) => {
    let best: number | null = null;
    for (const offer of row.offers) {
      const firstTokenMs = isLive(offer) ? offer.firstTokenMs : null;
      if (firstTokenMs !== null && (best === null || firstTokenMs < best)) best = firstTokenMs;
    }
    return best;
  },
  newest: (row) => {
    const createdAtMs = row.createdAt === null ? NaN : Date.parse(row.createdAt);
    return Number.isNaN(createdAtMs) ? null : createdAtMs / 1000;
  },
};

/** Counts and seconds keep every digit; prices and measures are told apart to 7 digits. */
const counted: ReadonlySet<NumberSort> = new Set(['downloads', 'likes', 'newest']);
/** Above every key; keys stay within 31 bits, for which arithmetic is fastest. */
const unknown = 0x7fff_ffff;

export interface SortColumns {
  /** Sets the facts of a row; a row given again replaces what was known. */
  set(row: number, facts: ModelRow): void;
  /** All row numbers in this order; kept until a row is set, so not to be written to. */
  order(sort: ModelSort, descending: boolean): Uint32Array;
}

export function createSortColumns(): SortColumns {
  const columns: Record<NumberSort, Column<Uint32Array<ArrayBuffer>>> = {
    relevance: new Column(integers),
    downloads: new Column(integers),
    trending: new Column(integers),
    likes: new Column(integers),
    price: new Column(integers),
    speed: new Column(integers),
    latency: new Column(integers),
    newest: new Column(integers),
  };
  const ids: string[] = [];
  const orders = new Map<string, Uint32Array>();
  // In order as far as it goes, so that sorting a further page into it is cheap.
  let byName: { readonly name: string; readonly row: number }[] = [];

  function set(row: number, facts: ModelRow): void {
    for (const sort of numberSorts) {
      const column = columns[sort];
      const key = keyOf(sort, sortValue[sort](facts));
      if (row === ids.length) column.push(key);
      else column.data[row] = key;
    }
    ids[row] = facts.id;
    orders.clear();
  }

  function order(sort: ModelSort, descending: boolean): Uint32Array {
    const name = `${sort} ${descending}`;
    let known = orders.get(name);
    if (known === undefined) {
      known = sort === 'name' ? orderOfNames(descending) : orderOfNumbers(sort, descending);
      orders.set(name, known);
    }
    return known;
  }

  function orderOfNumbers(sort: NumberSort, descending: boolean): Uint32Array {
    const equalsBy = sort === 'downloads' ? integers(ids.length).map((_, row) => row) : order('downloads', true);
    const ascending = columns[sort].data.subarray(0, ids.length);
    if (!descending) return orderBy(equalsBy, ascending);
    const keys = integers(ids.length);
    for (let row = 0; row < keys.length; row += 1) {
      const key = ascending[row]!;
      keys[row] = key === unknown ? unknown : unknown - 1 - key;
    }
    return orderBy(equalsBy, keys);
  }

  function orderOfNames(descending: boolean): Uint32Array {
    const added = ids.slice(byName.length).map((id, index) => ({ name: id.toLowerCase(), row: byName.length + index }));
    byName = [...byName, ...added].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.row - b.row));
    const order = Uint32Array.from(byName, ({ row }) => row);
    return descending ? order.reverse() : order;
  }

  return { set, order };
}

const float = new Float32Array(1);
const floatBits = new Uint32Array(float.buffer);

/** A key in the order of the value: itself, or the bits of a float that is not negative. */
function keyOf(sort: NumberSort, value: number | null): number {
  if (value === null) return unknown;
  if (counted.has(sort)) return Math.max(0, Math.min(unknown - 1, Math.trunc(value)));
  float[0] = Math.max(0, value);
  return floatBits[0]!;
}
