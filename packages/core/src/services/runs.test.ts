import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exampleConfig } from '@hubdesk/shared/contract/example-run';
import type { Run } from '@hubdesk/shared/train/run';
import type { RunConfig } from '@hubdesk/shared/train/run-config';
import { startSandboxHub } from '@hubdesk/sandbox-hub';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { startTestApp, type TestApp } from './test-app.fixture.ts';

// Other tests may have the machine's processors.
vi.setConfig({ testTimeout: 60_000 });

let running: TestApp[] = [];
afterEach(async () => {
  await Promise.all(running.map((each) => each.stop()));
  running = [];
});

/** Jobs start at once and never use a training stack of this machine. */
const quickJobs = { schedulingMs: 0, host: { path: process.env['PATH'] ?? '', cache: '/nonexistent', network: {}, realTraining: false } };

async function start(options: Parameters<typeof startTestApp>[0] = {}): Promise<TestApp> {
  const started = await startTestApp({ ...options, hub: { jobs: quickJobs, ...options.hub } });
  running.push(started);
  return started;
}

async function connected(options: Parameters<typeof startTestApp>[0] = {}): Promise<TestApp> {
  const app = await start(options);
  await app.call.account.connect({ token: app.hub.token, keepUnverified: false });
  return app;
}

const config: RunConfig = {
  ...exampleConfig,
  parameters: { ...exampleConfig.parameters, max_steps: 4, save_steps: 2, per_device_train_batch_size: 1 },
  output: { repo: 'sandy/tuned', private: true },
};

function launch({ call }: Pick<TestApp, 'call'>, given: Partial<Parameters<TestApp['call']['runs']['launch']>[0]> = {}) {
  return call.runs.launch({ run: randomUUID(), kind: 'train', config, ...given });
}

async function until({ call }: Pick<TestApp, 'call'>, id: string, wanted: (run: Run) => boolean): Promise<Run> {
  return vi.waitFor(
    async () => {
      const run = await call.runs.get({ run: id });
      if (!wanted(run)) throw new Error(`still ${JSON.stringify(run)}`);
      return run;
    },
    { timeout: 45_000, interval: 20 },
  );
}

const over = ({ state, following }: Run) => ['completed', 'failed', 'canceled', 'deleted'].includes(state) && following === 'no';

