import { expect, test } from 'vitest';
import { testClock, wait } from './clock.ts';

test('what falls due runs in order of time, each at its own instant', () => {
  const clock = testClock(1_000);
  const seen: [string, number][] = [];
  clock.after(30, () => seen.push(['late', clock.now()]));
  clock.after(10, () => {
    seen.push(['early', clock.now()]);
    clock.after(5, () => seen.push(['nested', clock.now()]));
  });
  clock.advance(30);
  expect(seen).toEqual([
    ['early', 1_010],
    ['nested', 1_015],
    ['late', 1_030],
  ]);
  expect(clock.pending).toBe(0);
});

test('a delay that was taken back never runs', () => {
  const clock = testClock(0);
  const takeBack = clock.after(1, () => expect.unreachable());
  takeBack();
  clock.advance(10);
  expect(clock.now()).toBe(10);
});

test('waiting ends when the clock gets there', async () => {
  const clock = testClock(0);
  const waited = wait(clock, 500);
  clock.advance(500);
  await waited;
});
