import { expect, it } from 'vitest';
import { activeFilters, noFilters } from './active-filters.ts';
import { type ModelsSearch, parseModelsSearch, tidy } from './models-search.ts';

const everything: ModelsSearch = {
  q: 'llama',
  sort: 'price',
  show: 'recent',
  model: 'a/b',
  providers: ['groq', 'together', 'novita', 'unheard-of'],
  maxPrice: 0.5,
  minContext: 131_072,
  tools: true,
  structured: true,
  free: true,
  licenses: ['mit'],
  hideGated: true,
};

it('says each filter in words', () => {
  expect(activeFilters(everything).map(({ label }) => label)).toEqual([
    'Groq or Together or 2 more',
    '$0.50 or less',
    '128K context or more',
    'Tools',
    'Structured output',
    'Free',
    'mit',
    'Not gated',
  ]);
});

it('lets go of one filter and keeps all else', () => {
  for (const { key, without } of activeFilters(everything)) {
    const { [key]: gone, ...others } = everything;
    expect(gone).toBeDefined();
    expect(tidy({ ...everything, ...without })).toEqual(others);
  }
});

it('lets go of all filters and keeps words, order, scope and details', () => {
  expect(tidy({ ...everything, ...noFilters })).toEqual({ q: 'llama', sort: 'price', show: 'recent', model: 'a/b' });
});

it('names nothing where nothing is filtered', () => {
  expect(activeFilters(parseModelsSearch({ q: 'x', sort: 'name' }))).toEqual([]);
});
