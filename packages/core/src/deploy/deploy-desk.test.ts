import { mkdir, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '@hubdesk/shared/errors';
import type { DeployConfig } from '@hubdesk/shared/spaces/deploy-config';
import { expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../ports/clock.ts';
import { aConfig, aDesk, aFolder, aHub, fastClock, isOver, onHub, sent, textIn, until } from './deploy-desk.fixture.ts';

const one = '11111111-1111-4111-8111-111111111111';
const two = '22222222-2222-4222-8222-222222222222';
const creation = /^\/api\/repos\/create$/;
const commit = /\/commit\/main$/;
const begun = (config: DeployConfig = aConfig, secrets: Record<string, string> = {}) => ({
  deployment: one,
  config,
  secrets,
});

it('takes a model all the way to an app that was asked and has answered', async () => {
  const hub = await aHub();
  const desk = await aDesk(hub);
  expect(await desk.start(begun())).toMatchObject({ id: one, state: 'working', following: 'live' });
  const done = await until(desk, one, isOver);
  expect(done).toMatchObject({ state: 'ready', failure: null, stage: 'RUNNING', usdPerHour: 0, following: 'no' });
  expect(done.space).toMatchObject({ id: 'sandy/pools', appUrl: expect.stringMatching(/^http:\/\/127/) });
  expect(done.steps.map(({ step, state }) => `${step} ${state}`)).toEqual([
    'repo done',
    'commit done',
    'build done',
    'start done',
    'question done',
    'ready done',
  ]);
  expect(done.asked).toMatchObject({ question: aConfig.question, answer: expect.stringMatching(/\w+ \w+/) });
  // It is private: nobody is let in without the token.
  expect((await fetch(`${done.space?.appUrl}/config`)).status).toBe(401);
  expect([sent(hub, 'POST', creation), sent(hub, 'POST', commit)]).toEqual([1, 1]);
});

it.each([
  ['the Space', 'POST /api/repos/create', { status: 500, afterEffect: true }],
  ['the Space, with the connection', 'POST /api/repos/create', { reset: true, afterEffect: true }],
  ['the Space, in silence', 'POST /api/repos/create', { stall: true, afterEffect: true }],
  ['the commit', 'POST /api/spaces/:namespace/:name/commit/:revision', { reset: true, afterEffect: true }],
  ['the commit, by a 500', 'POST /api/spaces/:namespace/:name/commit/:revision', { status: 500, afterEffect: true }],
] as const)('does nothing twice when the answer to %s is lost', async (_name, route, fault) => {
  const hub = await aHub();
  hub.fail(route, { ...fault, times: 1 });
  const desk = await aDesk(hub, { clock: fastClock('stall' in fault ? 100 : 20) });
  await desk.start(begun());
  expect(await until(desk, one, isOver)).toMatchObject({ state: 'ready' });
  expect([sent(hub, 'POST', creation), sent(hub, 'POST', commit)]).toEqual([1, 1]);
});

it('sends again what has certainly not arrived', async () => {
  const hub = await aHub();
  hub.fail('POST /api/repos/create', { status: 500, times: 1 });
  hub.fail('POST /api/spaces/:namespace/:name/commit/:revision', { status: 503, times: 1 });
  const desk = await aDesk(hub, { clock: fastClock(50) });
  await desk.start(begun());
  expect(await until(desk, one, isOver)).toMatchObject({ state: 'ready' });
  expect([sent(hub, 'POST', creation), sent(hub, 'POST', commit)]).toEqual([2, 2]);
});

it('begins once for two starts at once', async () => {
  const hub = await aHub();
  const desk = await aDesk(hub);
  const [a, b] = await Promise.all([desk.start(begun()), desk.start(begun())]);
  expect(a.id).toBe(b.id);
  await until(desk, one, isOver);
  expect(await desk.start(begun())).toMatchObject({ state: 'ready' });
  expect(sent(hub, 'POST', creation)).toBe(1);
});

it.each(['repo', 'commit', 'build', 'start', 'question'])(
  'goes on after a restart while it was at %s',
  async (step) => {
    const hub = await aHub();
    const folder = await aFolder();
    const first = await aDesk(hub, { folder });
    await first.start(begun());
    await until(first, one, ({ steps }) => steps.find((each) => each.step === step)?.state !== 'waiting');
    await first.close();
    const second = await aDesk(hub, { folder });
    expect(await until(second, one, isOver)).toMatchObject({ state: 'ready', asked: { question: aConfig.question } });
    expect(sent(hub, 'POST', creation)).toBeLessThanOrEqual(2);
    // The Sandbox begins a Space with a commit of its own.
    expect(await onHub(hub, 'GET', '/api/spaces/sandy/pools/commits/main')).toHaveLength(2);
  },
);

it('keeps secrets nowhere, and asks for those again that a restart has lost', async () => {
  const hub = await aHub();
  const folder = await aFolder();
  const undo = hub.fail('POST /api/repos/create', { status: 500 });
  const config: DeployConfig = { ...aConfig, access: 'secret', secrets: ['OTHER'] };
  const secrets = { HF_TOKEN: 'hf_canaryReadOnly', OTHER: 'canary\nof two lines' };
  const first = await aDesk(hub, { folder, clock: fastClock(20) });
  await expect(first.start(begun(config, { OTHER: 'x' }))).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    message: expect.stringContaining('HF_TOKEN'),
  });
  await first.start(begun(config, secrets));
  await until(first, one, () => sent(hub, 'POST', creation) > 0);
  await first.close();
  undo();
  const second = await aDesk(hub, { folder, clock: fastClock(20) });
  const lost = await until(second, one, isOver);
  expect(lost).toMatchObject({
    state: 'failed',
    failure: { sentence: expect.stringMatching(/keeps no secrets.*HF_TOKEN/) },
  });
  await second.retry(one, null, secrets);
  expect(await until(second, one, isOver)).toMatchObject({ state: 'ready' });
  expect(Object.keys((await onHub(hub, 'GET', '/api/spaces/sandy/pools/secrets')) as object)).toEqual(
    expect.arrayContaining(['HF_TOKEN', 'OTHER']),
  );
  await second.close();
  const kept = (await textIn(folder)) + JSON.stringify(second.list());
  expect(kept).toContain('OTHER');
  expect(kept).not.toMatch(/canary/);
  expect(kept).not.toContain(hub.token);
});

