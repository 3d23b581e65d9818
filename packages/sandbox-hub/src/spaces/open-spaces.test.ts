import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startSandboxHub } from '../index.ts';
import { SpaceClient } from '../testing/space.ts';

test('the Spaces of the demo are as somebody left them, and start when they are asked', async () => {
  const hub = await startSandboxHub({ seed: 'demo', tokenPace: 'none', spaces: { python: 'none' } });
  onTestFinished(() => hub.close());
  const sandy = new SpaceClient(hub);
  const stageOf = async (id: string) => (await sandy.runtime(id)).stage;
  expect(await stageOf('sandy/old-buoy')).toBe('PAUSED');
  expect(await stageOf('sandy/net-mender')).toBe('BUILD_ERROR');
  expect(await stageOf('sandy/whale-song')).toBe('RUNTIME_ERROR');
  expect(await sandy.runtime('tidewater/support-desk')).toMatchObject({ stage: 'SLEEPING', gcTimeout: 3600 });
  expect(await sandy.streamText('/api/spaces/sandy/net-mender/logs/build')).toContain('transformers==999.0');
  expect((await sandy.until('sandy/lighthouse', 'RUNNING')).sandboxUrl).toMatch(/^http:/);

  const helper = await sandy.runtime('sandy/harbour-helper-chat');
  expect(helper).toMatchObject({ stage: 'RUNNING', hardware: { current: 'zero-a10g' } });
  const answers = await Promise.all([1, 2, 3].map(() => fetch(`${helper.sandboxUrl}/config`)));
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  expect(await stageOf('sandy/harbour-helper-chat')).toBe('RUNNING');
});

test('what was set on a Space is still there for the next hub in the same folder, readable by its owner alone', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sandbox-spaces-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const open = () => startSandboxHub({ seed: 'demo', folder, tokenPace: 'none', spaces: { python: 'none' } });
  const id = 'sandy/kept';

  const first = await open();
  const before = new SpaceClient(first);
  await before.create(id, {
    hardware: 'l4x1',
    sleepTimeSeconds: 900,
    secrets: [{ key: 'S', value: 'x', description: 'Why' }],
    variables: [{ key: 'MODEL_ID', value: 'sandy/harbour-helper' }],
  });
  await before.stages(id, 'RUNNING', () => before.commit(id, { 'app.py': 'import gradio\n' }));
  await first.close();
  const file = join(folder, 'sandbox-hub', 'spaces.json');
  expect((await stat(file)).mode & 0o077).toBe(0);
  expect(await readFile(file, 'utf8')).toContain(id);

  const second = await open();
  onTestFinished(() => second.close());
  const after = new SpaceClient(second);
  expect(await after.runtime(id)).toMatchObject({ stage: 'RUNNING', gcTimeout: 900, hardware: { requested: 'l4x1' } });
  expect((await after.ask('GET', `/api/spaces/${id}/secrets`)).body).toMatchObject({ S: { description: 'Why' } });
  const { sandboxUrl } = await after.runtime(id);
  expect((await fetch(`${sandboxUrl}/config`)).status).toBe(200);
});
