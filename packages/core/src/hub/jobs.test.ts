import { inspect } from 'node:util';
import { startSandboxHub, type SandboxHub } from '@hubdesk/sandbox-hub';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../ports/clock.ts';
import { Secret } from '../secrets/secret.ts';
import { createHubClient, type HubClient } from './hub-client.ts';
import type { HubJob } from './job-schema.ts';
import { cancelJob, fetchJob, listJobs, setJobLabels, submitJob, type JobCall } from './jobs.ts';

let sandbox: SandboxHub;
let hub: HubClient;
let call: JobCall;
beforeEach(async () => {
  sandbox = await startSandboxHub({ spaces: { python: 'none' }, jobs: { schedulingMs: 0, graceMs: 200 } });
  hub = createHubClient({ hubUrl: sandbox.url, routerUrl: sandbox.routerUrl }, systemClock);
  call = { token: Secret.from(sandbox.token), account: 'sandy' };
});
afterEach(() => sandbox.close());

const spec = {
  dockerImage: 'python:3.12',
  command: ['sh', '-c', 'echo ready; exec sleep 600'],
  arguments: [],
  environment: { HUBDESK_CONFIG: '{"version":1}' },
  flavor: 'cpu-basic',
  timeoutSeconds: 600,
  labels: { 'hubdesk-run': 'run-1', name: 'first' },
  volumes: [],
};
const noSecrets = new Map<string, Secret>();
const as = (name: string): JobCall => ({ token: Secret.from(sandbox.tokens[name] ?? '') });
const posts = () => sandbox.requests.filter(({ method, path }) => method === 'POST' && path.startsWith('/api/jobs/'));

async function allJobs(wish: Parameters<typeof listJobs>[2] = {}, namespace = 'sandy') {
  const jobs: HubJob[] = [];
  let pages = 0;
  for await (const page of listJobs(hub, namespace, wish, call)) {
    jobs.push(...page);
    pages += 1;
  }
  return { pages, jobs };
}

/** One answer of the Hub's list or job, as it was made up. */
function answers(route: string, body: unknown) {
  sandbox.fail(route, { body: typeof body === 'string' ? body : JSON.stringify(body) });
}

