import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { startSandboxHub, type SandboxHub } from '../index.ts';
import { control } from '../testing/control.ts';
import { SpaceClient } from '../testing/space.ts';

const APP = 'import gradio as gr\ngr.Interface(lambda text: text, "text", "text").launch()\n';
const README =
  '---\ntitle: Tide\nsdk: gradio\nsdk_version: 6.25.0\napp_file: app.py\nmodels:\n- sandy/harbour-helper\n---\n';
const GPU_APP = 'import spaces\n@spaces.GPU\ndef answer(text):\n    return text\n';

let hub: SandboxHub;
let nowMs = Date.UTC(2026, 8, 20, 12);
let sandy: SpaceClient;
let riley: SpaceClient;
beforeAll(async () => {
  hub = await startSandboxHub({ seed: 'demo', tokenPace: 'none', now: () => nowMs, spaces: { python: 'none' } });
  sandy = new SpaceClient(hub);
  riley = new SpaceClient(hub, hub.tokens.noCredits);
});
afterAll(() => hub.close());

let count = 0;
async function running(wish: object = {}, files: Record<string, string> = { 'app.py': APP }): Promise<string> {
  count += 1;
  const id = `sandy/space-${count}`;
  expect((await sandy.create(id, wish)).status).toBe(200);
  await sandy.stages(id, 'RUNNING', () => sandy.commit(id, files));
  return id;
}

describe('the life of a Space', () => {
  test('goes from no app through building and starting to running, and again when it changes', async () => {
    const id = 'sandy/life';
    await sandy.create(id);
    expect(await sandy.until(id, 'NO_APP_FILE')).toMatchObject({ hardware: { current: null } });
    const first = await sandy.stages(id, 'RUNNING', () => sandy.commit(id, { 'app.py': APP, 'README.md': README }));
    expect(first).toEqual(['BUILDING', 'APP_STARTING', 'RUNNING']);
    const second = await sandy.stages(id, 'RUNNING', () => sandy.commit(id, { 'app.py': `${APP}# more\n` }));
    expect(second).toEqual(['RUNNING_BUILDING', 'RUNNING_APP_STARTING', 'RUNNING']);
    const runtime = await sandy.runtime(id);
    expect(runtime).toMatchObject({
      hardware: { current: 'cpu-basic', requested: 'cpu-basic' },
      gcTimeout: 172_800,
      replicas: { current: 1, requested: 1 },
      domains: [{ domain: 'sandy-life.hf.space', stage: 'READY' }],
    });
    const info = (await sandy.ask('GET', `/api/spaces/${id}`)).body;
    expect(info).toMatchObject({ subdomain: 'sandy-life', host: runtime.sandboxUrl, sdk: 'gradio', sha: runtime.sha });
  });

  test('tells its build and its run, and ends the story of the build', async () => {
    const id = await running({}, { 'app.py': APP, 'requirements.txt': 'torch\n', 'README.md': README });
    const build = await sandy.streamText(`/api/spaces/${id}/logs/build`);
    expect(build).toContain('Build Queued');
    expect(build).toContain('pip install');
    const run = await sandy.streamText(`/api/spaces/${id}/logs/run`, 'Running on local URL');
    expect(run).toContain('as sandy/harbour-helper');
    const [frame] = run.split('\n\n');
    expect(JSON.parse(frame?.slice('data: '.length) ?? '')).toEqual({
      data: expect.stringMatching(/Application Startup.*\n$/),
      timestamp: expect.stringMatching(/Z$/),
    });
    expect(await sandy.streamText(`/api/spaces/${id}/logs/build?tail=1`)).not.toContain('Build Queued');
  });

  test('can be paused, takes files meanwhile, and is restarted', async () => {
    const id = await running();
    expect((await sandy.ask('POST', `/api/spaces/${id}/pause`)).body).toMatchObject({ stage: 'PAUSED' });
    await sandy.commit(id, { 'app.py': `${APP}#\n` });
    const paused = await sandy.runtime(id);
    expect(paused).toMatchObject({ stage: 'PAUSED', hardware: { current: null } });
    expect((await fetch(`${paused.sandboxUrl}/config`)).status).toBe(503);
    const stages = await sandy.stages(id, 'RUNNING', () => sandy.ask('POST', `/api/spaces/${id}/restart`));
    expect(stages).toEqual(['BUILDING', 'APP_STARTING', 'RUNNING']);
    expect(await sandy.stages(id, 'RUNNING', () => sandy.ask('POST', `/api/spaces/${id}/restart`))).toEqual([
      'RUNNING_APP_STARTING',
      'RUNNING',
    ]);
    const factory = await sandy.stages(id, 'RUNNING', () =>
      sandy.ask('POST', `/api/spaces/${id}/restart?factory=true`),
    );
    expect(factory[0]).toBe('RUNNING_BUILDING');
  });

  test('falls asleep when nobody asked for two days, and wakes when somebody does', async () => {
    const id = await running();
    const { sandboxUrl } = await sandy.runtime(id);
    nowMs += 172_800_000;
    expect((await sandy.runtime(id)).stage).toBe('SLEEPING');
    expect((await fetch(`${sandboxUrl}/config`)).status).toBe(200);
    expect((await sandy.runtime(id)).stage).toBe('RUNNING');
  });

  test('moves with its repo and goes with it', async () => {
    const id = await running();
    const { sandboxUrl } = await sandy.runtime(id);
    await sandy.ask('POST', '/api/repos/move', { fromRepo: id, toRepo: 'sandy/moved', type: 'space' });
    expect((await sandy.runtime('sandy/moved')).domains[0]?.domain).toBe('sandy-moved.hf.space');
    await sandy.ask('DELETE', '/api/repos/delete', { name: 'moved', organization: 'sandy', type: 'space' });
    expect((await sandy.ask('GET', '/api/spaces/sandy/moved/runtime')).status).toBe(404);
    await expect(fetch(`${sandboxUrl}/config`)).rejects.toThrow();
  });
});

