import { expect, it } from 'vitest';
import { readLimit } from './read-limit.ts';

it('reads an amount as people write one, and an empty field as no limit', () => {
  expect(['5', ' 12.50 ', '$20', '3,5', ''].map(readLimit)).toEqual([5, 12.5, 20, 3.5, null]);
});

it('takes nothing that could be meant otherwise', () => {
  expect(['0', '-1', '1e3', '1,000', 'ten', '2000000'].map(readLimit)).toEqual(Array(6).fill(undefined));
});
