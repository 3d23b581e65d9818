// Row K4 of the acceptance table (reference security 5.2), for runs.
import { expect, it } from 'vitest';
import { Secret } from '../../secrets/secret.ts';
import { startFaultProxy } from '../../transfer/fault-proxy.fixture.ts';
import { onTestFinished } from 'vitest';
import { aDesk, aHub, aJob, testClock, until } from '../run/run-desk.fixture.ts';
import { counting, expectWhole } from './numbered-log.fixture.ts';

const revoked = { status: 401, body: { error: 'Invalid credentials in Authorization header' } };

it('K4: a token revoked while runs go on stops them with at most two more requests, and a new one goes on by itself', { timeout: 20_000 }, async () => {
  const hub = await aHub({ jobs: { running: 8 } });
  const proxy = await startFaultProxy(hub.url);
  onTestFinished(() => proxy.close());
  const runs = ['run-a', 'run-b', 'run-c', 'run-d', 'run-e', 'run-f'];
  for (const run of runs) await aJob(hub, run, counting(40, 0.05));
  const clock = testClock(Date.now());
  let token = hub.token;
  let key = 'old';
  const desk = await aDesk(hub, { clock, url: proxy.url, account: () => ({ key, verifiedAt: null }), token: async () => Secret.from(token) });
  for (const run of runs) await until(desk, run, ({ following, log }) => following === 'live' && log.lines > 3, clock, 50);

  const undo = hub.fail('* *', revoked);
  const before = hub.requests.length;
  // Whatever was open breaks off, so that all would ask at once.
  proxy.down(true);
  proxy.down(false);
  for (const run of runs) await until(desk, run, ({ following }) => following === 'stopped', clock, 50);
  clock.advance(120_000);
  const after = hub.requests.slice(before).filter(({ status }) => status === 401).length - 1;
  console.info(`K4: ${after} requests after the first refusal, with ${runs.length} runs followed`);
  expect(after).toBeLessThanOrEqual(2);
  for (const run of runs) expect(desk.view(run)).toMatchObject({ state: 'running', following: 'stopped', problem: { code: 'TOKEN_REJECTED' } });
  await expect(desk.cancel('run-a')).rejects.toMatchObject({ code: 'TOKEN_REJECTED' });
  await desk.wake();
  expect(hub.requests.slice(before).filter(({ status }) => status === 401).length - 1).toBe(after);

  undo();
  token = hub.tokens['fineGrained'] ?? '';
  key = 'new';
  await desk.wake();
  for (const run of runs) {
    await until(desk, run, ({ state, following }) => state === 'completed' && following === 'no', clock, 50);
    await expectWhole(desk, run, 40);
  }
});

it('K4: a token that lost its right stops the run it is about with the reason', async () => {
  const hub = await aHub();
  await aJob(hub, 'run-a', counting(1_000, 0.05));
  const clock = testClock(Date.now());
  const desk = await aDesk(hub, { clock });
  await until(desk, 'run-a', ({ following, log }) => following === 'live' && log.lines > 1, clock);
  hub.fail('GET /api/jobs/sandy/*', { status: 403, body: { error: 'Forbidden: missing permissions: job.read' } });
  expect(await until(desk, 'run-a', ({ following }) => following === 'stopped', clock)).toMatchObject({ state: 'running', problem: { code: 'MISSING_PERMISSION', data: { permission: 'jobs' } } });
});

it('K4: a job deleted while it runs is told as deleted, and its log is kept', async () => {
  const hub = await aHub();
  await aJob(hub, 'run-a', counting(1_000, 0.05));
  const clock = testClock(Date.now());
  const desk = await aDesk(hub, { clock });
  await until(desk, 'run-a', ({ following, log }) => following === 'live' && log.lines > 5, clock);
  hub.fail('GET /api/jobs/sandy/*', { status: 404, body: { error: 'Job not found' } });
  const gone = await until(desk, 'run-a', ({ state, following }) => state === 'deleted' && following === 'no', clock);
  expect(gone.log.lines).toBeGreaterThan(5);
  expect((await desk.log('run-a', (log) => log.read({ level: null, events: true }, 0, 3))).lines).toHaveLength(3);
});
