import { inspect } from 'node:util';
import { startSandboxHub, type SandboxHub } from '@hubdesk/sandbox-hub';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../ports/clock.ts';
import { Secret } from '../secrets/secret.ts';
import { createHubClient, type HubClient } from './hub-client.ts';
import { commitTexts } from './repo-commit.ts';
import { moveRepo, setRepoVisibility } from './repo-manage.ts';
import { fetchSpaceHardware } from './space-hardware.ts';
import { openSpaceStream } from './space-streams.ts';
import {
  createSpace,
  duplicateSpace,
  fetchPairs,
  fetchRuntime,
  fetchSpace,
  listSpaces,
  pauseSpace,
  removeSecret,
  removeVariable,
  requestHardware,
  restartSpace,
  setDevMode,
  setSecret,
  setSleepTime,
  setVariable,
  setVolumes,
  type SpaceCall,
  type SpaceWish,
} from './spaces.ts';
import { fetchZeroGpuQuota } from './zero-gpu-quota.ts';

let sandbox: SandboxHub;
let hub: HubClient;
let call: SpaceCall;
beforeAll(async () => {
  sandbox = await startSandboxHub({ tokenPace: 'none', spaces: { python: 'none', buildMs: 0, startMs: 0 } });
  hub = createHubClient({ hubUrl: sandbox.url, routerUrl: sandbox.routerUrl }, systemClock);
  call = { token: Secret.from(sandbox.token), account: 'sandy' };
});
afterAll(() => sandbox.close());

const wish: SpaceWish = {
  id: 'sandy/app',
  sdk: 'gradio',
  visibility: 'private',
  flavor: 'zero-a10g',
  sleepSeconds: null,
  variables: {},
  secrets: new Map(),
  volumes: [],
};
const model = {
  type: 'model',
  source: 'sandy/harbour-helper',
  mountPath: '/model',
  path: null,
  readOnly: true,
} as const;
const as = (name: string, account = 'sandy'): SpaceCall => ({
  token: Secret.from(sandbox.tokens[name] ?? ''),
  account,
});
const app = {
  path: 'app.py',
  content: 'import gradio as gr\n\ngr.Interface(lambda text: text, "text", "text").launch()\n',
};
const posts = (path: string) => sandbox.requests.filter((each) => each.method === 'POST' && each.path === path);

/** One answer of the Hub as it was made up. */
function answers(route: string, body: unknown) {
  sandbox.fail(route, { body: JSON.stringify(body), times: 1 });
}

