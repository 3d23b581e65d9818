import { expect, it } from 'vitest';
import { sparkPath, sparkValues } from './spark-line.ts';

it('keeps the course of many values in few, and leaves out what was not told', () => {
  expect(sparkValues(Float64Array.from([4, 4, Number.NaN, 2, 2, 0, 0]), 3)).toEqual([4, 2, 0]);
  expect(sparkValues(Float64Array.from([1, 2]), 60)).toEqual([1, 2]);
  expect(sparkValues(new Float64Array(0), 60)).toEqual([]);
});

it('draws the lowest at the foot and the highest at the top', () => {
  expect(sparkPath([2, 1, 0], { width: 100, height: 10 })).toBe('M0.0 0.0L50.0 5.0L100.0 10.0');
  expect(sparkPath([1, 1], { width: 100, height: 10 }, 0.5)).toBe('M0.0 5.0L50.0 5.0');
  expect(sparkPath([1], { width: 100, height: 10 })).toBe('');
});
