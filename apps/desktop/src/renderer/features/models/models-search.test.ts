import { describe, expect, it } from 'vitest';
import { filtersOf, parseModelsSearch, tidy } from './models-search.ts';

describe('the address of the picker', () => {
  it('reads everything it may say', () => {
    const search = {
      q: 'llama 8b',
      sort: 'price',
      show: 'favourites',
      providers: ['groq', 'together'],
      maxPrice: 1.5,
      minContext: 32_768,
      tools: true,
      structured: true,
      free: true,
      licenses: ['mit'],
      hideGated: true,
      model: 'meta-llama/Llama-3.1-8B-Instruct',
    };
    expect(parseModelsSearch(search)).toEqual(search);
  });

  it('is empty when it says nothing', () => {
    expect(parseModelsSearch({})).toEqual({});
  });

  it('takes a single name for a list of one, and digits for words', () => {
    expect(parseModelsSearch({ providers: 'groq', q: 70 })).toEqual({ providers: ['groq'], q: '70' });
  });

  it('takes numbers and flags that were written as words', () => {
    expect(parseModelsSearch({ maxPrice: '0.5', minContext: '8192', tools: 'true' })).toEqual({
      maxPrice: 0.5,
      minContext: 8192,
      tools: true,
    });
  });

  it.each([
    ['an order nobody knows', { sort: 'colour' }],
    ['a negative price', { maxPrice: -1 }],
    ['a price that is no number', { maxPrice: 'cheap' }],
    ['an endless context', { minContext: Infinity }],
    ['a list of objects', { providers: [{}, null], licenses: {} }],
    ['objects for words', { q: { $ne: 1 }, model: ['a/b'] }],
    ['flags that are off', { tools: false, free: 0, hideGated: 'no' }],
    ['params of others', { page: 3 }],
  ])('leaves out %s', (_what, raw) => {
    expect(parseModelsSearch(raw)).toEqual({});
  });

  it('keeps a price of nothing, which asks for free models', () => {
    expect(parseModelsSearch({ maxPrice: 0 })).toEqual({ maxPrice: 0 });
  });

  it('cuts a pasted book and drops repeated names', () => {
    expect(parseModelsSearch({ q: 'x'.repeat(10_000) }).q).toHaveLength(256);
    expect(parseModelsSearch({ providers: ['groq', 'groq'] })).toEqual({ providers: ['groq'] });
  });

  it('stays short: emptied lists and words leave it', () => {
    expect(tidy({ q: '', providers: [], sort: undefined, tools: true })).toEqual({ tools: true });
  });
});

describe('filters', () => {
  it('are those of the address in the engine’s words', () => {
    expect(filtersOf({ maxPrice: 0, minContext: 4096, structured: true, free: true, q: 'x', sort: 'name' })).toEqual({
      maxOutputUsdPerMTok: 0,
      minContextLength: 4096,
      structuredOutput: true,
      freeOnly: true,
    });
  });
});