it('offers another name where the name is taken, and goes on with it', async () => {
  const hub = await aHub();
  await onHub(hub, 'POST', '/api/repos/create', { type: 'space', name: 'pools', sdk: 'static' });
  const desk = await aDesk(hub);
  await desk.start(begun());
  const failed = await until(desk, one, isOver);
  expect(failed).toMatchObject({ state: 'failed', space: null, failure: { kind: 'name-taken' } });
  const change = failed.failure?.remedies[0]?.change;
  expect(change).toEqual({ kind: 'config', patch: { name: 'pools-2' } });
  await desk.retry(one, { ...aConfig, name: 'pools-2' }, {});
  expect(await until(desk, one, isOver)).toMatchObject({ state: 'ready', space: { id: 'sandy/pools-2' } });
  await desk.cancel(one, { remove: true });
  // The one that was there before is not ours to delete.
  expect(await onHub(hub, 'GET', '/api/spaces/sandy/pools')).toMatchObject({ sdk: 'static' });
  await expect(onHub(hub, 'GET', '/api/spaces/sandy/pools-2')).rejects.toThrow('404');
});

it('says to a free account what it can have instead, and goes on with that', async () => {
  const hub = await aHub();
  const desk = await aDesk(hub, {
    as: hub.tokens['noCredits'] ?? '',
    account: () => ({ key: 'one', verifiedAt: null, name: 'riley' }),
  });
  const config: DeployConfig = { ...aConfig, namespace: 'riley', model: 'Qwen/Qwen3-0.6B', kind: 'cpu' };
  await desk.start(begun(config));
  const failed = await until(desk, one, isOver);
  expect(failed).toMatchObject({
    state: 'failed',
    failure: { kind: 'payment', sentence: expect.stringMatching(/part of PRO/) },
  });
  const patches = failed.failure?.remedies.flatMap(({ change }) => (change?.kind === 'config' ? [change.patch] : []));
  expect(patches?.[0]).toEqual({ kind: 'zero-gpu', flavor: null });
  expect(patches).toContainEqual({ kind: 'static', flavor: null });
  await desk.retry(one, { ...config, kind: 'zero-gpu' }, {});
  expect(await until(desk, one, isOver)).toMatchObject({ state: 'ready' });
});

