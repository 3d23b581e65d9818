import { expect, it } from 'vitest';
import { parseRunSearch } from './run-search.ts';

it('reads what the page writes', () => {
  const search = { tab: 'log', level: 'warning', events: false, q: 'loss' } as const;
  expect(parseRunSearch(search)).toEqual(search);
  expect(parseRunSearch({ q: 404 })).toEqual({ q: '404' });
});

it('leaves out what is at its default and what nobody can mean', () => {
  expect(parseRunSearch({ tab: 'overview', level: 'debug', events: true, q: '' })).toEqual({});
  expect(parseRunSearch({ tab: 7, level: ['error'], events: 'yes', q: {}, other: 1 })).toEqual({});
  expect(parseRunSearch({ q: 'x'.repeat(5_000) }).q).toHaveLength(1_000);
});
