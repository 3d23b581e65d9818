// The engine behind the model picker: which of the known models a search text
// and filters leave, in which order, fast enough for every keystroke. It holds
// rows; it neither fetches nor formats them.
import type { Matches } from './id-search.ts';
import { createIdSearch, typoQuality } from './id-search.ts';
import type { ModelFilters } from './model-filter.ts';
import { createFilterColumns } from './model-filter.ts';
import type { ModelRow } from './model-row.ts';
import type { ModelSort } from './model-sort.ts';
import { createSortColumns, isNaturallyDescending } from './model-sort.ts';

export interface ModelQuery {
  readonly text?: string;
  readonly filters?: ModelFilters;
  /** `relevance` by default: the best match first with a text, what is trending without one. */
  readonly sort?: ModelSort;
  /** The sort's natural direction by default. */
  readonly descending?: boolean;
  /** Ids to put first, in this order, where they pass and match without a typo: recent and favourite models. */
  readonly pinned?: readonly string[];
}

export interface ModelIndex {
  /** Adds a page of rows. A row whose id is known replaces that row and keeps its number. */
  add(rows: readonly ModelRow[]): void;
  readonly size: number;
  /** All rows by number. */
  readonly rows: readonly ModelRow[];
  row(number: number): ModelRow;
  /** The number of the row with exactly this id. */
  find(id: string): number | undefined;
  /**
   * The numbers of the rows that match and pass, first to last. Rows that match
   * only with a typo forgiven come after all others, whatever the sort.
   */
  query(query: ModelQuery): Uint32Array;
}

/** Qualities are ranked in steps below this within each number of typos. */
const steps = 40;
const mostTypos = 3;
const absent = 0xff;

export function createModelIndex(): ModelIndex {
  const rows: ModelRow[] = [];
  const numbers = new Map<string, number>();
  const search = createIdSearch();
  const filterColumns = createFilterColumns();
  const sortColumns = createSortColumns();
  // What the last queries worked out, until rows are added or the question changes.
  let passes: { readonly filters: ModelFilters; readonly rows: Uint8Array | null } | null = null;
  // Room that every query uses anew.
  let kept = new Uint32Array(0);
  let places = new Uint8Array(0);
  let placeOf = new Uint8Array(0);
  let ranks: { readonly of: Uint32Array; readonly byRow: Uint32Array } | null = null;

  function add(page: readonly ModelRow[]): void {
    for (const facts of page) {
      const known = numbers.get(facts.id);
      const number = known ?? rows.length;
      if (known === undefined) {
        numbers.set(facts.id, number);
        search.add(facts.id);
      }
      rows[number] = facts;
      filterColumns.set(number, facts);
      sortColumns.set(number, facts);
    }
    passes = null;
  }

  function row(number: number): ModelRow {
    const found = rows[number];
    if (found === undefined) throw new RangeError(`The index has no row ${number}.`);
    return found;
  }

  /** Filters stay the same while a person types; callers pass the same object or an equal one. */
  function passing(filters: ModelFilters): Uint8Array | null {
    if (passes === null || !isSame(passes.filters, filters)) passes = { filters, rows: filterColumns.passing(filters) };
    return passes.rows;
  }

  function query({ text = '', filters = {}, sort = 'relevance', descending, pinned = [] }: ModelQuery): Uint32Array {
    const matches = search.match(text);
    const passed = passing(filters);
    const direction = descending ?? isNaturallyDescending(sort);
    const byMatch = sort === 'relevance' && matches !== null;
    const order = byMatch ? sortColumns.order('downloads', true) : sortColumns.order(sort, direction);
    const found = matches === null ? filtered(order, passed) : ranked(matches, order, passed, byMatch, direction);
    if (pinned.length > 0) lead(found, pinned, matches);
    return found;
  }

  function filtered(order: Uint32Array, passed: Uint8Array | null): Uint32Array {
    return passed === null ? order.slice() : order.filter((number) => passed[number] === 1);
  }

  /** The matching rows that pass, by place (a better match, a lower place), each place in the given order. */
  function ranked(
    { rows: matching, qualities }: Matches,
    order: Uint32Array,
    passed: Uint8Array | null,
    byMatch: boolean,
    bestFirst: boolean,
  ): Uint32Array {
    if (kept.length < rows.length) {
      kept = new Uint32Array(rows.length * 2);
      places = new Uint8Array(rows.length * 2);
      placeOf = new Uint8Array(rows.length * 2);
    }
    let count = 0;
    for (let i = 0; i < matching.length; i += 1) {
      const number = matching[i]!;
      if (passed !== null && passed[number] === 0) continue;
      const quality = qualities[number]!;
      const typos = Math.min(mostTypos, quality >>> 8);
      const step = byMatch ? Math.min(steps - 1, quality & 0xff) : 0;
      kept[count] = number;
      places[count] = typos * steps + (bestFirst ? step : steps - 1 - step);
      count += 1;
    }
    return count * 16 < rows.length ? sortedFew(count, order) : sortedMany(count, order);
  }

  /** A few rows are sorted by themselves. */
  function sortedFew(count: number, order: Uint32Array): Uint32Array {
    if (ranks === null || ranks.of !== order) {
      const byRow = new Uint32Array(order.length);
      for (let rank = 0; rank < order.length; rank += 1) byRow[order[rank]!] = rank;
      ranks = { of: order, byRow };
    }
    const { byRow } = ranks;
    const keys = new Float64Array(count);
    for (let i = 0; i < count; i += 1) keys[i] = places[i]! * order.length + byRow[kept[i]!]!;
    keys.sort();
    const found = new Uint32Array(count);
    for (let i = 0; i < count; i += 1) found[i] = order[keys[i]! % order.length]!;
    return found;
  }

  /** Many rows are picked out of the order that all rows are already in. */
  function sortedMany(count: number, order: Uint32Array): Uint32Array {
    placeOf.fill(absent, 0, order.length);
    const next = new Uint32Array(absent);
    for (let i = 0; i < count; i += 1) {
      placeOf[kept[i]!] = places[i]!;
      next[places[i]! + 1]! += 1;
    }
    for (let place = 1; place < absent; place += 1) next[place]! += next[place - 1]!;
    const found = new Uint32Array(count);
    for (let i = 0; i < order.length; i += 1) {
      const number = order[i]!;
      const place = placeOf[number]!;
      if (place === absent) continue;
      found[next[place]!] = number;
      next[place]! += 1;
    }
    return found;
  }

  /** Moves the pinned rows among `found` to its front. */
  function lead(found: Uint32Array, pinned: readonly string[], matches: Matches | null): void {
    const wanted = new Set<number>();
    for (const id of pinned) {
      const number = numbers.get(id);
      if (number !== undefined && (matches === null || matches.qualities[number]! < typoQuality)) wanted.add(number);
    }
    const present = new Set<number>();
    for (const number of found) if (wanted.has(number)) present.add(number);
    let to = found.length - 1;
    for (let from = found.length - 1; from >= 0; from -= 1) {
      const number = found[from]!;
      if (present.has(number)) continue;
      found[to] = number;
      to -= 1;
    }
    let at = 0;
    for (const number of wanted) {
      if (!present.has(number)) continue;
      found[at] = number;
      at += 1;
    }
  }

  return {
    add,
    get size() {
      return rows.length;
    },
    rows,
    row,
    find: (id) => numbers.get(id),
    query,
  };
}

function isSame(a: ModelFilters, b: ModelFilters): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
