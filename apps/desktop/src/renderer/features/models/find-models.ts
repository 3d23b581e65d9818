// Turns what the address and the search field say into the rows to show.
import type { ModelIndex } from '@hubdesk/shared/models/model-index';
import type { ModelSort } from '@hubdesk/shared/models/model-sort';
import { filtersOf, type ModelsSearch } from './models-search.ts';

export interface Sought {
  readonly text: string;
  readonly search: ModelsSearch;
  /** Only these ids, and in this order where no other is asked for; null for all. */
  readonly only: readonly string[] | null;
}

/** The numbers of the rows to show, first to last. */
export function findModels(index: ModelIndex, { text, search, only }: Sought): Uint32Array {
  const found = index.query({ text, filters: filtersOf(search), sort: engineSort(search, text) });
  if (only === null) return found;
  const wanted = new Map<number, number>();
  for (const [place, id] of only.entries()) {
    const number = index.find(id);
    if (number !== undefined) wanted.set(number, place);
  }
  const kept = found.filter((number) => wanted.has(number));
  const hasOrder = search.sort !== undefined || text.trim() !== '';
  return hasOrder ? kept : kept.sort((a, b) => (wanted.get(a) ?? 0) - (wanted.get(b) ?? 0));
}

/** Best match first while words are typed; without any, the most downloaded, which is also the order pages arrive in. */
function engineSort({ sort }: ModelsSearch, text: string): ModelSort {
  return sort ?? (text.trim() === '' ? 'downloads' : 'relevance');
}
