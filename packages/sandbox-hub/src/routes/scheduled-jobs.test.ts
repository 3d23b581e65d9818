import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { startSandboxHub, type SandboxHub } from '../index.ts';
import { jobClient, jobWire, type JobClient } from '../testing/job-client.ts';

const START_MS = Date.UTC(2026, 8, 20, 12, 30);
let nowMs: number;
let hub: SandboxHub;
let jobs: JobClient;

beforeEach(async () => {
  nowMs = START_MS;
  hub = await startSandboxHub({ now: () => nowMs, jobs: { schedulingMs: 0, tickMs: 0, graceMs: 200 } });
  jobs = jobClient(hub);
});
afterEach(() => hub.close());

const scheduledWire = z.looseObject({
  id: z.string(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  schedule: z.string(),
  suspend: z.boolean(),
  suspendReason: z.string().optional(),
  concurrency: z.boolean(),
  status: z.object({
    lastJob: z.object({ id: z.string(), at: z.iso.datetime() }).optional(),
    nextJobRunAt: z.iso.datetime().optional(),
  }),
  owner: z.looseObject({ id: z.string(), name: z.string(), type: z.string() }),
  jobSpec: z.looseObject({ secrets: z.array(z.string()), labels: z.record(z.string(), z.string()) }),
});

const spec = { dockerImage: 'python:3.12', command: ['echo', 'tick'], flavor: 'cpu-basic' };
const waiting = { ...spec, command: ['sh', '-c', 'exec sleep 600'] };

async function create(schedule: string, more: object = {}) {
  const answer = await jobs.ask('/api/scheduled-jobs/sandy', {
    method: 'POST',
    body: { jobSpec: spec, schedule, ...more },
  });
  expect(answer.status).toBe(200);
  return scheduledWire.parse(await answer.json());
}

async function act(id: string, path: string, method = 'POST', body?: unknown) {
  return await jobs.ask(`/api/scheduled-jobs/sandy/${id}${path}`, { method, ...(body === undefined ? {} : { body }) });
}

async function told(id: string) {
  return scheduledWire.parse(await (await act(id, '', 'GET')).json());
}

async function started() {
  return z.array(jobWire).parse(await (await jobs.ask('/api/jobs/sandy')).json());
}

test('runs when its time has come, and plans the next', async () => {
  const { id, status } = await create('@hourly');
  expect(status).toEqual({ nextJobRunAt: '2026-09-20T13:00:00.000Z' });
  await hub.jobs.tick();
  expect(await started()).toEqual([]);
  nowMs += 30 * 60_000;
  await hub.jobs.tick();
  const [job] = await started();
  expect(job?.initiator).toEqual({ type: 'scheduled-job', id });
  expect(await jobs.log(job?.id ?? '')).toContain('tick');
  expect((await told(id)).status).toEqual({
    lastJob: { id: job?.id, at: '2026-09-20T13:00:00.000Z' },
    nextJobRunAt: '2026-09-20T14:00:00.000Z',
  });
});

test.each([
  ['*/5 * * * *', '2026-09-20T12:35:00.000Z'],
  ['0 9 * * 1', '2026-09-21T09:00:00.000Z'],
  ['@daily', '2026-09-21T00:00:00.000Z'],
  ['@weekly', '2026-09-27T00:00:00.000Z'],
  ['@monthly', '2026-10-01T00:00:00.000Z'],
  ['@yearly', '2027-01-01T00:00:00.000Z'],
])('reads the schedule %s', async (schedule, next) => {
  expect((await create(schedule)).status.nextJobRunAt).toBe(next);
});

test.each(['often', '* * * *', '61 * * * *', '* * * * * *', '@fortnightly', ''])(
  'refuses the schedule "%s"',
  async (schedule) => {
    const answer = await jobs.ask('/api/scheduled-jobs/sandy', { method: 'POST', body: { jobSpec: spec, schedule } });
    expect(answer.status).toBe(400);
  },
);

test('does not run while suspended, and goes on from when it was resumed', async () => {
  const { id } = await create('@hourly', { suspend: true });
  expect(await told(id)).toMatchObject({ suspend: true, status: {} });
  nowMs += 3 * 3_600_000;
  await hub.jobs.tick();
  expect(await started()).toEqual([]);
  expect((await act(id, '/resume')).ok).toBe(true);
  expect((await told(id)).status.nextJobRunAt).toBe('2026-09-20T16:00:00.000Z');
  expect((await act(id, '/suspend')).ok).toBe(true);
  expect((await told(id)).suspend).toBe(true);
});

test('runs once at a time unless several may', async () => {
  const alone = await create('@hourly', { jobSpec: waiting });
  expect((await act(alone.id, '/run')).status).toBe(200);
  expect((await act(alone.id, '/run')).status).toBe(409);
  nowMs += 3_600_000;
  await hub.jobs.tick();
  expect(await started()).toHaveLength(1);

  const together = await create('@hourly', { jobSpec: waiting, concurrency: true });
  expect([(await act(together.id, '/run')).status, (await act(together.id, '/run')).status]).toEqual([200, 200]);
});

test('can be given other labels and another schedule, listed by label, and deleted', async () => {
  const { id } = await create('@hourly', { jobSpec: { ...spec, labels: { a: '1' }, secrets: { KEY: 'canary' } } });
  await create('@daily');
  expect((await act(id, '/labels', 'PUT', { labels: { b: '2' } })).status).toBe(200);
  expect((await act(id, '/schedule', 'POST', { schedule: '0 0 1 1 *' })).ok).toBe(true);
  const list = await jobs.ask('/api/scheduled-jobs/sandy?label=b=2');
  const text = await list.text();
  expect(text).not.toContain('canary');
  expect(z.array(scheduledWire).parse(JSON.parse(text))).toMatchObject([
    { id, jobSpec: { labels: { b: '2' }, secrets: ['KEY'] }, status: { nextJobRunAt: '2027-01-01T00:00:00.000Z' } },
  ]);
  expect((await act(id, '', 'DELETE')).ok).toBe(true);
  expect((await act(id, '', 'GET')).status).toBe(404);
});

test('suspends itself when the purse is empty', async () => {
  await create('@hourly', { jobSpec: { ...waiting, flavor: 'h200x8', timeoutSeconds: 200_000 } });
  const { id } = await create('@daily');
  nowMs += 3_600_000;
  await hub.jobs.tick();
  await expect.poll(async () => (await started())[0]?.status.stage).toBe('RUNNING');
  nowMs += 24 * 3_600_000;
  await hub.jobs.tick();
  expect(await told(id)).toMatchObject({ suspend: true, suspendReason: expect.stringMatching(/insufficient/) });
});

test('may ask for no shell, and needs the permission', async () => {
  const create = (body: unknown, token = hub.token) =>
    jobs.ask('/api/scheduled-jobs/sandy', { method: 'POST', body, token }).then(({ status }) => status);
  expect(await create({ jobSpec: { ...spec, ssh: { enabled: true } }, schedule: '@daily' })).toBe(400);
  expect(await create({ jobSpec: spec, schedule: '@daily' }, hub.tokens['read'])).toBe(403);
});