describe('what goes wrong', () => {
  test.each([
    ['CONFIG_ERROR', { 'README.md': '# no front matter\n', 'app.py': APP }, /Missing configuration/],
    ['CONFIG_ERROR', { 'README.md': '---\nsdk: gradio\ncolorFrom: mauve\n---\n', 'app.py': APP }, /colorFrom/],
    ['CONFIG_ERROR', { 'README.md': '---\nsdk: flask\n---\n', 'app.py': APP }, /"sdk"/],
    ['BUILD_ERROR', { 'requirements.txt': 'no-such-package\n', 'app.py': APP }, /exit code: 1/],
    ['BUILD_ERROR', { 'requirements.txt': 'transformers==999.0\n', 'app.py': APP }, /exit code: 1/],
    ['BUILD_ERROR', { 'requirements.txt': 'torch==2.8.0\ntorch==2.9.1\n', 'app.py': APP }, /exit code: 1/],
    ['BUILD_ERROR', { 'requirements.txt': 'trans formers\n', 'app.py': APP }, /exit code: 1/],
    ['BUILD_ERROR', { 'requirements.txt': 'gradio==5.0.0\n', 'README.md': README, 'app.py': APP }, /exit code: 1/],
  ])('%s after %j', async (stage, files: Record<string, string>, message) => {
    count += 1;
    const id = `sandy/wrong-${count}`;
    await sandy.create(id);
    await sandy.stages(id, stage, () => sandy.commit(id, files));
    expect((await sandy.runtime(id)).errorMessage).toMatch(message);
  });

  test('a README that is no YAML is not even taken', async () => {
    await sandy.create('sandy/no-yaml');
    expect((await sandy.commit('sandy/no-yaml', { 'README.md': '---\nsdk: [\n---\n' })).status).toBe(400);
  });

  test('a build error says in the log what could not be found', async () => {
    await sandy.create('sandy/log-error');
    const files = {
      'requirements.txt': '# ours\npeft>=0.10,<1\ntransformers==999.0 ; python_version > "3"\n',
      'app.py': APP,
    };
    await sandy.stages('sandy/log-error', 'BUILD_ERROR', () => sandy.commit('sandy/log-error', files));
    const log = await sandy.streamText('/api/spaces/sandy/log-error/logs/build');
    expect(log).toContain('No matching distribution found for transformers==999.0');
  });

  test('ordinary requirements build', async () => {
    const requirements =
      'transformers>=4.56\naccelerate\npeft~=0.12\nsentencepiece==0.2.0\n-r more.txt\nuvicorn[standard]>=0.3,<1\nmine @ https://x.org/m.whl\n';
    await running({}, { 'app.py': APP, 'requirements.txt': requirements });
  });

  test('a ZeroGPU Space without a GPU function stops when it starts', async () => {
    await sandy.create('sandy/zero', { hardware: 'zero-a10g' });
    await sandy.until('sandy/zero', 'NO_APP_FILE');
    const commit = (app: string) => () => sandy.commit('sandy/zero', { 'app.py': app });
    expect(await sandy.stages('sandy/zero', 'RUNTIME_ERROR', commit(APP))).toEqual([
      'BUILDING',
      'APP_STARTING',
      'RUNTIME_ERROR',
    ]);
    expect((await sandy.runtime('sandy/zero')).errorMessage).toBe('No @spaces.GPU function detected during startup');
    await sandy.stages('sandy/zero', 'RUNNING', commit(GPU_APP));
  });

  test('a build can be kept stuck, and any stage can be shown', async () => {
    await sandy.create('sandy/stuck');
    // A new Space looks for its files first, and that is a build too.
    await sandy.until('sandy/stuck', 'NO_APP_FILE');
    await control(hub, 'POST', 'spaces/sandy/stuck', { holdAt: 'BUILDING' });
    await sandy.stages('sandy/stuck', 'BUILDING', () => sandy.commit('sandy/stuck', { 'app.py': APP }));
    expect((await sandy.runtime('sandy/stuck')).stage).toBe('BUILDING');
    await control(hub, 'POST', 'spaces/sandy/stuck', { holdAt: null, stage: 'HIBERNATING', errorMessage: 'So cold' });
    expect(await sandy.runtime('sandy/stuck')).toMatchObject({ stage: 'HIBERNATING', errorMessage: 'So cold' });
  });
});