describe('a run', () => {
  it('is launched, followed to its end, and its weights are there', async () => {
    const app = await connected();
    const launched = await launch(app);
    expect(launched).toMatchObject({ kind: 'train', name: 'small-questions', namespace: 'sandy', model: 'sandy/tiny-llama', weights: { state: 'waiting' } });
    const topics: string[] = [];
    const windows = new AbortController();
    const listening = (async () => {
      for await (const change of await app.call.app.changes(undefined, { signal: windows.signal })) topics.push(...change.topics);
    })().catch(() => {});
    const done = await until(app, launched.id, (run) => over(run) && run.weights.state !== 'waiting' && run.weights.state !== 'looking');
    windows.abort();
    await listening;
    expect(done).toMatchObject({ state: 'completed', trainer: 'tiny', failure: null, problem: null, checkpoints: [2, 4], log: { gaps: 0 } });
    expect(done.weights).toMatchObject({ state: 'there', repo: 'sandy/tuned', kind: 'full', files: [{ path: 'model.safetensors', bytes: expect.any(Number) }] });
    expect(done.weights.commit).toMatch(/^[0-9a-f]{40}$/);
    expect(new Set(done.phases.map(({ state }) => state))).toEqual(new Set(['done']));
    expect(done.costUsd).toBe(done.usdPerMinute);
    expect(topics).toContain('runs');
    const { lines, total } = await app.call.runs.logLines({ run: launched.id, from: 0, count: 500 });
    expect([lines.length, total]).toEqual([done.log.lines, done.log.lines]);
    expect((await app.call.runs.searchLog({ run: launched.id, text: 'tiny trainer' })).indexes.length).toBeGreaterThan(0);
    const { path } = await app.call.runs.saveLog({ run: launched.id, folder: app.folder });
    expect(await readFile(path, 'utf8')).toContain('tiny trainer');
    expect(await app.call.budget.get()).toMatchObject({ openUsd: 0 });
  });

  it('goes on from its checkpoint, in the same folder', async () => {
    const app = await connected();
    const first = await launch(app);
    await until(app, first.id, over);
    const second = await launch(app, { config: { ...config, parameters: { ...config.parameters, max_steps: 6 } }, resumeFrom: first.id });
    const done = await until(app, second.id, over);
    expect(done).toMatchObject({ state: 'completed', resumedFrom: first.id, artifacts: first.artifacts, progress: { step: 6 } });
    const { lines } = await app.call.runs.logLines({ run: second.id, from: 0, count: 500 });
    expect(lines.some(({ text }) => text.includes('"k":"step","step":1,'))).toBe(false);
  });

  it('is found again by the next start, with its settings, and followed to its end', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'hubdesk-test-'));
    const hub = await startSandboxHub({ seed: 'demo', tokenPace: 'none', jobs: { ...quickJobs, schedulingMs: 300 } });
    const env = { HF_ENDPOINT: hub.url, HUBDESK_ROUTER_URL: hub.routerUrl };
    try {
      const first = await start({ folder, env });
      await first.call.account.connect({ token: hub.token, keepUnverified: false });
      const { id } = await launch(first, { config: { ...config, name: 'kept' } });
      const { keychain } = first;
      await first.app.dispose();
      running = running.filter((each) => each !== first);
      await first.hub.close();
      const second = await start({ folder, env, keychain });
      expect(await until(second, id, over)).toMatchObject({ state: 'completed', name: 'kept', config: { ...config, name: 'kept' } });
    } finally {
      await hub.close();
    }
  });

  it('of the Sandbox ends with it, and others are not touched', async () => {
    const app = await connected({ ports: { startSandbox: () => startSandboxHub({ seed: 'demo', tokenPace: 'none', jobs: quickJobs }) } });
    app.hub.jobs.holdScheduling(true);
    const outside = await launch(app);
    await app.call.sandbox.enter();
    expect(await app.call.runs.list()).toEqual([]);
    const inside = await launch(app);
    await until(app, inside.id, ({ state }) => state !== 'scheduling');
    await app.call.sandbox.leave();
    expect((await app.call.runs.list()).map(({ id }) => id)).toEqual([outside.id]);
    expect(existsSync(join(app.folder, 'state', 'runs', inside.id))).toBe(false);
  });

  it('is stopped by a limit before anything is sent, and says how much of it is left', async () => {
    const app = await connected();
    await app.call.budget.set({ runUsd: 0.000001, monthUsd: null });
    await expect(launch(app)).rejects.toMatchObject({ code: 'INVALID_INPUT', data: { field: 'budget' } });
    expect(await app.call.runs.list()).toEqual([]);
    app.hub.jobs.holdScheduling(true);
    await app.call.budget.set({ runUsd: null, monthUsd: 0.003 });
    await launch(app);
    expect((await app.call.budget.get()).openUsd).toBeCloseTo(0.00167, 4);
    await expect(launch(app)).rejects.toMatchObject({ code: 'INVALID_INPUT', message: expect.stringMatching(/month/) });
  });

  it('stops with a disconnected account and goes on with the next', async () => {
    const app = await connected();
    app.hub.jobs.holdScheduling(true);
    const { id } = await launch(app);
    await until(app, id, ({ following }) => following === 'live');
    await app.call.account.disconnect();
    expect(await until(app, id, ({ following }) => following === 'stopped')).toMatchObject({ state: 'scheduling', problem: { code: 'SIGNED_OUT' } });
    await app.call.account.connect({ token: app.hub.tokens['fineGrained'] ?? '', keepUnverified: false });
    expect(await until(app, id, ({ following }) => following === 'live')).toMatchObject({ problem: null });
  });

  it('prints no secret into the log that is kept', async () => {
    const app = await connected();
    // The job repeats the name in its last words.
    const dataset = { id: 'sandy/canary-in-my-key', config: null, train: 'train', evaluation: null };
    const run = await launch(app, { config: { ...config, secrets: ['MY_KEY'], dataset }, secrets: { MY_KEY: 'canary-in-my-key' } });
    await until(app, run.id, over);
    const kept = await readFile(join(app.folder, 'state', 'runs', run.id, 'log.txt'), 'utf8');
    expect(kept).toContain('[secret]');
    expect(kept).not.toContain('canary-in-my-key');
  });
});

describe('before a run', () => {
  it('says what there is to know of the model and the dataset, and looks at everything', async () => {
    const { call } = await connected();
    expect(await call.runs.model({ model: 'sandy/tiny-llama' })).toMatchObject({ model: 'sandy/tiny-llama', family: 'llama' });
    expect(await call.runs.dataset({ dataset: 'sandy/small-questions' })).toMatchObject({ formats: ['messages'] });
    const { model, dataset, method, parameters } = config;
    expect((await call.runs.lengths({ config: { model, dataset, method, parameters } })).rows).toBeGreaterThan(0);
    let last: { done: boolean; checks: { state: string }[] } | undefined;
    for await (const each of await call.runs.preflight({ config, kind: 'train' })) last = each;
    expect(last?.done).toBe(true);
    expect(last?.checks.filter(({ state }) => state === 'stops')).toEqual([]);
  });
});

it('the app starts without asking anybody anything where no account is connected', async () => {
  const app = await start();
  expect(await app.call.runs.list()).toEqual([]);
  expect(app.hub.requests).toEqual([]);
  expect(existsSync(join(app.folder, 'state', 'runs'))).toBe(true);
});
