import { expect, it } from 'vitest';
import { sizeCategoryOf, sizeCategoryWords } from './size-category.ts';

it('finds the range among the tags', () => {
  expect(sizeCategoryOf(['language:en', 'size_categories:1K<n<10K'])).toBe('1K<n<10K');
  expect(sizeCategoryOf([])).toBeNull();
});

it('says the range in words, and an unknown one as it stands', () => {
  expect(['1K<n<10K', 'n<1K', 'n>1T', 'many'].map(sizeCategoryWords)).toEqual([
    '1K–10K rows',
    'under 1K rows',
    'over 1T rows',
    'many',
  ]);
});
