import { expect, it } from 'vitest';
import { CurveTable } from './curve-table.ts';

const points = (from: number, losses: (number | null)[], more: Record<string, (number | null)[]> = {}) => ({
  from,
  step: losses.map((_loss, at) => from + at + 1),
  time: losses.map((_loss, at) => 100 + from + at),
  values: { loss: losses, ...more },
});

it('keeps all points in order, however many there are', () => {
  const table = new CurveTable();
  for (let from = 0; from < 10_000; from += 100) {
    expect(
      table.add(
        points(
          from,
          Array.from({ length: 100 }, (_, at) => from + at),
        ),
      ),
    ).toBe(true);
  }
  expect(table.length).toBe(10_000);
  expect(table.values('loss')?.[9_999]).toBe(9_999);
  expect(table.step[9_999]).toBe(10_000);
});

it('has nothing where a metric was not told, before and after it was', () => {
  const table = new CurveTable();
  table.add(points(0, [3, 2]));
  table.add(points(2, [1, null], { eval_loss: [null, 1.5] }));
  table.add(points(4, [0.5]));
  expect([...(table.values('eval_loss') ?? [])]).toEqual([Number.NaN, Number.NaN, Number.NaN, 1.5, Number.NaN]);
  expect([...(table.values('loss') ?? [])]).toEqual([3, 2, 1, Number.NaN, 0.5]);
  expect(table.values('grad_norm')).toBeNull();
});

it('refuses points that leave a hole, and begins anew at 0', () => {
  const table = new CurveTable();
  table.add(points(0, [3, 2], { gone: [1, 1] }));
  expect(table.add(points(5, [1]))).toBe(false);
  expect(table.length).toBe(2);
  const { generation } = table;
  expect(table.add(points(0, [9]))).toBe(true);
  expect(table.length).toBe(1);
  expect(table.metrics).toEqual(['loss']);
  expect(table.generation).not.toBe(generation);
});

it('takes back what is told again from a place on', () => {
  const table = new CurveTable();
  table.add(points(0, [4, 3, 2, 1]));
  table.add(points(2, [7]));
  expect([...(table.values('loss') ?? [])]).toEqual([4, 3, 7]);
});

it('tells its listeners until they leave', () => {
  const table = new CurveTable();
  let told = 0;
  const stop = table.subscribe(() => (told += 1));
  table.add(points(0, [1]));
  stop();
  table.add(points(1, [1]));
  expect(told).toBe(1);
});
