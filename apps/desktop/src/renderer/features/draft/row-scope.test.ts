import { expect, it } from 'vitest';
import { aReport } from './a-draft.fixture.ts';
import { filterOf, scopeOptions } from './row-scope.ts';

it('asks the host for what the address names, and for all rows where it names nothing known', () => {
  expect(filterOf(undefined)).toEqual({ kind: 'all' });
  expect(filterOf('nonsense')).toEqual({ kind: 'all' });
  expect(filterOf('edited')).toEqual({ kind: 'edited' });
  expect(filterOf('leak')).toEqual({ kind: 'problems', problems: ['leak'] });
  const serious = filterOf('problems');
  expect(serious.kind === 'problems' && serious.problems).toContain('duplicate');
  expect(serious.kind === 'problems' && serious.problems).not.toContain('email');
});

it('offers only what was found, and what shows now', () => {
  const report = aReport({ problems: [{ kind: 'email', count: 2_000, examples: [] }] });
  const none = { changed: 0, dropped: 0 };
  expect(scopeOptions(report, none, undefined)).toEqual([
    { value: 'all', label: 'All rows' },
    { value: 'email', label: 'E-mail address (2,000)' },
  ]);
  expect(scopeOptions(null, { changed: 1, dropped: 2 }, 'leak').map(({ value }) => value)).toEqual([
    'all',
    'problems',
    'leak',
    'edited',
  ]);
});