describe('a job', () => {
  it('is started with everything asked for, and tells of its secrets by name alone', async () => {
    const secret = Secret.from('hf_verySecretverySecretverySecret');
    const job = await submitJob(
      hub,
      'sandy',
      { ...spec, command: ['sh', '-c', 'echo $HF_TOKEN | wc -c; exec sleep 600'] },
      new Map([['HF_TOKEN', secret]]),
      call,
    );
    expect(job).toMatchObject({
      owner: 'sandy',
      flavor: 'cpu-basic',
      timeoutSeconds: 600,
      labels: spec.labels,
      environment: spec.environment,
      secretNames: ['HF_TOKEN'],
      initiator: { type: 'user' },
      url: `${sandbox.url}/jobs/sandy/${job.id}`,
    });
    expect(inspect(job, { depth: 9 })).not.toContain('verySecret');
    expect(await fetchJob(hub, 'sandy', job.id, call)).toMatchObject({ id: job.id, labels: spec.labels });
  });

  it('is cancelled, and is given other labels in place of all it had', async () => {
    const { id } = await submitJob(hub, 'sandy', spec, noSecrets, call);
    await setJobLabels(hub, 'sandy', id, { name: 'second' }, call);
    await cancelJob(hub, 'sandy', id, call);
    expect(await fetchJob(hub, 'sandy', id, call)).toMatchObject({ stage: 'CANCELED', labels: { name: 'second' } });
    await cancelJob(hub, 'sandy', id, call);
  });

  it('that is not there is NOT_FOUND', async () => {
    const missing = { code: 'NOT_FOUND', data: { what: 'This job' } };
    await expect(fetchJob(hub, 'sandy', 'no-such-job', call)).rejects.toMatchObject(missing);
    await expect(cancelJob(hub, 'sandy', 'no-such-job', call)).rejects.toMatchObject(missing);
    await expect(fetchJob(hub, 'sandy', '..', call)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('is not started by a token that may not, or for a namespace with nothing to spend', async () => {
    await expect(submitJob(hub, 'sandy', spec, noSecrets, as('read'))).rejects.toMatchObject({
      code: 'MISSING_PERMISSION',
      data: { permission: 'jobs' },
    });
    await expect(submitJob(hub, 'sandy', spec, noSecrets, as('fineGrainedNoInference'))).rejects.toMatchObject({
      code: 'MISSING_PERMISSION',
      data: { permission: 'jobs' },
    });
    await expect(
      submitJob(hub, 'riley', spec, noSecrets, { ...as('noCredits'), account: 'riley' }),
    ).rejects.toMatchObject({
      code: 'PAYMENT_REQUIRED',
      data: { payer: 'riley', billingUrl: `${sandbox.url}/settings/billing` },
    });
    sandbox.fail('POST /api/jobs/:namespace', { status: 402, times: 1 });
    await expect(submitJob(hub, 'tidewater', spec, noSecrets, call)).rejects.toMatchObject({
      code: 'PAYMENT_REQUIRED',
      data: { payer: 'tidewater', billingUrl: `${sandbox.url}/organizations/tidewater/settings/billing` },
    });
  });

  it.each([
    ['a lost answer', { reset: true, afterEffect: true }, 'PROVIDER_UNAVAILABLE'],
    ['a gateway in trouble', { status: 502, afterEffect: true }, 'PROVIDER_UNAVAILABLE'],
    ['a gateway that gave up', { status: 504, afterEffect: true }, 'TIMEOUT'],
    ['half an answer', { truncateJson: true }, 'HUB_CHANGED'],
  ])('is asked for once, and is found again by its label after %s', async (_what, fault, code) => {
    sandbox.fail('POST /api/jobs/:namespace', { ...fault, times: 1 });
    await expect(submitJob(hub, 'sandy', spec, noSecrets, call)).rejects.toMatchObject({ code });
    expect(posts()).toHaveLength(1);
    expect((await allJobs({ labels: { 'hubdesk-run': 'run-1' } })).jobs).toHaveLength(1);
    expect((await allJobs({ labels: { 'hubdesk-run': 'run-2' } })).jobs).toEqual([]);
  });

  it('waits as long as the Hub asks, and says that a request was not understood', async () => {
    sandbox.fail('POST /api/jobs/:namespace', { status: 429, headers: { 'retry-after': '7' }, times: 1 });
    await expect(submitJob(hub, 'sandy', spec, noSecrets, call)).rejects.toMatchObject({
      code: 'RATE_LIMITED',
      data: { retryAfterMs: 7_000 },
    });
    await expect(submitJob(hub, 'sandy', { ...spec, flavor: 'warp-core' }, noSecrets, call)).rejects.toMatchObject({
      code: 'INVALID_INPUT',
    });
  });

  it('may be in a stage, and have fields, that are newer than this app', async () => {
    answers('GET /api/jobs/:namespace/:id', {
      id: 'j1',
      createdAt: '2026-09-01T10:00:00.000Z',
      startedAt: 7,
      owner: null,
      flavor: 'warp-core',
      timeout: 'long',
      labels: { a: 'b', c: 4 },
      environment: null,
      volumes: [{ type: 'tape', source: 'x/y', mountPath: '/t' }, 'nonsense'],
      status: { stage: 'HIBERNATING', message: null, mood: 'fine' },
      durations: { runningSecs: -4 },
    });
    expect(await fetchJob(hub, 'sandy', 'j1', call)).toEqual({
      id: 'j1',
      createdAt: '2026-09-01T10:00:00.000Z',
      startedAt: null,
      finishedAt: null,
      owner: 'sandy',
      flavor: 'warp-core',
      timeoutSeconds: null,
      stage: 'HIBERNATING',
      message: null,
      cancelReason: null,
      labels: { a: 'b' },
      environment: {},
      exposeUrls: [],
      secretNames: [],
      schedulingSeconds: null,
      runningSeconds: null,
      initiator: null,
      url: `${sandbox.url}/jobs/sandy/j1`,
      volumes: [{ type: 'tape', source: 'x/y', mountPath: '/t', path: null, readOnly: true }],
    });
    answers('GET /api/jobs/:namespace/:id', { id: 'j1', status: {} });
    await expect(fetchJob(hub, 'sandy', 'j1', call)).rejects.toMatchObject({ code: 'HUB_CHANGED' });
    answers('GET /api/jobs/:namespace/:id', '{"id":"j1","sta');
    await expect(fetchJob(hub, 'sandy', 'j1', call)).rejects.toMatchObject({ code: 'HUB_CHANGED' });
  });
});

describe('the list of jobs', () => {
  it('goes on over every page, newest first, and keeps its wish on each', async () => {
    sandbox.jobs.holdScheduling(true);
    for (let index = 0; index < 120; index += 1) {
      await submitJob(
        hub,
        'sandy',
        { ...spec, labels: { 'hubdesk-kind': index === 5 ? 'smoke' : 'train', n: String(index) } },
        noSecrets,
        call,
      );
    }
    const { pages, jobs } = await allJobs({ labels: { 'hubdesk-kind': 'train' } });
    expect(pages).toBe(2);
    expect(jobs.map(({ labels }) => Number(labels['n']))).toEqual(
      Array.from({ length: 120 }, (_, index) => 119 - index).filter((index) => index !== 5),
    );
    expect((await allJobs({ stages: ['RUNNING'] })).jobs).toEqual([]);
    expect((await allJobs({ stages: ['RUNNING', 'SCHEDULING'], labels: { n: '7' } })).jobs).toHaveLength(1);
  });

  it('leaves out what cannot be read, and fails where nothing can', async () => {
    answers('GET /api/jobs/:namespace', [{ id: 'j1', status: { stage: 'RUNNING' } }, { status: 'odd' }, null, 'text']);
    expect((await allJobs()).jobs.map(({ id }) => id)).toEqual(['j1']);
    answers('GET /api/jobs/:namespace', { jobs: [] });
    await expect(allJobs()).rejects.toMatchObject({ code: 'HUB_CHANGED' });
    answers('GET /api/jobs/:namespace', '[{"id":');
    await expect(allJobs()).rejects.toMatchObject({ code: 'HUB_CHANGED' });
  });

  it('does not follow a list that leads back to itself', async () => {
    sandbox.fail('GET /api/jobs/:namespace', {
      body: '[]',
      headers: { link: `<${sandbox.url}/api/jobs/sandy?cursor=a>; rel="next"` },
    });
    await expect(allJobs()).rejects.toMatchObject({ code: 'HUB_CHANGED' });
  });

  it('is of nobody who is not told of it', async () => {
    await expect(allJobs({}, 'riley')).rejects.toMatchObject({
      code: 'MISSING_PERMISSION',
      data: { permission: 'jobs' },
    });
    await expect(allJobs({}, 'no-such-namespace')).rejects.toMatchObject({
      code: 'NOT_FOUND',
      data: { what: 'no-such-namespace' },
    });
  });
});
