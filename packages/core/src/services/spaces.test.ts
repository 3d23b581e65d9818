import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from './test-app.fixture.ts';

// One Hub for all of them: each makes the Space that it changes.
let app: TestApp;
let made = 0;
beforeAll(async () => {
  app = await startTestApp({ hub: { spaces: { python: 'none' } } });
  await connect();
});
afterAll(() => app.stop());

/** Also asks anew what the account has. */
const connect = () => app.call.account.connect({ token: app.hub.tokens['fineGrained'] ?? '' });

async function asked(path: string, method = 'GET', body?: unknown, token = app.hub.tokens['fineGrained']) {
  const answer = await fetch(`${app.hub.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await answer.text();
  expect(answer.status, text).toBe(200);
  return answer.headers.get('content-type')?.includes('json') ? JSON.parse(text) : text;
}

async function control(path: string, body: object): Promise<void> {
  const headers = { authorization: `Bearer ${app.hub.controlSecret}`, 'content-type': 'application/json' };
  const answer = await fetch(`${app.hub.url}/__sandbox__/${path}`, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  });
  expect(answer.status, await answer.text()).toBe(200);
}

const readme = `---
title: Tide # short
models:
  - sandy/harbour-helper   # ours
emoji: 🌊
sdk: gradio
sdk_version: 6.25.0
app_file: app.py
---

# Tide
`;
const program = 'import gradio as gr\nMODEL_KIND = 1\n';

/** Makes a Space of its own on the Hub, as another program would, and waits until it runs. */
async function make(more: { files?: Record<string, string>; namespace?: string; wish?: object; until?: string } = {}) {
  made += 1;
  const { namespace = 'sandy', until = 'RUNNING', wish = {} } = more;
  const name = `made-${made}`;
  const files = Object.entries({ 'README.md': readme, 'app.py': program, 'requirements.txt': 'peft\n', ...more.files });
  await asked('/api/repos/create', 'POST', {
    type: 'space',
    organization: namespace,
    name,
    sdk: 'gradio',
    files: files.map(([path, content]) => ({ path, content, encoding: 'utf-8' })),
    ...wish,
  });
  const space = `${namespace}/${name}`;
  await inStage(space, until);
  return space;
}

async function inStage(space: string, stage: string): Promise<void> {
  for await (const { runtime } of await app.call.spaces.follow({ space })) if (runtime.stage === stage) return;
}

describe('the list of Spaces', () => {
  it('is of the account and its organizations, those changed last first, with what each costs', async () => {
    const { spaces, missing } = await app.call.spaces.list();
    expect(missing).toEqual([]);
    const seeded = spaces.filter(({ id }) => !id.includes('/made-'));
    expect(
      seeded
        .filter(({ id }) => id !== 'sandy/lighthouse')
        .map(({ id, runtime: { stage }, usdPerHour }) => [id, stage, usdPerHour]),
    ).toEqual([
      ['sandy/net-mender', 'BUILD_ERROR', 0],
      ['sandy/harbour-helper-chat', 'RUNNING', 0],
      ['sandy/whale-song', 'RUNTIME_ERROR', 0.03],
      ['tidewater/support-desk', 'SLEEPING', 0.4],
      ['sandy/old-buoy', 'PAUSED', 0],
    ]);
    expect(seeded.find(({ id }) => id === 'sandy/harbour-helper-chat')).toMatchObject({
      title: 'Harbour helper',
      emoji: '⚓',
      colorFrom: 'blue',
      sdk: 'gradio',
      models: ['sandy/harbour-helper'],
    });
  });

  it('says of whom it could not be had, and has the others’; of nobody it fails', async () => {
    const undo = app.hub.fail('GET /api/spaces', { status: 403, times: 1 });
    const { missing, spaces } = await app.call.spaces.list();
    expect(missing).toMatchObject([{ problem: { code: 'MISSING_PERMISSION' } }]);
    expect(spaces.length).toBeGreaterThan(0);
    undo();
    const again = app.hub.fail('GET /api/spaces', { status: 500 });
    await expect(app.call.spaces.list()).rejects.toMatchObject({ code: 'PROVIDER_UNAVAILABLE' });
    again();
  });

  it('shows stages that nobody has heard of, without prices where there are none', async () => {
    const other = await startTestApp({ hub: { spaces: { python: 'none' } } });
    try {
      await other.call.account.connect({ token: other.hub.token });
      other.hub.fail('GET /api/spaces/hardware', { status: 500 });
      const headers = { authorization: `Bearer ${other.hub.controlSecret}`, 'content-type': 'application/json' };
      const body = JSON.stringify({ stage: 'HIBERNATING' });
      await fetch(`${other.hub.url}/__sandbox__/spaces/sandy/old-buoy`, { method: 'POST', headers, body });
      const { spaces } = await other.call.spaces.list();
      expect(spaces.find(({ id }) => id === 'sandy/old-buoy')).toMatchObject({
        runtime: { stage: 'HIBERNATING' },
        usdPerHour: null,
      });
      expect(await other.call.spaces.get({ space: 'sandy/old-buoy' })).toMatchObject({
        failure: null,
        embeddable: false,
      });
    } finally {
      await other.stop();
    }
  });
});

describe('one Space', () => {
  it('is told with its model, its ssh line and what this account may do', async () => {
    expect(await app.call.spaces.get({ space: 'sandy/harbour-helper-chat' })).toMatchObject({
      mayWrite: true,
      model: { id: 'sandy/harbour-helper', from: 'variable', swappable: true },
      ssh: { line: 'ssh sandy-harbour-helper-chat@ssh.hf.space', keysUrl: `${app.hub.url}/settings/keys` },
      settingsUrl: `${app.hub.url}/spaces/sandy/harbour-helper-chat/settings`,
      appFile: 'app.py',
      sdkVersion: '6.25.0',
      failure: null,
      forbids: { write: null, restart: null, paidHardware: null, zeroGpu: null, cpuBasic: null, protected: null },
    });
  });

  it('is shown in a frame once it runs here, unless it is private', async () => {
    const space = await make();
    expect(await app.call.spaces.get({ space })).toMatchObject({
      embeddable: true,
      runtime: { appUrl: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/) },
      model: { id: 'sandy/harbour-helper', from: 'card', swappable: false },
    });
    await app.call.spaces.setVisibility({ space, visibility: 'private' });
    expect(await app.call.spaces.get({ space })).toMatchObject({ visibility: 'private', embeddable: false });
  });

  it('is explained where it does not get up', async () => {
    const { failure } = await app.call.spaces.get({ space: 'sandy/net-mender' });
    expect(failure).toMatchObject({
      kind: 'version-clash',
      log: 'build',
      remedies: [
        { change: { kind: 'file', path: 'requirements.txt', text: 'transformers\n' } },
        { change: { kind: 'edit' } },
      ],
    });
    expect(failure?.lines.join('\n')).toContain('transformers==999.0');
    expect(await app.call.spaces.get({ space: 'sandy/whale-song' })).toMatchObject({
      failure: {
        kind: 'out-of-memory',
        remedies: [{ id: 'restart' }, { change: { kind: 'hardware', flavor: 'a10g-large' } }],
      },
    });
  });

  it('gets up again by the first remedy', async () => {
    const space = await make({ files: { 'requirements.txt': 'transformers==999.0\npeft\n' }, until: 'BUILD_ERROR' });
    const { failure, sha } = await app.call.spaces.get({ space });
    const change = failure?.remedies[0]?.change;
    if (change?.kind !== 'file') throw new Error('The remedy is no file.');
    const { path, text, message } = change;
    await app.call.spaces.saveFiles({ space, files: [{ path, text }], message, commit: sha });
    await inStage(space, 'RUNNING');
    expect(await app.call.spaces.get({ space })).toMatchObject({ failure: null });
  });

  it('is only looked at by those it is not', async () => {
    const details = await app.call.spaces.get({ space: 'space-templates/chatbot' });
    expect(details).toMatchObject({ mayWrite: false, forbids: { write: expect.stringContaining('space-templates') } });
    await expect(app.call.spaces.pause({ space: 'space-templates/chatbot' })).rejects.toMatchObject({
      code: 'MISSING_PERMISSION',
      data: { permission: 'deploy' },
    });
    await expect(app.call.spaces.get({ space: 'sandy/nowhere' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('what a Space runs on', () => {
  it('is changed, and sleeps as it is told', async () => {
    const space = await make();
    expect(await app.call.spaces.setHardware({ space, flavor: 't4-small', sleepSeconds: 3_600 })).toMatchObject({
      requested: 't4-small',
      sleepSeconds: 3_600,
    });
    expect(await app.call.spaces.setSleep({ space, seconds: null })).toMatchObject({ sleepSeconds: null });
    expect(await app.call.spaces.setDevMode({ space, enabled: true })).toMatchObject({ devMode: true });
    const volumes = [
      { type: 'model' as const, source: 'sandy/tiny-llama', mountPath: '/model', path: null, readOnly: true },
    ];
    expect(await app.call.spaces.setVolumes({ space, volumes })).toMatchObject({ volumes });
    expect(await app.call.spaces.setVolumes({ space, volumes: [] })).toMatchObject({ volumes: [] });
    expect(await app.call.spaces.pause({ space })).toMatchObject({ stage: 'PAUSED' });
    await app.call.spaces.restart({ space, factory: true });
    await inStage(space, 'RUNNING');
    expect(await app.call.spaces.get({ space })).toMatchObject({ usdPerHour: 0.4 });
  });

  it('is offered with prices, cheapest first, and asked of the Hub once for all who look', async () => {
    const flavors = await app.call.spaces.hardware();
    expect(flavors.map(({ usdPerMinute }) => usdPerMinute)).toEqual(
      flavors.map(({ usdPerMinute }) => usdPerMinute).toSorted((a, b) => (a ?? 0) - (b ?? 0)),
    );
    expect(flavors.some(({ name }) => name === 'zero-a10g')).toBe(true);
    const questions = () => app.hub.requests.filter(({ path }) => path === '/api/spaces/hardware').length;
    const before = questions();
    await Promise.all([app.call.spaces.hardware(), app.call.spaces.list()]);
    expect(questions()).toBe(before);
    expect(await app.call.spaces.quota()).toMatchObject({ leftSeconds: expect.any(Number), baseSeconds: 3_600 });
  });

  it('is refused in the Hub’s own way', async () => {
    const space = await make();
    const route = 'POST /api/spaces/:namespace/:name/hardware';
    const refusals = [
      [{ status: 402 }, { code: 'PAYMENT_REQUIRED', data: { payer: 'sandy' } }],
      [{ status: 403 }, { code: 'MISSING_PERMISSION', data: { permission: 'deploy' } }],
      [
        { status: 429, headers: { 'retry-after': '7' } },
        { code: 'RATE_LIMITED', data: { retryAfterMs: 7_000 } },
      ],
      [{ status: 500 }, { code: 'PROVIDER_UNAVAILABLE' }],
    ] as const;
    for (const [fault, refusal] of refusals) {
      app.hub.fail(route, { ...fault, times: 1 });
      await expect(app.call.spaces.setHardware({ space, flavor: 'cpu-upgrade' })).rejects.toMatchObject(refusal);
    }
    await expect(app.call.spaces.setHardware({ space, flavor: 'warp-core' })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
    });
  });
});

describe('an account whose plan has lapsed', () => {
  it('is told before the click what it needs, and looks, pauses and deletes all the same', async () => {
    const space = await make();
    await control('plan', { name: 'sandy', plan: 'free' });
    await connect();
    try {
      const { forbids } = await app.call.spaces.get({ space });
      expect(forbids).toMatchObject({ write: null, zeroGpu: null });
      for (const key of ['restart', 'cpuBasic', 'devMode', 'protected'] as const) {
        expect(forbids[key], key).toMatch(new RegExp(`needs PRO: ${app.hub.url}/pricing$`));
      }
      await expect(app.call.spaces.restart({ space })).rejects.toMatchObject({ code: 'PAYMENT_REQUIRED' });
      expect((await app.call.spaces.list()).spaces.some(({ id }) => id === space)).toBe(true);
      expect(await app.call.spaces.pause({ space })).toMatchObject({ stage: 'PAUSED' });
      await app.call.spaces.remove({ space, confirm: space });
      await expect(app.call.spaces.get({ space })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    } finally {
      await control('plan', { name: 'sandy', plan: 'pro' });
      await connect();
    }
  });
});

describe('variables and secrets', () => {
  it('are set and taken away, and no value of a secret is ever seen again', async () => {
    const space = await make();
    const pem = '-----BEGIN KEY-----\nlong-line-of-the-key-1\n\tlong-line-of-the-key-2\n-----END KEY-----\n';
    await app.call.spaces.setPair({
      space,
      kind: 'variable',
      key: 'GREETING',
      value: 'hello\tyou',
      description: 'says hello',
    });
    await app.call.spaces.setPair({ space, kind: 'secret', key: 'PEM', value: pem });
    const pairs = await app.call.spaces.pairs({ space });
    expect(pairs.variables).toMatchObject([{ key: 'GREETING', value: 'hello\tyou', description: 'says hello' }]);
    expect(pairs.secrets).toMatchObject([{ key: 'PEM', description: null }]);
    const seen = JSON.stringify([pairs, await app.call.spaces.get({ space })]) + (await app.disk());
    for (const part of ['long-line-of-the-key-1', 'long-line-of-the-key-2']) expect(seen).not.toContain(part);
    await app.call.spaces.removePair({ space, kind: 'secret', key: 'PEM' });
    await app.call.spaces.removePair({ space, kind: 'variable', key: 'GREETING' });
    expect(await app.call.spaces.pairs({ space })).toEqual({ variables: [], secrets: [] });
  });

  it('repeats no secret that the Hub or the app gives back', async () => {
    const space = await make();
    const value = 'sh-secret-of-the-space';
    app.hub.fail('POST /api/spaces/:namespace/:name/secrets', {
      status: 400,
      body: { error: `Bad: ${value}` },
      times: 1,
    });
    await expect(app.call.spaces.setPair({ space, kind: 'secret', key: 'KEY', value })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      message: 'Bad: [secret]',
    });
    await control(`spaces/${space}`, { stage: 'RUNTIME_ERROR', errorMessage: `Exit code: 1. Reason: ${value}` });
    const told = JSON.stringify([await app.call.spaces.get({ space }), await app.call.spaces.list()]);
    expect(told).toContain('Reason: [secret]');
    expect(told).not.toContain(value);
  });

  it.each(['bell\u0007', 'nul\0', 'carriage\rreturn', 'escape\u001b[31m'])(
    'are refused with what cannot be seen: %j',
    async (value) => {
      const before = app.hub.requests.length;
      await expect(
        app.call.spaces.setPair({ space: 'sandy/old-buoy', kind: 'secret', key: 'KEY', value }),
      ).rejects.toMatchObject({
        code: 'INVALID_INPUT',
        data: { field: 'value' },
      });
      expect(app.hub.requests.length).toBe(before);
    },
  );
});

describe('the files of a Space', () => {
  it('are read and saved in one commit, and nobody’s work is written over', async () => {
    const space = await make();
    const { files } = await app.call.spaces.files({ space });
    expect(files.map(({ path }) => path).toSorted()).toEqual(
      expect.arrayContaining(['README.md', 'app.py', 'requirements.txt']),
    );
    const file = await app.call.spaces.file({ space, path: 'app.py' });
    expect(file).toMatchObject({ text: program, bytes: program.length });
    const edits = [
      { path: 'app.py', text: `${program}# more\n` },
      { path: 'requirements.txt', text: null },
    ];
    const { commit } = await app.call.spaces.saveFiles({
      space,
      files: edits,
      message: 'Say more',
      commit: file.commit,
    });
    const { commits } = await app.call.spaces.history({ space });
    expect(commits[0]).toMatchObject({ id: commit, title: 'Say more' });
    await expect(app.call.spaces.file({ space, path: 'requirements.txt' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    await expect(
      app.call.spaces.saveFiles({ space, files: edits.slice(0, 1), message: 'Late', commit: file.commit }),
    ).rejects.toMatchObject({ code: 'CONFLICT' });
    expect((await app.call.spaces.file({ space, path: 'app.py', revision: file.commit ?? '' })).text).toBe(program);
  });

  it('are not saved with a README that the Hub cannot follow', async () => {
    const space = await make();
    const save = (text: string) =>
      app.call.spaces.saveFiles({ space, files: [{ path: 'README.md', text }], message: 'Edit', commit: null });
    await expect(save('---\ntitle: a: b\n---\n')).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      data: { field: 'README.md' },
    });
    await expect(save('---\nsdk: fortran\n---\n')).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      message: expect.stringContaining('sdk'),
    });
    expect((await app.call.spaces.file({ space, path: 'README.md' })).text).toBe(readme);
  });

  it('that are no text, or too long, are not shown', async () => {
    const space = await make({ files: { 'long.txt': 'x'.repeat(1_000_001), 'nul.bin': 'a\0b' } });
    expect(await app.call.spaces.file({ space, path: 'long.txt' })).toMatchObject({ text: null, bytes: 1_000_001 });
    expect(await app.call.spaces.file({ space, path: 'nul.bin' })).toMatchObject({ text: null, bytes: 3 });
  });
});

