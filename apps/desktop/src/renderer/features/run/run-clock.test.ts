import { expect, it } from 'vitest';
import { aRun } from './a-run.fixture.ts';
import { runClock } from './run-clock.ts';

const seenAt = '2026-11-20T12:00:00.000Z';
const seenMs = Date.parse(seenAt);
const run = aRun({ seenAt, runningSeconds: 110, timeoutSeconds: 600 });

it('counts on from when the run was last heard of, in begun minutes', () => {
  expect(runClock(run, seenMs)).toEqual({ runningSeconds: 110, costUsd: 0.04, remainingSeconds: 240 });
  expect(runClock(run, seenMs + 15_000)).toEqual({ runningSeconds: 125, costUsd: 0.06, remainingSeconds: 225 });
});

it('never counts back, nor beyond the timeout', () => {
  expect(runClock(run, seenMs - 3_600_000).runningSeconds).toBe(110);
  expect(runClock(run, seenMs + 86_400_000)).toMatchObject({ runningSeconds: 600, costUsd: 0.2, remainingSeconds: 0 });
});

it('stands still when the run does, and knows no cost without a price', () => {
  expect(runClock({ ...run, state: 'completed', costUsd: 0.5 }, seenMs + 60_000)).toMatchObject({
    runningSeconds: 110,
    costUsd: 0.5,
  });
  expect(runClock({ ...run, usdPerMinute: null }, seenMs).costUsd).toBeNull();
});
