// Row N10 of the acceptance table (reference security 5.2), for runs.
import { expect, it } from 'vitest';
import type { Clock } from '../../ports/clock.ts';
import type { Run } from '@hubdesk/shared/train/run';
import { aDesk, aHub, aJob, testClock, until } from '../run/run-desk.fixture.ts';
import { counting, expectWhole } from './numbered-log.fixture.ts';

const yearMs = 365 * 86_400_000;

function expectNoNegativeTimes(run: Run): void {
  expect(run.runningSeconds).toBeGreaterThanOrEqual(0);
  expect(run.runningSeconds).toBeLessThan(60);
  expect(run.costUsd).toBeLessThan(0.001);
  for (const { startedAt, finishedAt } of run.phases) {
    if (startedAt === null || finishedAt === null) continue;
    const ms = Date.parse(finishedAt) - Date.parse(startedAt);
    expect(ms).toBeGreaterThanOrEqual(0);
    expect(ms).toBeLessThan(300_000);
  }
}

for (const [name, stepMs] of [
  ['forward', yearMs],
  ['back', -yearMs],
] as const) {
  it(`N10: our clock put a year ${name} in the middle of a run harms nothing`, { timeout: 20_000 }, async () => {
    const hub = await aHub();
    await aJob(hub, 'run-a', counting(100, 0.02));
    const steady = testClock(Date.now());
    let offMs = 0;
    const clock: Clock = { now: () => steady.now() + offMs, after: steady.after };
    const desk = await aDesk(hub, { clock });
    await until(desk, 'run-a', ({ following, log }) => following === 'live' && log.lines > 5, steady, 50);
    offMs = stepMs;
    const asked = hub.requests.length;
    await until(desk, 'run-a', () => hub.requests.length > asked, steady, 50);
    expectNoNegativeTimes(desk.view('run-a'));
    const done = await until(desk, 'run-a', ({ state, following }) => state === 'completed' && following === 'no', steady, 50);
    expectNoNegativeTimes(done);
    expect(done).toMatchObject({ failure: null, problem: null });
    await expectWhole(desk, 'run-a', 100);
  });

  it(`N10: a job whose clock is a year ${name} has a timeline without negative times and the right pace`, async () => {
    const hub = await aHub();
    const at = Math.round((Date.now() + stepMs) / 1000);
    const lines = [
      { t: at, k: 'deps', trainer: 'trl' },
      { t: at + 2, k: 'model', model: 'sandy/tiny-llama' },
      { t: at + 3, k: 'data', train: 10, validation: 0 },
      { t: at + 4, k: 'start', max_steps: 5 },
      ...[1, 2, 3, 4, 5].map((step) => ({ t: at + 4 + step, k: 'step', step, max_steps: 5, loss: 6 - step })),
    ];
    const words = lines.map((line) => `echo '@@HUBDESK ${JSON.stringify(line)}'`).join('; ');
    await aJob(hub, 'run-a', words);
    const desk = await aDesk(hub);
    const done = await until(desk, 'run-a', ({ state, progress }) => state === 'completed' && progress !== null && progress.step === 5);
    expectNoNegativeTimes(done);
    expect(done.progress).toMatchObject({ step: 5, maxSteps: 5, secondsPerStep: 1 });
    expect(done.latest).toEqual({ loss: 1 });
  });
}
