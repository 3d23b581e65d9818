// What an empty list proposes: which one thing to let go, and how many models
// that would bring.
import type { ModelIndex } from '@hubdesk/shared/models/model-index';
import { activeFilters, type ModelsSearchChange, noFilters } from './active-filters.ts';
import { findModels, type Sought } from './find-models.ts';
import { tidy } from './models-search.ts';

export interface Relaxation {
  readonly label: string;
  /** How many models there would be. */
  readonly count: number;
  readonly change: ModelsSearchChange;
  /** The words in the field go as well. */
  readonly clearsText: boolean;
}

/** The most fruitful first; only what brings something. */
export function relaxations(index: ModelIndex, sought: Sought): Relaxation[] {
  const { text, search, only } = sought;
  const filters = activeFilters(search);
  const tries: Omit<Relaxation, 'count'>[] = filters.map(({ label, without }) => ({
    label: `Without “${label}”`,
    change: without,
    clearsText: false,
  }));
  if (filters.length > 1) tries.push({ label: 'Without any filter', change: noFilters, clearsText: false });
  if (text.trim() !== '') tries.push({ label: 'Without the words', change: { q: undefined }, clearsText: true });
  if (only !== null) tries.push({ label: 'Among all models', change: { show: undefined }, clearsText: false });
  return tries
    .map((each) => ({ ...each, count: countOf(index, sought, each) }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count);
}

function countOf(
  index: ModelIndex,
  { text, search, only }: Sought,
  { change, clearsText }: Omit<Relaxation, 'count'>,
): number {
  const relaxed = tidy({ ...search, ...change });
  return findModels(index, { text: clearsText ? '' : text, search: relaxed, only: 'show' in change ? null : only })
    .length;
}