it('says that all ZeroGPU Spaces of an account are used, and not that its token lacks a right', async () => {
  const hub = await aHub();
  const token = hub.tokens['noCredits'] ?? '';
  const wish = { type: 'space', sdk: 'gradio', hardware: 'zero-a10g' };
  for (const name of ['first', 'second']) await onHub(hub, 'POST', '/api/repos/create', { ...wish, name }, token);
  const desk = await aDesk(hub, { as: token, account: () => ({ key: 'one', verifiedAt: null, name: 'riley' }) });
  await desk.start(begun({ ...aConfig, namespace: 'riley', model: 'Qwen/Qwen3-0.6B' }));
  const { failure } = await until(desk, one, isOver);
  expect(failure?.sentence).toMatch(/2 ZeroGPU Spaces/);
  expect(failure?.remedies[0]?.change).toMatchObject({ kind: 'config' });
});

it('explains a failed build, and goes on from what somebody has mended on the Hub', async () => {
  const hub = await aHub();
  const desk = await aDesk(hub);
  await desk.start(begun({ ...aConfig, files: { 'requirements.txt': 'no-such-package\n' } }));
  const failed = await until(desk, one, isOver);
  expect(failed).toMatchObject({
    state: 'failed',
    stage: 'BUILD_ERROR',
    failure: { kind: 'missing-package', log: 'build' },
  });
  expect(failed.failure?.lines.join('\n')).toContain('no-such-package');
  expect(failed.steps.find(({ step }) => step === 'build')?.state).toBe('failed');
  const mend = [
    { key: 'header', value: { summary: 'Mend' } },
    {
      key: 'file',
      value: {
        path: 'requirements.txt',
        content: Buffer.from('transformers\n').toString('base64'),
        encoding: 'base64',
      },
    },
  ];
  const answer = await fetch(`${hub.url}/api/spaces/sandy/pools/commit/main`, {
    method: 'POST',
    headers: { authorization: `Bearer ${hub.token}`, 'content-type': 'application/x-ndjson' },
    body: mend.map((line) => JSON.stringify(line)).join('\n'),
  });
  expect(answer.status).toBe(200);
  await desk.retry(one, null, {});
  expect(await until(desk, one, isOver)).toMatchObject({ state: 'ready', failure: null });
  expect(sent(hub, 'POST', commit)).toBe(2);
});

it('pushes what is changed in a second try, and nothing else', async () => {
  const hub = await aHub();
  const desk = await aDesk(hub);
  const broken = { ...aConfig, files: { 'requirements.txt': 'no-such-package\n' } };
  await desk.start(begun(broken));
  await until(desk, one, isOver);
  await desk.retry(one, { ...broken, files: {}, variables: { GREETING: 'hello' } }, {});
  expect(await until(desk, one, isOver)).toMatchObject({ state: 'ready' });
  expect(await onHub(hub, 'GET', '/api/spaces/sandy/pools/variables')).toMatchObject({
    GREETING: { value: 'hello' },
    HUBDESK_DEPLOYMENT: { value: one },
  });
  expect([sent(hub, 'POST', creation), sent(hub, 'POST', commit)]).toEqual([1, 2]);
});

it('calls nothing ready that does not answer', async () => {
  const hub = await aHub();
  const desk = await aDesk(hub, { clock: fastClock(200) });
  await desk.start(begun());
  // It goes away while it is up by the Hub's words.
  hub.fail('GET /api/spaces/:namespace/:name', { delayMs: 50 });
  await until(desk, one, ({ steps }) => steps.find(({ step }) => step === 'question')?.state === 'now');
  await onHub(hub, 'POST', '/__sandbox__/spaces/sandy/pools', { stage: 'PAUSED' });
  await onHub(hub, 'POST', '/__sandbox__/spaces/sandy/pools', { stage: 'NO_SUCH_STAGE' });
  const failed = await until(desk, one, isOver);
  expect(failed).toMatchObject({
    state: 'failed',
    asked: null,
    failure: { kind: 'no-answer', sentence: expect.stringMatching(/does not answer/) },
  });
});

it('makes a page that is fetched and not asked', async () => {
  const hub = await aHub();
  const desk = await aDesk(hub);
  await desk.start(begun({ ...aConfig, kind: 'static' }));
  const done = await until(desk, one, isOver);
  expect(done).toMatchObject({ state: 'ready', asked: null });
  expect(done.steps.find(({ step }) => step === 'question')).toMatchObject({
    state: 'skipped',
    detail: expect.stringMatching(/no model runs/),
  });
});