describe('the model of a Space', () => {
  const variables = async (space: string) =>
    Object.fromEntries((await app.call.spaces.pairs({ space })).variables.map(({ key, value }) => [key, value]));
  const text = async (space: string) => (await app.call.spaces.file({ space, path: 'README.md' })).text;

  it('is swapped in its variables and its card, and nowhere else', async () => {
    const space = await make({ wish: { variables: [{ key: 'MODEL_ID', value: 'sandy/harbour-helper' }] } });
    await app.call.spaces.swapModel({ space, model: 'sandy/tiny-llama' });
    expect(await variables(space)).toEqual({ MODEL_ID: 'sandy/tiny-llama', MODEL_KIND: 'full' });
    expect(await text(space)).toBe(readme.replace('sandy/harbour-helper', 'sandy/tiny-llama'));
    expect(await app.call.spaces.get({ space })).toMatchObject({
      model: { id: 'sandy/tiny-llama', from: 'variable', swappable: true },
      models: ['sandy/tiny-llama'],
    });
  });

  it('is mounted in the place of the other where the app reads a folder', async () => {
    const mount = (source: string) => ({ type: 'model', source, mountPath: '/model', readOnly: true });
    const space = await make({
      wish: { variables: [{ key: 'MODEL_PATH', value: '/model' }], volumes: [mount('sandy/harbour-helper')] },
    });
    await app.call.spaces.swapModel({ space, model: 'sandy/tiny-llama' });
    expect(await app.call.spaces.get({ space })).toMatchObject({ runtime: { volumes: [mount('sandy/tiny-llama')] } });
    await app.call.spaces.setVolumes({ space, volumes: [] });
    await expect(app.call.spaces.swapModel({ space, model: 'sandy/harbour-helper' })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      message: expect.stringContaining('/model'),
    });
  });

  it('stays what it was where the new one is not there, or the card is broken', async () => {
    const space = await make({ wish: { variables: [{ key: 'MODEL_ID', value: 'sandy/harbour-helper' }] } });
    await expect(app.call.spaces.swapModel({ space, model: 'sandy/no-such-model' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    const broken = await make({ files: { 'README.md': '---\ntitle: a: b\n---\n' }, until: 'CONFIG_ERROR' });
    await expect(app.call.spaces.swapModel({ space: broken, model: 'sandy/tiny-llama' })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      data: { field: 'README.md' },
    });
    expect(await variables(broken)).toEqual({});
    expect(await variables(space)).toEqual({ MODEL_ID: 'sandy/harbour-helper' });
  });

  it('is taken back where the card could not be changed', async () => {
    const space = await make({ wish: { variables: [{ key: 'MODEL_ID', value: 'sandy/harbour-helper' }] } });
    app.hub.fail('POST /api/spaces/:namespace/:name/commit/:revision', { status: 412, times: 1 });
    await expect(app.call.spaces.swapModel({ space, model: 'sandy/tiny-llama' })).rejects.toMatchObject({
      code: 'CONFLICT',
    });
    expect(await variables(space)).toEqual({ MODEL_ID: 'sandy/harbour-helper' });
    expect(await text(space)).toBe(readme);
  });
});

describe('the name of a Space', () => {
  const check = (name: string, namespace = 'sandy') => app.call.spaces.checkName({ namespace, name });

  it('is free, or another is offered that is', async () => {
    expect(await check('brand-new')).toEqual({ state: 'free', reason: null, offer: null });
    expect(await check('Old-Buoy')).toMatchObject({ state: 'mine', offer: 'Old-Buoy-2' });
    await asked('/api/repos/create', 'POST', { type: 'space', name: 'old-buoy-2', sdk: 'static' });
    expect(await check('old-buoy')).toMatchObject({ state: 'mine', offer: 'old-buoy-3' });
    expect(await check('tide pool!')).toMatchObject({ state: 'refused', offer: 'tide-pool' });
    expect(await check('fine', 'strangers')).toMatchObject({ state: 'refused', offer: null });
  });

  it('is changed, copied and deleted, after its name was typed', async () => {
    const space = await make({
      wish: { variables: [{ key: 'GREETING', value: 'hello' }], secrets: [{ key: 'KEY', value: 'hidden-value' }] },
    });
    await expect(app.call.spaces.rename({ space, to: 'sandy/bad--name' })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      data: { field: 'to' },
    });
    await expect(app.call.spaces.rename({ space, to: 'sandy/old-buoy' })).rejects.toMatchObject({
      code: 'ALREADY_THERE',
      data: { what: 'sandy/old-buoy' },
    });
    const to = `${space}-moved`;
    await app.call.spaces.rename({ space, to });
    expect(await app.call.spaces.get({ space })).toMatchObject({ id: to });
    const copy = { space: to, to: `${space}-copy`, visibility: 'private' as const, flavor: 'cpu-upgrade' };
    expect(await app.call.spaces.duplicate(copy)).toEqual({ space: copy.to });
    await expect(app.call.spaces.duplicate(copy)).rejects.toMatchObject({ code: 'ALREADY_THERE' });
    const copied = await app.call.spaces.get({ space: copy.to });
    expect(copied).toMatchObject({ visibility: 'private', runtime: { requested: 'cpu-upgrade' } });
    expect(await app.call.spaces.pairs({ space: copy.to })).toMatchObject({
      variables: [{ key: 'GREETING' }],
      secrets: [],
    });
    await expect(app.call.spaces.remove({ space: to, confirm: 'sandy' })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      data: { field: 'confirm' },
    });
    await app.call.spaces.remove({ space: to, confirm: to });
    await expect(app.call.spaces.get({ space: to })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('a running Space', () => {
  it('says what it says, from the beginning and cleaned', async () => {
    const space = await make();
    const lines: string[] = [];
    for await (const piece of await app.call.spaces.log({ space, log: 'build' })) {
      lines.push(...piece.lines.map(({ text }) => text));
      if (piece.state === 'over') break;
    }
    expect(lines[0]).toMatch(/^===== Build Queued at /);
    expect(lines.at(-1)).toBe('DONE');
  });

  it('answers a question, and tells how busy it is', async () => {
    const space = await make({ wish: { variables: [{ key: 'MODEL_ID', value: 'sandy/tiny-llama' }] } });
    let last = { answer: '', done: false, tookMs: -1 };
    for await (const said of await app.call.spaces.ask({ space, question: 'What is a tide?' })) last = said;
    expect(last).toMatchObject({ done: true, answer: expect.stringContaining('sandy/tiny-llama') });
    for await (const { samples } of await app.call.spaces.machine({ space })) {
      expect(samples[0]).toMatchObject({ cpuPercent: 1 });
      break;
    }
  });
});

it('nothing is asked for somebody who is signed out, but what everybody may see', async () => {
  await app.call.account.disconnect();
  await expect(app.call.spaces.list()).rejects.toMatchObject({ code: 'SIGNED_OUT' });
  expect(await app.call.spaces.get({ space: 'sandy/harbour-helper-chat' })).toMatchObject({
    mayWrite: false,
    forbids: { write: expect.stringContaining('Connect') },
    failure: null,
  });
});
