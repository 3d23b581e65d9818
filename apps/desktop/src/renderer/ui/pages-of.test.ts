import { expect, it } from 'vitest';
import { pagesOf } from './pages-of.ts';

it('names the pages that hold the rows in sight', () => {
  expect(pagesOf(0, 30, 50)).toEqual([0]);
  expect(pagesOf(40, 60, 50)).toEqual([0, 1]);
  expect(pagesOf(100, 100, 50)).toEqual([2]);
  expect(pagesOf(0, -1, 50)).toEqual([0]);
});
