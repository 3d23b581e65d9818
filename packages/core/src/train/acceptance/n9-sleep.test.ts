// Row N9 of the acceptance table (reference security 5.2), for runs.
import { expect, it, onTestFinished } from 'vitest';
import type { Clock } from '../../ports/clock.ts';
import { startFaultProxy } from '../../transfer/fault-proxy.fixture.ts';
import { aDesk, aHub, aJob, testClock, until } from '../run/run-desk.fixture.ts';
import { counting, expectWhole } from './numbered-log.fixture.ts';

it('N9: after an hour asleep with dead connections it goes on by itself, without a lost or doubled line', { timeout: 20_000 }, async () => {
  const hub = await aHub();
  const proxy = await startFaultProxy(hub.url);
  onTestFinished(() => proxy.close());
  await aJob(hub, 'run-a', counting(90, 0.02));
  const awake = testClock(Date.now());
  let asleepMs = 0;
  // Timers stand still while the machine sleeps, and the time of day goes on.
  const clock: Clock = { now: () => awake.now() + asleepMs, after: awake.after };
  const desk = await aDesk(hub, { clock, url: proxy.url });
  await until(desk, 'run-a', ({ following, log }) => following === 'live' && log.lines > 5, awake, 50);

  proxy.deaden();
  asleepMs = 3_600_000;
  const wokeMs = awake.now();
  const { lines } = desk.view('run-a').log;
  await until(desk, 'run-a', ({ log }) => log.lines > lines + 1, awake, 20);
  const resumedMs = awake.now() - wokeMs;
  console.info(`N9: the log goes on ${resumedMs} ms after waking`);
  expect(resumedMs).toBeLessThan(20_000);
  const done = await until(desk, 'run-a', ({ state, following }) => state === 'completed' && following === 'no', awake, 50);
  expect(done).toMatchObject({ problem: null, failure: null });
  await expectWhole(desk, 'run-a', 90);
});
