// The official JavaScript client runs Jobs in the Sandbox Hub, and they really run.
import {
  cancelJob,
  createScheduledJob,
  deleteScheduledJob,
  duplicateJob,
  getJob,
  getScheduledJob,
  listJobHardware,
  listJobs,
  listScheduledJobs,
  resumeScheduledJob,
  runJob,
  runScheduledJob,
  streamJobEvents,
  streamJobLogs,
  streamJobMetrics,
  suspendScheduledJob,
} from '@huggingface/hub';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { startSandboxHub, type SandboxHub } from '../src/index.ts';
import { conformanceTable } from './table.ts';

const table = conformanceTable('@huggingface/hub, Jobs');
let hub: SandboxHub;

beforeAll(async () => {
  hub = await startSandboxHub({
    tokenPace: 'none',
    jobs: { schedulingMs: 0, tickMs: 50, metricsMs: 50, graceMs: 200 },
  });
});
afterAll(async () => {
  await hub.close();
  table.print();
});

function proves(row: string, run: () => Promise<void>): void {
  test(row, async () => {
    onTestFinished(({ task }) => {
      if (task.result?.state === 'pass') table.passed(row);
    });
    await run();
  });
}

const us = () => ({ namespace: 'sandy', accessToken: hub.token, hubUrl: hub.url });
const echo = { dockerImage: 'python:3.12', flavor: 'cpu-basic' as const, command: ['echo', 'hello'] };
const waits = { ...echo, command: ['sh', '-c', 'echo ready; exec sleep 600'] };

async function logOf(jobId: string): Promise<string[]> {
  const lines: string[] = [];
  for await (const { message, timestamp } of streamJobLogs({ ...us(), jobId })) {
    expect(timestamp.getTime()).toBeGreaterThan(0);
    lines.push(message);
  }
  return lines;
}

/** The type of a stage in the client is wrong: as text it is what the server says. */
async function stageOf(jobId: string): Promise<string> {
  return (await getJob({ ...us(), jobId })).status.stage;
}

proves('listJobHardware', async () => {
  const items = await listJobHardware({ hubUrl: hub.url });
  expect(items.find(({ name }) => name === 'cpu-basic')).toMatchObject({ accelerator: null, unitLabel: 'minute' });
  expect(items.find(({ name }) => name === 'l4x4')?.accelerator).toMatchObject({ quantity: '4', vram: '96 GB' });
});

proves('runJob, streamJobLogs to the end, getJob, listJobs', async () => {
  const job = await runJob({
    ...us(),
    ...echo,
    command: ['sh', '-c', 'echo $GREETING; test "$KEY" = kept && echo secret kept'],
    environment: { GREETING: 'hello' },
    secrets: { KEY: 'kept' },
    labels: { app: 'conformance' },
    timeoutSeconds: 60,
  });
  const [banner, ...rest] = await logOf(job.id);
  expect(banner).toMatch(/^===== Job started at/);
  expect(rest).toEqual(['hello', 'secret kept']);
  expect(await getJob({ ...us(), jobId: job.id })).toMatchObject({
    type: 'job',
    owner: { name: 'sandy', type: 'user' },
    environment: { GREETING: 'hello' },
    secrets: ['KEY'],
    labels: { app: 'conformance' },
    status: { stage: 'COMPLETED', failureCount: 0 },
  });
  expect((await listJobs(us())).map(({ id }) => id)).toContain(job.id);
});

proves('runJob with a dataset as a volume', async () => {
  const job = await runJob({
    ...us(),
    ...echo,
    command: ['head', '-c', '12', '/data/train.jsonl'],
    volumes: [{ source: { type: 'dataset', name: 'sandy/small-questions' }, mountPath: '/data' }],
  });
  expect((await logOf(job.id)).at(-1)).toBe('{"messages":');
});

proves('cancelJob while its log is streamed', async () => {
  const job = await runJob({ ...us(), ...waits });
  const seen: string[] = [];
  for await (const { message } of streamJobLogs({ ...us(), jobId: job.id })) {
    seen.push(message);
    if (message === 'ready') await cancelJob({ ...us(), jobId: job.id });
  }
  expect(seen.at(-1)).toBe('ready');
  expect(await stageOf(job.id)).toBe('CANCELED');
});

proves('duplicateJob', async () => {
  const job = await runJob({ ...us(), ...echo });
  const again = await duplicateJob({ ...us(), jobId: job.id });
  expect(again.id).not.toBe(job.id);
  expect(await logOf(again.id)).toContain('hello');
});

proves('streamJobMetrics and streamJobEvents of a running job', async () => {
  const job = await runJob({ ...us(), ...waits });
  for await (const line of streamJobEvents({ ...us(), jobId: job.id })) if (line.includes('RUNNING')) break;
  for await (const line of streamJobMetrics({ ...us(), jobId: job.id })) {
    expect(JSON.parse(line)).toMatchObject({ memory_total_bytes: 16 * 2 ** 30, gpus: {} });
    break;
  }
  await cancelJob({ ...us(), jobId: job.id });
});

proves('errors: unknown job 404, no permission 403, no credits 402, wrong body 400', async () => {
  const statusOf = (run: Promise<unknown>) =>
    run.then(
      () => 200,
      (error: { statusCode?: number }) => error.statusCode,
    );
  expect(await statusOf(getJob({ ...us(), jobId: '0'.repeat(24) }))).toBe(404);
  expect(await statusOf(runJob({ ...us(), ...echo, accessToken: hub.tokens['read'] ?? '' }))).toBe(403);
  expect(
    await statusOf(runJob({ ...us(), ...echo, namespace: 'riley', accessToken: hub.tokens['noCredits'] ?? '' })),
  ).toBe(402);
  expect(await statusOf(runJob({ ...us(), ...echo, labels: { a: 'x'.repeat(101) } }))).toBe(400);
});

proves('scheduled jobs: create, list, get, suspend, resume, run, 409 as null, delete', async () => {
  const made = await createScheduledJob({ ...us(), schedule: '@hourly', jobSpec: waits });
  const at = { ...us(), jobId: made.id };
  expect((await listScheduledJobs(us())).map(({ id }) => id)).toContain(made.id);
  await suspendScheduledJob(at);
  expect((await getScheduledJob(at)).suspend).toBe(true);
  await resumeScheduledJob(at);
  expect(await getScheduledJob(at)).toMatchObject({ suspend: false, schedule: '@hourly', concurrency: false });
  const job = await runScheduledJob(at);
  expect(job?.id).toMatch(/^[0-9a-f]{24}$/);
  expect(await runScheduledJob(at)).toBeNull();
  await cancelJob({ ...us(), jobId: job?.id ?? '' });
  await deleteScheduledJob(at);
  await expect(getScheduledJob(at)).rejects.toMatchObject({ statusCode: 404 });
});
