import { expect, it } from 'vitest';
import { aReport } from './a-draft.fixture.ts';
import { isSameRow, placeOfRow } from './row-place.ts';

const [file] = aReport().files;
const files = [
  { ...file!, path: 'a', rows: 10 },
  { ...file!, path: 'b', rows: null },
  { ...file!, path: 'c', rows: 5 },
];

it('counts the files before it, as far as they are counted', () => {
  expect(placeOfRow(files, null, { file: 'a', row: 3 })).toBe(3);
  expect(placeOfRow(files, null, { file: 'b', row: 3 })).toBe(13);
  expect(placeOfRow(files, null, { file: 'c', row: 3 })).toBeNull();
  expect(placeOfRow(files, 'c', { file: 'c', row: 3 })).toBe(3);
  expect(placeOfRow(files, 'a', { file: 'c', row: 3 })).toBeNull();
});

it('is the same row only in the same file', () => {
  expect(isSameRow({ file: 'a', row: 1 }, { file: 'a', row: 1 })).toBe(true);
  expect(isSameRow({ file: 'a', row: 1 }, { file: 'b', row: 1 })).toBe(false);
  expect(isSameRow(null, null)).toBe(false);
});