describe('a Space', () => {
  it('is made with everything asked for in one call, answers once its files are there, and never tells a secret', async () => {
    const secret = Secret.from('hf_verySecretverySecretverySecret');
    const id = 'sandy/first';
    const secrets = new Map([['HF_TOKEN', secret]]);
    const made = await createSpace(
      hub,
      { ...wish, id, flavor: 'l4x1', sleepSeconds: 900, variables: { MODEL_ID: 'sandy/x' }, secrets, volumes: [model] },
      call,
    );
    expect(made).toEqual({ id, url: `${sandbox.url}/spaces/${id}` });
    expect(posts('/api/repos/create')).toHaveLength(1);
    const pairs = await fetchPairs(hub, id, call);
    expect(pairs).toMatchObject({ variables: [{ key: 'MODEL_ID', value: 'sandy/x' }], secrets: [{ key: 'HF_TOKEN' }] });
    expect(inspect(pairs, { depth: 9 })).not.toContain('verySecret');

    const stages: string[] = [];
    const readme = {
      path: 'README.md',
      content: '---\ntitle: First\nsdk: gradio\nsdk_version: 6.0\nmodels: [a/b]\n---\n',
    };
    for await (const event of openSpaceStream(hub, { space: id, what: 'events' }, call)) {
      if (stages.length === 0)
        await commitTexts(hub, 'space', id, { files: [readme, app], message: 'Add app', parent: null }, call);
      stages.push(/"stage":"(\w+)"/.exec(event)?.[1] ?? '');
      if (stages.at(-1) === 'RUNNING') break;
    }
    expect(stages).toContain('BUILDING');
    const space = await fetchSpace(hub, id, call);
    expect(space).toMatchObject({
      id,
      title: 'First',
      sdk: 'gradio',
      sdkVersion: '6',
      visibility: 'private',
      models: ['a/b'],
      author: 'sandy',
      subdomain: 'sandy-first',
      runtime: { stage: 'RUNNING', hardware: 'l4x1', requested: 'l4x1', sleepSeconds: 900, volumes: [model] },
    });
    expect(space.files).toEqual(expect.arrayContaining(['README.md', 'app.py']));
    expect((await fetch(`${space.runtime.appUrl}/config`)).status).not.toBe(404);
    expect((await fetchRuntime(hub, id, call)).appUrl).toBe(space.runtime.appUrl);
    const build = [];
    for await (const line of openSpaceStream(hub, { space: id, what: 'logs/build', tail: 2 }, call)) {
      build.push(line);
      if (build.length === 2) break;
    }
    expect(build.every((line) => line.startsWith('{"data":'))).toBe(true);
  });

  it('is moved to other hardware, put to sleep, paused and started again', async () => {
    const id = 'sandy/second';
    await createSpace(hub, { ...wish, id }, call);
    expect(await requestHardware(hub, id, 'l4x1', 600, call)).toMatchObject({ requested: 'l4x1', sleepSeconds: 600 });
    expect(await requestHardware(hub, id, 'l4x1', null, call)).toMatchObject({ sleepSeconds: null });
    expect(await setSleepTime(hub, id, 1_200, call)).toMatchObject({ sleepSeconds: 1_200 });
    expect(await setSleepTime(hub, id, null, call)).toMatchObject({ sleepSeconds: null });
    expect(await setDevMode(hub, id, true, call)).toMatchObject({ devMode: true });
    expect(await pauseSpace(hub, id, call)).toMatchObject({ stage: 'PAUSED', hardware: null });
    expect((await restartSpace(hub, id, { factory: true }, call)).stage).not.toBe('PAUSED');
    expect(await setVolumes(hub, id, [model], call)).toMatchObject({ volumes: [model] });
    expect(await setVolumes(hub, id, [], call)).toMatchObject({ volumes: [] });
    expect(await setVolumes(hub, id, [], call)).toMatchObject({ volumes: [] });
  });

  it('has variables and secrets that are set, replaced and removed', async () => {
    const id = 'sandy/third';
    await createSpace(hub, { ...wish, id }, call);
    await setVariable(hub, id, { key: 'GREETING', value: 'hello\nthere', description: 'Said first' }, call);
    await setSecret(hub, id, { key: 'KEY', value: Secret.from('s\nt'), description: '' }, call);
    expect(await fetchPairs(hub, id, call)).toEqual({
      variables: [{ key: 'GREETING', value: 'hello\nthere', description: 'Said first', updatedAt: expect.any(String) }],
      secrets: [{ key: 'KEY', description: null, updatedAt: expect.any(String) }],
    });
    const clash = setVariable(hub, id, { key: 'KEY', value: 'x', description: '' }, call);
    await expect(clash).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    await removeVariable(hub, id, 'GREETING', call);
    await removeSecret(hub, id, 'KEY', call);
    expect(await fetchPairs(hub, id, call)).toEqual({ variables: [], secrets: [] });
  });

  it('is copied, renamed, found but not changed by its old name, and shown to others, and takes no name that another has', async () => {
    const [from, to] = ['sandy/fourth', 'sandy/renamed'];
    await createSpace(hub, { ...wish, id: from, variables: { A: '1' } }, call);
    const taken = (id: string) => ({ code: 'ALREADY_THERE', data: { what: id, url: `${sandbox.url}/spaces/${id}` } });
    await expect(createSpace(hub, { ...wish, id: from }, call)).rejects.toMatchObject(taken(from));
    const asked = { visibility: 'public', flavor: 'zero-a10g' } as const;
    await expect(duplicateSpace(hub, from, from, asked, call)).rejects.toMatchObject(taken(from));
    expect(await duplicateSpace(hub, from, 'sandy/copy', asked, call)).toMatchObject({ id: 'sandy/copy' });
    expect((await fetchPairs(hub, 'sandy/copy', call)).variables).toMatchObject([{ key: 'A', value: '1' }]);
    await setRepoVisibility(hub, 'space', from, 'protected', call);
    await moveRepo(hub, 'space', from, to, call);
    expect(await fetchSpace(hub, from, call)).toMatchObject({ id: to, visibility: 'protected' });
    const events = openSpaceStream(hub, { space: from, what: 'events' }, call);
    expect((await events.next()).value).toContain('"stage"');
    await events.return('closed');
    // Whoever has the old name next must not be paused in its place.
    await expect(pauseSpace(hub, from, call)).rejects.toMatchObject({ code: 'CONFLICT', data: { what: from } });
    expect((await fetchRuntime(hub, to, call)).stage).not.toBe('PAUSED');
  });

  it.each([
    [
      'a plan that does not carry it',
      'noCredits',
      'riley',
      { id: 'riley/app', flavor: 'cpu-basic' },
      'PAYMENT_REQUIRED',
      { payer: 'riley', needs: 'plan' },
    ],
    [
      'an account that has no credits',
      'noCredits',
      'riley',
      { id: 'riley/app', flavor: 'l4x1' },
      'PAYMENT_REQUIRED',
      { payer: 'riley', billingUrl: expect.stringMatching(/\/settings\/billing$/) },
    ],
    ['a token that may not', 'read', 'sandy', { id: 'sandy/app' }, 'MISSING_PERMISSION', {}],
    ['hardware that there is not', 'write', 'sandy', { flavor: 'warp-core' }, 'INVALID_INPUT', {}],
    ['a name that the Hub does not take', 'write', 'sandy', { id: 'sandy/a--b' }, 'INVALID_INPUT', {}],
  ] as const)('is not made with %s', async (_what, token, account, part, code, data) => {
    await expect(createSpace(hub, { ...wish, ...part }, as(token, account))).rejects.toMatchObject({ code, data });
  });

  it('is asked for once, whatever becomes of the answer', async () => {
    const before = posts('/api/repos/create').length;
    sandbox.fail('POST /api/repos/create', { reset: true, afterEffect: true, times: 1 });
    await expect(createSpace(hub, { ...wish, id: 'sandy/lost' }, call)).rejects.toMatchObject({
      code: 'PROVIDER_UNAVAILABLE',
    });
    expect(posts('/api/repos/create')).toHaveLength(before + 1);
    expect(await fetchSpace(hub, 'sandy/lost', call)).toMatchObject({ id: 'sandy/lost' });
    sandbox.fail('POST /api/repos/create', { status: 429, headers: { 'retry-after': '7' }, times: 1 });
    await expect(createSpace(hub, wish, call)).rejects.toMatchObject({
      code: 'RATE_LIMITED',
      data: { retryAfterMs: 7_000 },
    });
    sandbox.fail('POST /api/repos/create', {
      status: 409,
      body: { error: 'Cannot create repo: another conflicting operation is in progress' },
      times: 1,
    });
    await expect(createSpace(hub, wish, call)).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  it('that is not there, or is nobody else’s to see, is NOT_FOUND', async () => {
    const missing = (what: string) => ({ code: 'NOT_FOUND', data: { what } });
    await expect(fetchSpace(hub, 'sandy/absent', call)).rejects.toMatchObject(missing('sandy/absent'));
    await expect(pauseSpace(hub, 'sandy/absent', call)).rejects.toMatchObject(missing('sandy/absent'));
    await createSpace(hub, { ...wish, id: 'sandy/hidden', sdk: 'static', flavor: null }, call);
    await expect(fetchSpace(hub, 'sandy/hidden', { token: null })).rejects.toMatchObject(missing('sandy/hidden'));
    await expect(fetchSpace(hub, 'sandy/..', call)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('may be in a stage, and have fields, that are newer than this app', async () => {
    answers('GET /api/spaces/:namespace/:name/runtime', { stage: 'DREAMING' });
    expect(await fetchRuntime(hub, 'sandy/old-buoy', call)).toEqual({
      stage: 'DREAMING',
      errorMessage: null,
      hardware: null,
      requested: null,
      sleepSeconds: null,
      devMode: false,
      replicas: null,
      volumes: [],
      domains: [],
      sha: null,
      appUrl: null,
    });
    answers('GET /api/spaces/:namespace/:name', {
      id: 'sandy/x',
      private: true,
      cardData: { title: 7, models: 'a/b' },
      host: 'https://sandy-x.hf.space/',
      runtime: {
        stage: 'RUNNING',
        hardware: 'big',
        gcTimeout: -1,
        volumes: [
          { type: 'tape', source: 'x/y', mountPath: '/t' },
          { type: 'bucket', source: 'x/y', mountPath: '/b' },
        ],
        domains: [{ domain: 'old.example.org', stage: 'EXPIRED_CHALLENGE' }, 'nonsense'],
        sandboxUrl: 'http://elsewhere.example.org',
      },
    });
    expect(await fetchSpace(hub, 'sandy/x', call)).toMatchObject({
      title: '7',
      models: ['a/b'],
      visibility: 'private',
      likes: null,
      runtime: {
        hardware: null,
        sleepSeconds: null,
        volumes: [{ type: 'bucket', path: null, readOnly: false }],
        domains: [{ domain: 'old.example.org', stage: 'EXPIRED_CHALLENGE' }],
        appUrl: 'https://sandy-x.hf.space',
      },
    });
    const ready = ['chat.example.org', 'sandy-x.hf.space'].map((domain) => ({ domain, stage: 'READY' }));
    answers('GET /api/spaces/:namespace/:name/runtime', { stage: 'RUNNING', domains: ready });
    expect((await fetchRuntime(hub, 'sandy/x', call)).appUrl).toBe('https://sandy-x.hf.space');
    answers('GET /api/spaces/:namespace/:name/runtime', { stage: 'RUNNING', domains: ready.slice(0, 1) });
    expect((await fetchRuntime(hub, 'sandy/x', call)).appUrl).toBe('https://chat.example.org');
    answers('GET /api/spaces/:namespace/:name', { id: 'sandy/x', runtime: null });
    expect((await fetchSpace(hub, 'sandy/x', call)).runtime.stage).toBe('UNKNOWN');
    answers('GET /api/spaces/:namespace/:name/runtime', { stage: 4 });
    await expect(fetchRuntime(hub, 'sandy/x', call)).rejects.toMatchObject({ code: 'HUB_CHANGED' });
  });
});

describe('Spaces in general', () => {
  it('are listed over every page, without those that cannot be read', async () => {
    const all = await listSpaces(hub, 'tidewater', call);
    expect(all).toMatchObject([
      { id: 'tidewater/support-desk', title: 'Support desk', visibility: 'private', runtime: { stage: 'SLEEPING' } },
    ]);
    // The fault set last comes first.
    sandbox.fail('GET /api/spaces', { body: '[{"id":"a/c"}]', times: 1 });
    sandbox.fail('GET /api/spaces', {
      body: JSON.stringify([{ id: 'a/b', runtime: { stage: 'PAUSED' } }, { private: true }, null]),
      headers: { link: `<${sandbox.url}/api/spaces?author=tidewater&cursor=next>; rel="next"` },
      times: 1,
    });
    expect((await listSpaces(hub, 'tidewater', call)).map(({ id }) => id)).toEqual(['a/b', 'a/c']);
  });

  it('have hardware with prices, and a share of ZeroGPU where the Hub tells it', async () => {
    const hardware = await fetchSpaceHardware(hub, call);
    expect(hardware.find(({ name }) => name === 'zero-a10g')).toMatchObject({ usdPerMinute: 0, disk: null });
    expect(hardware.find(({ name }) => name === 'l4x1')?.usdPerMinute).toBeCloseTo(0.8 / 60);
    expect(await fetchZeroGpuQuota(hub, call)).toMatchObject({ baseSeconds: 3_600, leftSeconds: 3_600 });
    for (const status of [404, 501]) {
      sandbox.fail('GET /api/spaces/zero-gpu/quota', { status, times: 1 });
      expect(await fetchZeroGpuQuota(hub, call)).toBeNull();
    }
    sandbox.fail('GET /api/spaces/zero-gpu/quota', { status: 503, times: 1 });
    await expect(fetchZeroGpuQuota(hub, call)).rejects.toMatchObject({ code: 'PROVIDER_UNAVAILABLE' });
  });
});
