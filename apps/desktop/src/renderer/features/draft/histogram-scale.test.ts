import { expect, it } from 'vitest';
import { axisMarks, placeOf, rowsLonger, shownBuckets, tokensAt } from './histogram-scale.ts';

const histogram = { bounds: [64, 128, 256, 512, 1_024], counts: [10, 40, 30, 0, 2, 0] };

it('shows the buckets up to the last that holds a row, or as far as the line', () => {
  expect(shownBuckets(histogram, 100).map(({ to }) => to)).toEqual([64, 128, 256, 512, 1_024]);
  expect(shownBuckets({ ...histogram, counts: [10, 40, 0, 0, 0, 0] }, 300).map(({ to }) => to)).toEqual([
    64, 128, 256, 512,
  ]);
  expect(shownBuckets(histogram, 5_000).at(-1)).toEqual({ from: 1_024, to: null, count: 0 });
});

it('places a length within its bucket and finds it again', () => {
  const buckets = shownBuckets(histogram, 1_024);
  expect(placeOf(buckets, 0)).toBe(0);
  expect(placeOf(buckets, 128)).toBeCloseTo(2 / 5);
  expect(placeOf(buckets, 192)).toBeCloseTo(2.5 / 5);
  expect(placeOf(buckets, 99_999)).toBe(1);
  for (const tokens of [1, 64, 65, 200, 777, 1_024]) expect(tokensAt(buckets, placeOf(buckets, tokens))).toBe(tokens);
  expect(tokensAt(buckets, -1)).toBe(1);
});

it('writes no more marks than there is room for', () => {
  const marks = axisMarks(shownBuckets(histogram, 1_024), 3);
  expect(marks).toEqual([
    { tokens: 0, place: 0 },
    { tokens: 128, place: 2 / 5 },
    { tokens: 512, place: 4 / 5 },
  ]);
});

it('counts the rows above a length, and shares out the bucket it falls into', () => {
  expect(rowsLonger(histogram, 128)).toBe(32);
  expect(rowsLonger(histogram, 192)).toBe(17);
  expect(rowsLonger(histogram, 1_024)).toBe(0);
  expect(rowsLonger({ bounds: [], counts: [] }, 10)).toBe(0);
});

it('stands still where nothing was counted yet', () => {
  expect(shownBuckets({ bounds: [], counts: [] }, 10)).toEqual([]);
  expect(placeOf([], 10)).toBe(0);
  expect(tokensAt([], 0.5)).toBe(1);
});
