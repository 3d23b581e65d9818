import { expect, it } from 'vitest';
import { nearestPoint } from './nearest-point.ts';
import { reduceCurves } from './reduce-curves.ts';

const steps = (count: number) => Float64Array.from({ length: count }, (_, at) => at);
const told = (column: readonly (number | null)[] | undefined) => (column ?? []).filter((y) => y !== null);

it('leaves few points as they are, with those just outside', () => {
  const y = Float64Array.from([5, 4, Number.NaN, 2, 1, 0]);
  const { x, ys } = reduceCurves([{ x: steps(6), originX: 0, ys: [y] }], 2, 3, 100);
  expect(x).toEqual([1, 2, 3, 4]);
  expect(ys[0]).toEqual([4, null, 2, 1]);
});

it('keeps every spike of a hundred thousand points', () => {
  const y = Float64Array.from({ length: 100_000 }, (_, at) => Math.sin(at / 5_000));
  y[54_321] = 40;
  y[54_400] = -40;
  const { x, ys } = reduceCurves([{ x: steps(100_000), originX: 0, ys: [y] }], 0, 99_999, 600);
  expect(x.length).toBe(1_200);
  expect(Math.max(...told(ys[0]))).toBe(40);
  expect(Math.min(...told(ys[0]))).toBe(-40);
  const at = ys[0]?.indexOf(40) ?? -1;
  expect(Math.abs((x[at] ?? 0) - 54_321)).toBeLessThan(100_000 / 600);
});

it('puts the lowest and the highest of a column in the order they came', () => {
  const y = Float64Array.from({ length: 1_000 }, (_, at) => (at % 10 === 2 ? 9 : at % 10 === 7 ? -9 : 0));
  const { ys } = reduceCurves([{ x: steps(1_000), originX: 0, ys: [y] }], 0, 1_000, 100);
  expect(ys[0]?.slice(0, 4)).toEqual([9, -9, 9, -9]);
});

it('lays runs of different days over each other from their own beginnings', () => {
  const later = { x: Float64Array.from([1_000, 1_010]), originX: 1_000, ys: [Float64Array.from([3, 4])] };
  const early = { x: Float64Array.from([5, 15]), originX: 5, ys: [Float64Array.from([1, 2])] };
  expect(reduceCurves([later, early], 0, 10, 100)).toEqual({
    x: [0, 10],
    ys: [
      [3, 4],
      [1, 2],
    ],
  });
});

it('finds the nearest value that was told', () => {
  const y = Float64Array.from([Number.NaN, 1, Number.NaN, Number.NaN, 2, Number.NaN]);
  expect(nearestPoint(steps(6), y, 0)).toBe(1);
  expect(nearestPoint(steps(6), y, 2)).toBe(1);
  expect(nearestPoint(steps(6), y, 3)).toBe(4);
  expect(nearestPoint(steps(6), y, Number.POSITIVE_INFINITY)).toBe(4);
  expect(nearestPoint(steps(2), Float64Array.from([Number.NaN, Number.NaN]), 1)).toBeNull();
});