it('calls a build stuck after half an hour, not before', async () => {
  const hub = await aHub();
  let aheadMs = 0;
  const desk = await aDesk(hub, {
    clock: { now: () => Date.now() + aheadMs, after: (delayMs, run) => systemClock.after(delayMs / 20, run) },
  });
  hub.fail('GET /api/spaces/:namespace/:name/runtime', {
    body: JSON.stringify({ stage: 'BUILDING' }),
    headers: { 'content-type': 'application/json' },
    status: 200,
  });
  await desk.start(begun());
  await until(desk, one, ({ stage }) => stage === 'BUILDING');
  aheadMs = 29 * 60_000;
  const looks = sent(hub, 'GET', /\/runtime$/);
  await until(desk, one, () => sent(hub, 'GET', /\/runtime$/) > looks + 1);
  expect(desk.view(one).state).toBe('working');
  aheadMs = 31 * 60_000;
  const failed = await until(desk, one, isOver);
  expect(failed).toMatchObject({ state: 'failed', failure: { kind: 'stuck' } });
});

it('stops with a token that is refused, and goes on with another', async () => {
  const hub = await aHub();
  let key = 'old';
  const undo = hub.fail('GET /api/spaces/:namespace/:name/runtime', {
    status: 401,
    body: '{"error":"Invalid username or password."}',
  });
  const desk = await aDesk(hub, { account: () => ({ key, verifiedAt: null, name: 'sandy' }) });
  await desk.start(begun());
  expect(await until(desk, one, ({ following }) => following === 'stopped')).toMatchObject({
    state: 'working',
    problem: { code: 'TOKEN_REJECTED' },
  });
  undo();
  key = 'new';
  await desk.wake();
  expect(await until(desk, one, isOver)).toMatchObject({ state: 'ready' });
});

it('waits as long as the Hub asks it to', async () => {
  const hub = await aHub();
  const desk = await aDesk(hub, { clock: fastClock(100) });
  hub.fail('POST /api/repos/create', { status: 429, headers: { 'retry-after': '30' }, times: 1 });
  await desk.start(begun());
  await until(desk, one, ({ following, problem }) => following === 'waiting' && problem?.code === 'RATE_LIMITED');
  expect(await until(desk, one, isOver)).toMatchObject({ state: 'ready' });
});

it.each([
  ['embeddings', 'sentence-transformers/all-MiniLM-L6-v2', /numbers?/],
  ['classification', 'distilbert/distilbert-base-uncased-finetuned-sst-2-english', /%/],
  ['completion', 'sandy/tiny-llama', /\w+ \w+/],
] as const)('asks an app for %s as it is to be asked', async (template, model, answer) => {
  const hub = await aHub();
  const desk = await aDesk(hub);
  await desk.start(begun({ ...aConfig, template, model }));
  expect(await until(desk, one, isOver)).toMatchObject({
    state: 'ready',
    asked: { answer: expect.stringMatching(answer) },
  });
});

it('waits while the Hub is away', async () => {
  const hub = await aHub();
  const desk = await aDesk(hub, { clock: fastClock(20) });
  const undo = hub.fail('GET /api/spaces/:namespace/:name/runtime', { reset: true });
  await desk.start(begun());
  await until(desk, one, ({ following }) => following === 'waiting');
  undo();
  expect(await until(desk, one, isOver)).toMatchObject({ state: 'ready' });
});

it('leaves the Space when it is cancelled, deletes it when asked to, and never one that is not its own', async () => {
  const hub = await aHub();
  const desk = await aDesk(hub);
  await desk.start(begun());
  await until(desk, one, ({ space }) => space !== null);
  await expect(desk.forget(one)).rejects.toMatchObject({ code: 'CONFLICT' });
  expect(await desk.cancel(one, { remove: false })).toMatchObject({ state: 'cancelled', following: 'no' });
  expect(await onHub(hub, 'GET', '/api/spaces/sandy/pools')).toMatchObject({ id: 'sandy/pools' });
  await onHub(hub, 'POST', '/api/spaces/sandy/pools/variables', { key: 'HUBDESK_DEPLOYMENT', value: two });
  await expect(desk.cancel(one, { remove: true })).rejects.toMatchObject({ code: 'CONFLICT' });
  await onHub(hub, 'POST', '/api/spaces/sandy/pools/variables', { key: 'HUBDESK_DEPLOYMENT', value: one });
  expect(await desk.cancel(one, { remove: true })).toMatchObject({ state: 'cancelled', space: null });
  await expect(onHub(hub, 'GET', '/api/spaces/sandy/pools')).rejects.toThrow('404');
  await desk.retry(one, null, {});
  expect(await until(desk, one, isOver)).toMatchObject({ state: 'ready' });
  await desk.forget(one);
  expect(desk.list()).toEqual([]);
  expect(() => desk.view(one)).toThrow(AppError);
});