describe('what a plan allows', () => {
  test('a free account is refused a Gradio Space on cpu-basic in the words of the Hub', async () => {
    const { status, body } = await riley.create('riley/one');
    expect(status).toBe(402);
    expect(JSON.stringify(body)).toContain('Static Spaces are free for everyone, but hosting Gradio and Docker Spaces');
    expect((await riley.create('riley/page', { sdk: 'static' })).status).toBe(200);
  });

  test('a free account may own two ZeroGPU Spaces, which must be Gradio', async () => {
    expect((await riley.create('riley/docker', { sdk: 'docker', hardware: 'zero-a10g' })).status).toBe(400);
    for (const name of ['z1', 'z2']) {
      expect((await riley.create(`riley/${name}`, { hardware: 'zero-a10g' })).status).toBe(200);
    }
    expect((await riley.create('riley/z3', { hardware: 'zero-a10g' })).status).toBe(403);
    expect((await riley.ask('POST', '/api/spaces/riley/z1/hardware', { flavor: 'cpu-basic' })).status).toBe(402);
    expect((await riley.ask('POST', '/api/spaces/riley/z1/restart')).status).toBe(200);
    expect((await riley.ask('POST', '/api/spaces/riley/z1/dev-mode', { enabled: true })).status).toBe(403);
  });

  test('paid hardware needs credits', async () => {
    expect((await riley.ask('POST', '/api/spaces/riley/z1/hardware', { flavor: 't4-small' })).status).toBe(402);
    expect((await sandy.create('sandy/unknown', { hardware: 'h9000' })).status).toBe(400);
  });

  test('whose plan lapsed can look, pause and delete, and not start', async () => {
    await control(hub, 'POST', 'users', { name: 'lapsed', plan: 'pro', creditsUsd: 5 });
    const made = await control(hub, 'POST', 'tokens', { account: 'lapsed', role: 'write' });
    const lapsed = new SpaceClient(hub, z.object({ token: z.string() }).parse(made).token);
    await lapsed.create('lapsed/old');
    await lapsed.stages('lapsed/old', 'RUNNING', () => lapsed.commit('lapsed/old', { 'app.py': APP }));
    await control(hub, 'POST', 'plan', { name: 'lapsed', plan: 'free' });
    expect((await lapsed.runtime('lapsed/old')).stage).toBe('RUNNING');
    expect((await lapsed.ask('POST', '/api/spaces/lapsed/old/pause')).status).toBe(200);
    expect((await lapsed.ask('POST', '/api/spaces/lapsed/old/restart')).status).toBe(402);
    const gone = { name: 'old', organization: 'lapsed', type: 'space' };
    expect((await lapsed.ask('DELETE', '/api/repos/delete', gone)).status).toBe(200);
  });

  test('a static Space cannot be paused', async () => {
    expect((await riley.ask('POST', '/api/spaces/riley/page/pause')).status).toBe(400);
  });
});

