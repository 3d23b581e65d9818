import { exampleConfig } from '@hubdesk/shared/contract/example-run';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startTestApp, type TestApp } from './test-app.fixture.ts';

let app: TestApp;
beforeEach(async () => {
  app = await startTestApp({ hub: { spaces: { python: 'none' }, jobs: { schedulingMs: 0, graceMs: 200 } } });
  await app.call.account.connect({ token: app.hub.token });
  // Its jobs stay where they are: what is scheduled is not run here.
  app.hub.jobs.holdScheduling(true);
});
afterEach(() => app.stop());

const config = { ...exampleConfig, secrets: ['WANDB_API_KEY'] };
const secrets = { WANDB_API_KEY: 'wandb-0123456789abcdef' };
const created = (more: object = {}, when = '@daily') =>
  app.call.schedules.create({ config: { ...config, ...more }, when, secrets });
const posts = () =>
  app.hub.requests.filter(({ method, path }) => method === 'POST' && path.startsWith('/api/scheduled-jobs'));

async function onHub(path: string): Promise<unknown> {
  const answer = await fetch(`${app.hub.url}${path}`, { headers: { authorization: `Bearer ${app.hub.token}` } });
  return answer.json();
}

describe('a schedule', () => {
  it('is made from a configuration, with all it needs and nothing secret to be seen', async () => {
    const schedule = await created();
    expect(schedule).toMatchObject({
      namespace: 'sandy',
      name: 'small-questions',
      schedule: '@daily',
      suspended: false,
      concurrent: false,
      lastJob: null,
      flavor: 'cpu-basic',
      timeoutSeconds: 600,
      config: { ...config, script: null, keepCheckpoints: false },
    });
    expect(schedule.worstUsd).toBeCloseTo(0.00167, 6);
    expect(Date.parse(schedule.nextRunAt ?? '')).toBeGreaterThan(Date.now());
    const { jobSpec } = (await onHub(`/api/scheduled-jobs/sandy/${schedule.id}`)) as {
      jobSpec: { labels: object; secrets: string[]; volumes: unknown[] };
    };
    expect(jobSpec.labels).toEqual({
      name: 'small-questions',
      'hubdesk-kind': 'train',
      'hubdesk-schedule': expect.stringMatching(/^id-\d+$/),
    });
    expect(jobSpec.secrets.toSorted()).toEqual(['HF_TOKEN', 'WANDB_API_KEY']);
    expect(jobSpec.volumes).toEqual([]);
    expect(await app.disk()).not.toContain(secrets.WANDB_API_KEY);
  });

  it('is not given the token when the configuration does not say so, and needs each secret it names', async () => {
    const { id } = await created({ giveToken: false });
    expect(await onHub(`/api/scheduled-jobs/sandy/${id}`)).toMatchObject({ jobSpec: { secrets: ['WANDB_API_KEY'] } });
    await expect(app.call.schedules.create({ config, when: '@daily' })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      data: { field: 'secrets' },
    });
    expect(posts()).toHaveLength(1);
  });

  it('is suspended, resumed, started at other times, and deleted', async () => {
    const { id, namespace } = await created();
    const one = { namespace, schedule: id };
    expect(await app.call.schedules.suspend(one)).toMatchObject({ suspended: true, nextRunAt: null });
    expect(await app.call.schedules.resume(one)).toMatchObject({ suspended: false });
    expect(await app.call.schedules.reschedule({ ...one, when: '0 6 * * 1' })).toMatchObject({ schedule: '0 6 * * 1' });
    await expect(app.call.schedules.reschedule({ ...one, when: '99 6 * * 1' })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
    });
    await app.call.schedules.remove(one);
    expect(await app.call.schedules.list()).toEqual([]);
    await expect(app.call.schedules.remove(one)).rejects.toMatchObject({
      code: 'NOT_FOUND',
      data: { what: 'This schedule' },
    });
  });

  it('starts one run now, and a second beside it only where several may', async () => {
    const { id, namespace } = await created();
    const one = { namespace, schedule: id };
    const { job } = await app.call.schedules.runNow(one);
    expect(await onHub(`/api/jobs/sandy/${job}`)).toMatchObject({
      initiator: { type: 'scheduled-job', id },
      labels: { 'hubdesk-kind': 'train', 'hubdesk-schedule': expect.any(String) },
    });
    await vi.waitFor(async () => expect((await app.call.runs.list()).map((run) => run.job)).toEqual([job]));
    await expect(app.call.schedules.runNow(one)).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(await app.call.schedules.list()).toMatchObject([{ lastJob: { id: job } }]);
    const several = await app.call.schedules.create({ config, when: '@daily', secrets, concurrent: true });
    const first = await app.call.schedules.runNow({ namespace, schedule: several.id });
    expect(await app.call.schedules.runNow({ namespace, schedule: several.id })).not.toEqual(first);
  });

  it('is asked for once, and found again when the answer was lost', async () => {
    app.hub.fail('POST /api/scheduled-jobs/:namespace', { reset: true, afterEffect: true, times: 1 });
    const schedule = await created();
    expect(await app.call.schedules.list()).toMatchObject([{ id: schedule.id }]);
    expect(posts()).toHaveLength(1);
    app.hub.fail('POST /api/scheduled-jobs/:namespace', { status: 502, times: 1 });
    await expect(created()).rejects.toMatchObject({ code: 'PROVIDER_UNAVAILABLE' });
    expect(await app.call.schedules.list()).toHaveLength(1);
  });

  it('repeats no secret that the Hub gives back in its refusal', async () => {
    app.hub.fail('POST /api/scheduled-jobs/:namespace', {
      status: 400,
      body: { error: `Bad value: ${secrets.WANDB_API_KEY}` },
    });
    const failure = await created().catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'INVALID_INPUT', message: 'Bad value: [secret]' });
    expect(JSON.stringify(failure)).not.toContain(secrets.WANDB_API_KEY);
  });

  it('stays within the limits that are set', async () => {
    await app.call.budget.set({ runUsd: 0.001, monthUsd: null });
    await expect(created()).rejects.toMatchObject({ code: 'INVALID_INPUT', data: { field: 'budget' } });
    expect(posts()).toEqual([]);
    await app.call.budget.set({ runUsd: 1, monthUsd: 1 });
    const { id, namespace } = await created();
    await app.call.budget.set({ runUsd: 1, monthUsd: 0.001 });
    await expect(app.call.schedules.runNow({ namespace, schedule: id })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      data: { field: 'budget' },
    });
  });

  it('is refused to a token that may not, and for a payer that has nothing to spend', async () => {
    await app.call.account.connect({ token: app.hub.tokens['read'] ?? '' });
    await expect(created()).rejects.toMatchObject({ code: 'MISSING_PERMISSION', data: { permission: 'jobs' } });
    await app.call.account.connect({ token: app.hub.token });
    await expect(created({ payer: 'no-such-namespace' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
      data: { what: 'no-such-namespace' },
    });
    app.hub.fail('POST /api/scheduled-jobs/:namespace', { status: 402, times: 1 });
    await expect(created({ payer: 'tidewater' })).rejects.toMatchObject({
      code: 'PAYMENT_REQUIRED',
      data: { payer: 'tidewater' },
    });
  });
});