it('does nothing for a deployment that is being cancelled, whoever looks meanwhile', async () => {
  const hub = await aHub();
  const desk = await aDesk(hub);
  const undo = hub.fail('GET /api/spaces/:namespace/:name/runtime', { status: 503 });
  await desk.start(begun());
  await until(desk, one, ({ following }) => following === 'waiting');
  undo();
  hub.fail('DELETE /api/repos/delete', { delayMs: 150, times: 1 });
  const cancelling = desk.cancel(one, { remove: true });
  await expect.poll(() => sent(hub, 'DELETE', /./)).toBe(1);
  const looks = sent(hub, 'GET', /\/runtime$/);
  await desk.wake();
  expect(await cancelling).toMatchObject({ state: 'cancelled', space: null });
  expect(sent(hub, 'GET', /\/runtime$/)).toBe(looks);
});

it('is not begun where that cannot be written down', async () => {
  const hub = await aHub();
  const folder = await aFolder();
  const desk = await aDesk(hub, { folder });
  await rm(folder, { recursive: true });
  await expect(desk.start(begun())).rejects.toThrow();
  await mkdir(folder);
  await desk.wake();
  expect(desk.list()).toEqual([]);
  expect(await desk.start(begun())).toMatchObject({ state: 'working' });
});

it('takes back what other answers no longer need: where a model was mounted, and whose token was given', async () => {
  const hub = await aHub();
  const desk = await aDesk(hub, { clock: fastClock(100) });
  const broken = { ...aConfig, files: { 'requirements.txt': 'no-such-package\n' } };
  await desk.start(begun({ ...broken, access: 'own' }));
  await until(desk, one, isOver);
  expect(await onHub(hub, 'GET', '/api/spaces/sandy/pools/secrets')).toHaveProperty('HF_TOKEN');
  await desk.retry(one, { ...broken, access: 'volume' }, {});
  await until(desk, one, isOver);
  expect(await onHub(hub, 'GET', '/api/spaces/sandy/pools/secrets')).not.toHaveProperty('HF_TOKEN');
  expect(await onHub(hub, 'GET', '/api/spaces/sandy/pools/variables')).toHaveProperty('MODEL_PATH');
  // Given by a person on the Space’s own page: not ours to take.
  await onHub(hub, 'POST', '/api/spaces/sandy/pools/secrets', { key: 'HF_TOKEN', value: 'hf_readOnly' });
  await desk.retry(one, { ...broken, access: 'none' }, {});
  await until(desk, one, isOver);
  expect(await onHub(hub, 'GET', '/api/spaces/sandy/pools/variables')).not.toHaveProperty('MODEL_PATH');
  expect(await onHub(hub, 'GET', '/api/spaces/sandy/pools/secrets')).toHaveProperty('HF_TOKEN');
});

it('says so when the Space is deleted elsewhere, and makes it again', async () => {
  const hub = await aHub();
  const desk = await aDesk(hub);
  const undo = hub.fail('GET /api/spaces/:namespace/:name/runtime', { status: 503 });
  await desk.start(begun());
  await until(desk, one, ({ steps }) => steps.find(({ step }) => step === 'commit')?.state === 'done');
  await onHub(hub, 'DELETE', '/api/repos/delete', { type: 'space', name: 'pools', organization: 'sandy' });
  undo();
  expect(await until(desk, one, isOver)).toMatchObject({ failure: { kind: 'not-there' } });
  await desk.retry(one, null, {});
  expect(await until(desk, one, isOver)).toMatchObject({ state: 'ready' });
});