describe('hardware, secrets and the rest', () => {
  test('hardware is changed with its sleep, and charged for as long as it runs', async () => {
    const id = await running();
    const before = await creditsOf('sandy');
    const stages = await sandy.stages(id, 'RUNNING', () =>
      sandy.ask('POST', `/api/spaces/${id}/hardware`, { flavor: 't4-small', sleepTimeSeconds: 7200 }),
    );
    expect(stages).toEqual(['RUNNING_APP_STARTING', 'RUNNING']);
    expect(await sandy.runtime(id)).toMatchObject({ hardware: { current: 't4-small' }, gcTimeout: 7200 });
    nowMs += 3_600_000;
    await sandy.runtime(id);
    expect(before - (await creditsOf('sandy'))).toBeCloseTo(0.4, 6);
    nowMs += 3_600_000;
    expect((await sandy.runtime(id)).stage).toBe('SLEEPING');
    const asleep = await creditsOf('sandy');
    nowMs += 36_000_000;
    await sandy.runtime(id);
    expect(await creditsOf('sandy')).toBe(asleep);
    expect((await sandy.ask('POST', `/api/spaces/${id}/sleeptime`, { seconds: -1 })).body).toMatchObject({
      gcTimeout: null,
    });
  });

  test('secrets are never given back, variables are, and both start the app again', async () => {
    const id = await running({
      secrets: [{ key: 'TOKEN', value: 's3cret', description: 'Why' }],
      variables: [{ key: 'A', value: '1' }],
    });
    const secrets = (await sandy.ask('GET', `/api/spaces/${id}/secrets`)).body;
    expect(secrets).toEqual({ TOKEN: { description: 'Why', updatedAt: new Date(nowMs).toISOString() } });
    const stages = await sandy.stages(id, 'RUNNING', () =>
      sandy.ask('POST', `/api/spaces/${id}/variables`, { key: 'MODEL_ID', value: 'Qwen/Qwen3-8B' }),
    );
    expect(stages).toEqual(['RUNNING_APP_STARTING', 'RUNNING']);
    expect((await sandy.ask('DELETE', `/api/spaces/${id}/variables`, { key: 'A' })).body).toEqual({
      MODEL_ID: { value: 'Qwen/Qwen3-8B', updatedAt: expect.any(String) },
    });
    await sandy.until(id, 'RUNNING');
    expect((await sandy.ask('POST', `/api/spaces/${id}/secrets`, { key: 'MODEL_ID', value: 'x' })).status).toBe(400);
    expect((await sandy.ask('POST', `/api/spaces/${id}/secrets`, { key: 'no good', value: 'x' })).status).toBe(400);
    expect((await sandy.ask('DELETE', `/api/spaces/${id}/secrets`, { key: 'TOKEN' })).body).toEqual({});
    const run = await sandy.streamText(`/api/spaces/${id}/logs/run`, 'as Qwen/Qwen3-8B');
    expect(run).not.toContain('s3cret');
  });

  test('a stranger sees a public Space and none of its settings', async () => {
    const id = await running();
    expect((await riley.ask('GET', `/api/spaces/${id}/runtime`)).status).toBe(200);
    for (const path of ['secrets', 'variables', 'logs/run', 'metrics']) {
      expect([path, (await riley.ask('GET', `/api/spaces/${id}/${path}`)).status]).toEqual([path, 403]);
    }
    expect((await riley.ask('POST', `/api/spaces/${id}/pause`)).status).toBe(403);
    const read = new SpaceClient(hub, hub.tokens.read);
    expect((await read.ask('POST', `/api/spaces/${id}/restart`)).status).toBe(403);
  });

  test('volumes, dev mode and replicas are kept', async () => {
    const id = await running();
    const mounted = [{ type: 'model', source: 'sandy/harbour-helper', mountPath: '/model' }];
    expect((await sandy.ask('PUT', `/api/spaces/${id}/volumes`, { volumes: mounted })).body).toMatchObject({
      volumes: mounted,
    });
    expect((await sandy.ask('DELETE', `/api/spaces/${id}/volumes`)).body).toMatchObject({ volumes: [] });
    expect((await sandy.ask('DELETE', `/api/spaces/${id}/volumes`)).status).toBe(400);
    expect((await sandy.ask('POST', `/api/spaces/${id}/dev-mode`, { enabled: true })).body).toMatchObject({
      devMode: true,
    });
    await sandy.until(id, 'RUNNING');
    expect((await sandy.ask('POST', `/api/spaces/${id}/replicas`, { replicas: 3 })).body).toMatchObject({
      replicas: { current: 3, requested: 3 },
    });
    expect(await sandy.streamText(`/api/spaces/${id}/metrics`, '\n\n')).toMatch(
      /^event: metric\ndata: \{"cpu_usage_pct"/,
    );
  });

  test('a copy has the files and variables of its source and none of its secrets', async () => {
    const id = await running({ secrets: [{ key: 'S', value: 'x' }], variables: [{ key: 'V', value: '1' }] });
    const made = await sandy.ask('POST', `/api/spaces/${id}/duplicate`, {
      repository: 'tidewater/copy',
      hardware: 'l4x1',
      secrets: [{ key: 'OWN', value: 'y' }],
    });
    expect(made.body).toEqual({ url: `${hub.url}/spaces/tidewater/copy` });
    await sandy.until('tidewater/copy', 'RUNNING');
    expect(await sandy.runtime('tidewater/copy')).toMatchObject({ hardware: { current: 'l4x1' } });
    expect((await sandy.ask('GET', '/api/spaces/tidewater/copy/variables')).body).toMatchObject({ V: { value: '1' } });
    expect((await sandy.ask('GET', '/api/spaces/tidewater/copy/secrets')).body).toEqual({
      OWN: { updatedAt: expect.any(String) },
    });
  });

  test('a Space can be made from a template', async () => {
    const { body } = await sandy.ask('GET', '/api/spaces/templates');
    expect(body).toEqual({
      templates: [{ name: 'chatbot', repoId: 'space-templates/chatbot', sdk: 'gradio', preferredPrivate: false }],
    });
    await sandy.create('sandy/from-template', { template: 'space-templates/chatbot' });
    await sandy.until('sandy/from-template', 'RUNNING');
    const app = await sandy.ask('GET', '/spaces/sandy/from-template/resolve/main/app.py');
    expect(app.body).toContain('gr.ChatInterface');
    expect((await sandy.create('sandy/no-template', { template: 'space-templates/none' })).status).toBe(400);
  });

  test('the list of hardware has prices and ZeroGPU', async () => {
    const list = z
      .array(z.looseObject({ name: z.string(), unitCostMicroUSD: z.number() }))
      .parse((await sandy.ask('GET', '/api/spaces/hardware')).body);
    expect(list.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['cpu-basic', 'zero-a10g', 't4-small', 'a100-large']),
    );
    expect(list.find(({ name }) => name === 'cpu-basic')?.unitCostMicroUSD).toBe(0);
    expect(list.every((item) => !('ephemeralStorage' in item))).toBe(true);
  });
});

async function creditsOf(name: string): Promise<number> {
  const { accounts } = z
    .object({ accounts: z.array(z.looseObject({ name: z.string(), creditsUsd: z.number() })) })
    .parse(await control(hub, 'GET', 'state'));
  return accounts.find((account) => account.name === name)?.creditsUsd ?? NaN;
}
