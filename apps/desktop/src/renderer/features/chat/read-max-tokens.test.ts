import { expect, it } from 'vitest';
import { readMaxTokens } from './read-max-tokens.ts';

it.each([
  ['', null],
  ['  ', null],
  ['512', 512],
  ['4,096', 4_096],
  ['1 000 000', 1_000_000],
  ['0', 'invalid'],
  ['-5', 'invalid'],
  ['1000001', 'invalid'],
  ['many', 'invalid'],
  ['1e3', 'invalid'],
] as const)('reads "%s" as %s', (typed, value) => {
  expect(readMaxTokens(typed)).toBe(value);
});
