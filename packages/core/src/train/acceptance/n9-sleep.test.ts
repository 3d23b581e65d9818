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

  proxy.silence(true);
  asleepMs = 3_600_000;
  const connections = proxy.connections;
  const wokeMs = awake.now();
  // What was connected before hears nothing any more; only what is asked anew is answered.
  for (let step = 0; proxy.connections === connections; step += 1) {
    if (step > 2_000) throw new Error('it asked nobody anew');
    awake.advance(50);
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
  const askedMs = awake.now() - wokeMs;
  console.info(`N9: asked anew ${askedMs} ms after waking`);
  expect(askedMs).toBeLessThan(20_000);
  proxy.silence(false);
  const done = await until(desk, 'run-a', ({ state, following }) => state === 'completed' && following === 'no', awake, 50);
  expect(done).toMatchObject({ problem: null, failure: null });
  await expectWhole(desk, 'run-a', 90);
});
