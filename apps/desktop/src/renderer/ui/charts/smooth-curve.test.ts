import { expect, it } from 'vitest';
import { SmoothCurve } from './smooth-curve.ts';

it('stays at a value that stays, from the first point on', () => {
  expect([...new SmoothCurve(0.9).extend(Float64Array.from([2, 2, 2, 2]))]).toEqual(
    [2, 2, 2, 2].map((y) => expect.closeTo(y, 12)),
  );
});

it('counts the past as told', () => {
  // With weight 0.5 the second is (0.5 * 0.5 * 1 + 0.5 * 4) / 0.75.
  const [first, second] = new SmoothCurve(0.5).extend(Float64Array.from([1, 4]));
  expect(first).toBeCloseTo(1);
  expect(second).toBeCloseTo(3);
});

it('leaves holes where they are and goes on behind them', () => {
  const smooth = new SmoothCurve(0.5).extend(Float64Array.from([1, Number.NaN, 4]));
  expect(smooth[1]).toBeNaN();
  expect(smooth[2]).toBeCloseTo(3);
});

it('comes to the same in pieces as at once', () => {
  const raw = Float64Array.from({ length: 1_000 }, (_, at) => Math.cos(at));
  const grown = new SmoothCurve(0.95);
  for (let to = 1; to <= raw.length; to += 37) grown.extend(raw.subarray(0, to));
  expect([...grown.extend(raw)]).toEqual([...new SmoothCurve(0.95).extend(raw)]);
});