it('refuses what would fail for certain before anything is made', async () => {
  const hub = await aHub();
  const desk = await aDesk(hub);
  const folder = await aFolder();
  const large = await aFolder();
  await writeFile(join(large, 'model.safetensors'), '');
  await truncate(join(large, 'model.safetensors'), 6e9);
  await Promise.all(Array.from({ length: 2_001 }, (_, index) => writeFile(join(folder, `${index}.txt`), '')));
  const refused = async (change: Partial<DeployConfig>) =>
    desk
      .start(begun({ ...aConfig, ...change }))
      .catch((error: unknown) => (error instanceof AppError ? error.data : error));
  expect(await refused({ name: 'two--dashes' })).toMatchObject({ field: 'name' });
  expect(await refused({ namespace: 'somebody' })).toMatchObject({ field: 'namespace' });
  expect(await refused({ template: 'folder', folder, model: null })).toMatchObject({
    field: 'folder',
    reason: expect.stringContaining('2,000'),
  });
  expect(await refused({ template: 'folder', folder: large, model: null })).toMatchObject({
    field: 'folder',
    reason: expect.stringContaining('5.6 GB'),
  });
  expect(sent(hub, 'POST', creation)).toBe(0);
  expect(desk.list()).toEqual([]);
});

it('pushes a folder of one’s own without its hidden files, and sees that its page answers', async () => {
  const hub = await aHub();
  const folder = await aFolder();
  await writeFile(join(folder, 'index.html'), '<title>Mine</title>');
  await writeFile(join(folder, '.env'), 'TOKEN=canary');
  const desk = await aDesk(hub);
  await desk.start(begun({ ...aConfig, kind: 'static', template: 'folder', folder, model: null }));
  expect(await until(desk, one, isOver)).toMatchObject({ state: 'ready' });
  const tree = (await onHub(hub, 'GET', '/api/spaces/sandy/pools/tree/main')) as { path: string }[];
  expect(tree.map(({ path }) => path)).toEqual(expect.arrayContaining(['README.md', 'index.html']));
  expect(tree.map(({ path }) => path)).not.toContain('.env');
});

it('says of a README that the Hub cannot follow what is wrong with it', async () => {
  const hub = await aHub();
  const desk = await aDesk(hub);
  await desk.start(begun({ ...aConfig, files: { 'README.md': '---\ntitle: [\n---\n' } }));
  expect(await until(desk, one, isOver)).toMatchObject({
    state: 'failed',
    failure: { kind: 'config-error', sentence: expect.stringContaining('README.md') },
  });
});

it('makes a Space of the kind that a folder is of, and says before which hardware cannot run it', async () => {
  const hub = await aHub();
  const folder = await aFolder();
  await writeFile(join(folder, 'Dockerfile'), 'FROM python:3.12\n');
  const desk = await aDesk(hub);
  const config = { ...aConfig, template: 'folder', folder, model: null } as const;
  await expect(desk.start(begun(config))).rejects.toMatchObject({ data: { field: 'kind' } });
  await desk.start(begun({ ...config, kind: 'gpu', flavor: 't4-small' }));
  await until(desk, one, ({ steps }) => steps.find(({ step }) => step === 'commit')?.state === 'done');
  expect(await onHub(hub, 'GET', '/api/spaces/sandy/pools')).toMatchObject({
    sdk: 'docker',
    cardData: { sdk: 'docker' },
  });
  await desk.cancel(one, { remove: true });
});

it('follows what is at work, and asks what is there', async () => {
  const hub = await aHub();
  const desk = await aDesk(hub);
  const stop = new AbortController();
  onTestFinished(() => stop.abort());
  const seen: string[] = [];
  hub.fail('GET /api/spaces/:namespace/:name/runtime', { delayMs: 300, times: 1 });
  const following = (async () => {
    for await (const { deployments } of desk.follow(stop.signal))
      seen.push(deployments.map(({ state }) => state).join());
  })();
  await desk.start(begun());
  await until(desk, one, isOver);
  await expect.poll(() => seen.at(-1)).toBe('');
  expect(seen).toContain('working');
  stop.abort();
  await following;
  const answers = [];
  for await (const each of desk.ask(one, 'And a buoy?', undefined)) answers.push(each);
  expect(answers.at(-1)).toMatchObject({ done: true, answer: expect.stringMatching(/\w/) });
  const log = desk.log(one, 'build', stop.signal);
  await log.return(undefined);
});