describe('the list of schedules', () => {
  it('is of every namespace, next ones first, and none hides the others', async () => {
    const yearly = await created({ name: 'yearly' }, '@yearly');
    const hourly = await created({ name: 'hourly', payer: 'tidewater' }, '@hourly');
    const resting = await created({ name: 'resting' }, '@hourly');
    await app.call.schedules.suspend({ namespace: 'sandy', schedule: resting.id });
    expect((await app.call.schedules.list()).map(({ id }) => id)).toEqual([hourly.id, yearly.id, resting.id]);
    const undo = app.hub.fail('GET /api/scheduled-jobs/tidewater', { status: 403 });
    expect((await app.call.schedules.list()).map(({ id }) => id)).toEqual([yearly.id, resting.id]);
    undo();
    app.hub.fail('GET /api/scheduled-jobs/*', { status: 403 });
    await expect(app.call.schedules.list()).rejects.toMatchObject({ code: 'MISSING_PERMISSION' });
  });

  it('shows what Hubdesk did not make, without a price where there is none, and leaves out what cannot be read', async () => {
    const body = JSON.stringify([
      {
        id: 's1',
        createdAt: '2026-09-01T10:00:00.000Z',
        schedule: '@fortnightly',
        jobSpec: { flavor: 'warp-core', timeoutSeconds: 60, environment: { HUBDESK_CONFIG: '{"version":9}' } },
      },
      { id: 's2', jobSpec: 'odd' },
      'nonsense',
    ]);
    app.hub.fail('GET /api/scheduled-jobs/sandy', { body });
    app.hub.fail('GET /api/scheduled-jobs/tidewater', { body: '[{"id":' });
    app.hub.fail('GET /api/jobs/hardware', { status: 500 });
    expect(await app.call.schedules.list()).toEqual([
      {
        id: 's1',
        namespace: 'sandy',
        name: 's1',
        schedule: '@fortnightly',
        suspended: false,
        suspendReason: null,
        concurrent: false,
        nextRunAt: null,
        lastJob: null,
        flavor: 'warp-core',
        timeoutSeconds: 60,
        worstUsd: null,
        config: null,
        createdAt: '2026-09-01T10:00:00.000Z',
      },
    ]);
  });

  it('is of nobody who is signed out', async () => {
    await app.call.account.disconnect();
    await expect(app.call.schedules.list()).rejects.toMatchObject({ code: 'SIGNED_OUT' });
  });
});
