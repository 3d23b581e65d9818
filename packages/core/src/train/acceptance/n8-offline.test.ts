// Row N8 of the acceptance table (reference security 5.2), for runs.
import { expect, it, onTestFinished } from 'vitest';
import { startFaultProxy } from '../../transfer/fault-proxy.fixture.ts';
import type { TestClock } from '../../ports/clock.ts';
import { aDesk, aHub, aJob, testClock, until } from '../run/run-desk.fixture.ts';
import { countedLines, counting, expectWhole } from './numbered-log.fixture.ts';

/** Lets what was asked for come back before time goes on. */
const breathe = () => new Promise<void>((resolve) => setImmediate(() => setImmediate(() => setImmediate(resolve))));

it('N8: with the network gone it says so within 5 s, looks once in five, and goes on within 10 s of its return', { timeout: 20_000 }, async () => {
  const hub = await aHub();
  const proxy = await startFaultProxy(hub.url);
  onTestFinished(() => proxy.close());
  const runs = ['run-a', 'run-b'];
  for (const run of runs) await aJob(hub, run, counting(90, 0.03));
  const clock = testClock(Date.now());
  const desk = await aDesk(hub, { clock, url: proxy.url });
  for (const run of runs) await until(desk, run, ({ following, log }) => following === 'live' && log.lines > 3, clock, 50);

  proxy.down(true);
  const goneMs = clock.now();
  const offline = await until(desk, 'run-a', ({ following }) => following === 'waiting', clock, 20);
  const noticedMs = clock.now() - goneMs;
  expect(offline.problem).not.toBe(null);
  expect(noticedMs).toBeLessThanOrEqual(5_000);

  const refused = proxy.refused;
  for (let step = 0; step < 600; step += 1) {
    clock.advance(100);
    await breathe();
  }
  const looks = proxy.refused - refused;

  proxy.down(false);
  const backMs = clock.now();
  const counted = (await countedLines(desk, 'run-a')).length;
  await until(desk, 'run-a', ({ following, log }) => following === 'live' && log.lines > counted + 1, clock, 20);
  const resumedMs = clock.now() - backMs;
  console.info(`N8: offline after ${noticedMs} ms, ${looks} looks in 60 s for ${runs.length} runs, on again ${resumedMs} ms after its return`);
  expect(looks).toBeLessThanOrEqual(12);
  expect(looks).toBeGreaterThan(3);
  expect(resumedMs).toBeLessThanOrEqual(10_000);
  for (const run of runs) {
    await until(desk, run, ({ state, following }) => state === 'completed' && following === 'no', clock, 50);
    await expectWhole(desk, run, 90);
  }
});

it('N8: a start without a network shows the runs there are, and finds the others when it is there', async () => {
  const hub = await aHub();
  const proxy = await startFaultProxy(hub.url);
  onTestFinished(() => proxy.close());
  proxy.down(true);
  await aJob(hub, 'run-a', 'sleep 60');
  const clock = testClock(Date.now());
  const desk = await aDesk(hub, { clock, url: proxy.url });
  clock.advance(20_000);
  expect(desk.list()).toEqual([]);
  proxy.down(false);
  await until(desk, 'run-a', ({ following, state }) => following === 'live' && state === 'running', clock);
});

it('N8: a network that swallows everything without a word is noticed within 5 s too', { timeout: 20_000 }, async () => {
  const hub = await aHub();
  const proxy = await startFaultProxy(hub.url);
  onTestFinished(() => proxy.close());
  await aJob(hub, 'run-a', 'sleep 60');
  const clock = testClock(Date.now());
  const desk = await aDesk(hub, { clock, url: proxy.url });
  const samples = desk.machine('run-a', AbortSignal.timeout(15_000));
  await until(desk, 'run-a', ({ following, state }) => following === 'live' && state === 'running', clock);
  for await (const { samples: seen } of advancing(samples, clock)) if (seen.length > 0) break;
  proxy.silence(true);
  const goneMs = clock.now();
  await until(desk, 'run-a', ({ following }) => following === 'waiting', clock, 20);
  console.info(`N8: silence noticed after ${clock.now() - goneMs} ms`);
  expect(clock.now() - goneMs).toBeLessThanOrEqual(5_000);
  proxy.silence(false);
  const backMs = clock.now();
  expect(await until(desk, 'run-a', ({ following }) => following === 'live', clock, 20)).toMatchObject({ problem: null });
  expect(clock.now() - backMs).toBeLessThanOrEqual(10_000);
});

async function* advancing<T>(items: AsyncGenerator<T>, clock: TestClock): AsyncGenerator<T> {
  const ticking = setInterval(() => clock.advance(100), 5);
  try {
    yield* items;
  } finally {
    clearInterval(ticking);
  }
}
