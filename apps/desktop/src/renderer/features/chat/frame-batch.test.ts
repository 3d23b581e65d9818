import { expect, it } from 'vitest';
import { frameBatch } from './frame-batch.ts';

function frames() {
  const waiting: (() => void)[] = [];
  return {
    schedule: (run: () => void) => void waiting.push(run),
    paint: () => waiting.splice(0).forEach((run) => run()),
    waiting,
  };
}

it('hands over once a frame what came between two frames, in order', () => {
  const { schedule, paint, waiting } = frames();
  const got: (readonly number[])[] = [];
  const batch = frameBatch<number>((items) => got.push(items), schedule);
  [1, 2, 3].forEach(batch.add);
  expect(got).toEqual([]);
  expect(waiting).toHaveLength(1);
  paint();
  batch.add(4);
  paint();
  expect(got).toEqual([[1, 2, 3], [4]]);
});

it('hands over the rest at once when flushed, and nothing twice', () => {
  const { schedule, paint } = frames();
  const got: (readonly number[])[] = [];
  const batch = frameBatch<number>((items) => got.push(items), schedule);
  batch.add(1);
  batch.flush();
  paint();
  batch.flush();
  expect(got).toEqual([[1]]);
});
