import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exampleDeployConfig } from '@hubdesk/shared/contract/example-deployment';
import type { DeployConfig } from '@hubdesk/shared/spaces/deploy-config';
import { deployCheckIds, type DeployCheck } from '@hubdesk/shared/spaces/deployment';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startTestApp, type TestApp } from './test-app.fixture.ts';

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp({ hub: { spaces: { python: 'none' } } });
  await test.call.account.connect({ token: test.hub.token, keepUnverified: false });
});
afterAll(() => test.stop());

const chat: DeployConfig = { ...exampleDeployConfig, kind: 'zero-gpu', name: 'from-service' };

async function checked(
  change: Partial<DeployConfig>,
  given: string[] = [],
  deployment: string | null = null,
): Promise<Record<DeployCheck['id'], DeployCheck>> {
  const all = await test.call.deployments.check({ config: { ...chat, ...change }, given, deployment });
  expect(all.map(({ id }) => id)).toEqual([...deployCheckIds]);
  const [first] = all;
  if (!first) throw new Error('no checks');
  return Object.fromEntries(all.map((each) => [each.id, each])) as Record<DeployCheck['id'], DeployCheck>;
}

describe('what is known of a model', () => {
  it('says how it can be asked and what an app needs to read it', async () => {
    expect(await test.call.deployments.model({ model: 'sandy/tiny-llama' })).toMatchObject({
      kind: 'full',
      templates: ['chat', 'completion'],
      problem: null,
      base: null,
      weightsBytes: expect.any(Number),
    });
    const closed = await test.call.deployments.model({ model: 'meta-llama/Llama-3.1-8B-Instruct' });
    expect(closed.problem).toMatch(/ask for access/);
    await expect(test.call.deployments.model({ model: 'sandy/absent' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

it('offers the ways that the plan of a namespace allows', async () => {
  const options = await test.call.deployments.options({
    namespace: 'sandy',
    model: 'sandy/tiny-llama',
    template: 'chat',
  });
  expect(options.map(({ kind }) => kind)).toEqual(['zero-gpu', 'gpu', 'cpu', 'static', 'job']);
  expect(options.filter(({ recommended }) => recommended)).toHaveLength(1);
  expect(options.find(({ kind }) => kind === 'zero-gpu')).toMatchObject({
    state: 'yes',
    reason: expect.stringMatching(/You have \d+ of \d+ such Spaces/),
  });
});

describe('checks', () => {
  it('stop nothing that can go well', async () => {
    const all = await checked({});
    expect(Object.values(all).filter(({ state }) => state === 'stops')).toEqual([]);
    expect(all.readme.finding).toMatch(/understands/);
  });

  it('offer a free name for one that is taken', async () => {
    const [taken = ''] = (await test.call.spaces.list()).spaces
      .filter(({ id }) => id.startsWith('sandy/'))
      .map(({ id }) => id.split('/')[1] ?? '');
    const { name } = await checked({ name: taken });
    expect(name).toMatchObject({ state: 'stops', action: { kind: 'config', patch: { name: `${taken}-2` } } });
  });

  it('find what cannot be deployed', async () => {
    const all = await checked({ model: 'meta-llama/Llama-3.1-8B-Instruct', namespace: 'somebody', access: 'secret' });
    expect(all.model).toMatchObject({ state: 'stops', action: { kind: 'link' } });
    expect(all.namespace).toMatchObject({ state: 'stops', action: { kind: 'config', patch: { namespace: 'sandy' } } });
    expect(all.access.finding).toMatch(/HF_TOKEN/);
  });

  it('say when the own token, which may write, would be put into the app', async () => {
    const { access } = await checked({ access: 'own' });
    expect(access).toMatchObject({
      state: 'warning',
      finding: expect.stringMatching(/may also write/),
      action: { kind: 'config', patch: { access: 'secret' } },
    });
    expect((await checked({ access: 'secret' }, ['HF_TOKEN'])).access.state).toBe('ok');
  });

  it('hold a README with broken YAML and hardware that never sleeps', async () => {
    const all = await checked({
      files: { 'README.md': '---\ntitle: [\n---\n' },
      kind: 'gpu',
      flavor: 't4-small',
      sleepSeconds: null,
    });
    expect(all.readme.state).toBe('stops');
    expect(all.budget).toMatchObject({ state: 'warning', action: { kind: 'config', patch: { sleepSeconds: 3_600 } } });
  });
});

describe('files', () => {
  it('are shown as they would be pushed, with those that were changed', async () => {
    const { files, totalBytes } = await test.call.deployments.files({
      config: { ...chat, files: { 'notes.md': 'mine' } },
    });
    expect(files.map(({ path, from }) => `${path} ${from}`)).toEqual([
      'README.md generated',
      'app.py generated',
      'notes.md edited',
      'requirements.txt generated',
    ]);
    expect(files.find(({ path }) => path === 'app.py')?.text).toContain('gradio');
    expect(totalBytes).toBe(files.reduce((sum, { bytes }) => sum + bytes, 0));
  });

  it('of a folder leave out what is hidden, and name it', async () => {
    const folder = join(test.folder, 'own-app');
    await mkdir(join(folder, 'node_modules'), { recursive: true });
    await writeFile(join(folder, 'app.py'), 'import gradio\n');
    await writeFile(join(folder, '.env'), 'TOKEN=x');
    await writeFile(join(folder, 'weights.bin'), Buffer.from([0, 1, 2]));
    const { files, leftOut } = await test.call.deployments.files({
      config: { ...chat, template: 'folder', folder, model: null },
    });
    expect(leftOut).toEqual(['.env', 'node_modules/']);
    expect(files.map(({ path, from, text }) => [path, from, text === null])).toEqual([
      ['README.md', 'generated', false],
      ['app.py', 'folder', false],
      ['weights.bin', 'folder', true],
    ]);
  });
});

it('deploys in the Sandbox and elsewhere, kept by the folder of its workspace', async () => {
  const deployment = crypto.randomUUID();
  await test.call.deployments.start({
    deployment,
    config: { ...chat, access: 'own', secrets: ['OTHER'] },
    secrets: { OTHER: 'canary-of-the-service' },
  });
  const done = await vi.waitFor(async () => {
    const now = await test.call.deployments.get({ deployment });
    if (now.state === 'working') throw new Error('working');
    return now;
  }, 10_000);
  expect(done).toMatchObject({ state: 'ready', space: { id: 'sandy/from-service' } });
  expect((await test.call.deployments.list()).map(({ id }) => id)).toEqual([deployment]);
  const recordOf = () => readFile(join(test.folder, 'state', 'deployments', `${deployment}.json`), 'utf8');
  // What is shown is on its way to the disk.
  await expect.poll(recordOf).toContain('"state":"ready"');
  const disk = await test.disk();
  expect(disk).not.toContain('canary-of-the-service');
  expect(disk).not.toContain(test.hub.token);
  // What it has made is in the way of others, and not in its own.
  expect(await checked({ name: 'from-service' })).toMatchObject({ name: { state: 'stops' } });
  expect(await checked({ name: 'from-service' }, [], deployment)).toMatchObject({ name: { state: 'ok' } });
  const used = async (of: string | null) => {
    const wish = { namespace: 'sandy', model: null, template: 'chat', deployment: of } as const;
    const [zeroGpu] = await test.call.deployments.options(wish);
    return Number(/You have (\d+) of/.exec(zeroGpu?.reason ?? '')?.[1]);
  };
  expect(await used(deployment)).toBe((await used(null)) - 1);
  await expect(test.call.deployments.get({ deployment: 'no-such-deployment' })).rejects.toMatchObject({
    code: 'NOT_FOUND',
  });
});
