// Whatever our app does with a Space, the official Python client sees the same: after each change it is asked what it
// finds. One Python answers all questions.
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { pythonEnvironment } from '../../sandbox-hub/conformance/python-environment.ts';
import { pythonVariables } from '../../sandbox-hub/conformance/run-python.ts';
import { createHubClient } from '../src/hub/hub-client.ts';
import { createSpace } from '../src/hub/spaces.ts';
import { systemClock } from '../src/ports/clock.ts';
import { Secret } from '../src/secrets/secret.ts';
import { startTestApp, type TestApp } from '../src/services/test-app.fixture.ts';

const version = '2.0.0';
const environment = await pythonEnvironment(version);
if ('missing' in environment) {
  process.stdout.write(
    `\n*** SKIPPED: huggingface_hub ${version} looked at no Space of ours. ${environment.missing} ***\n\n`,
  );
}

const seenSchema = z
  .object({
    id: z.string(),
    private: z.boolean(),
    title: z.string().nullable(),
    models: z.array(z.string()).nullable(),
    stage: z.string(),
    hardware: z.string().nullable(),
    requested: z.string().nullable(),
    sleepSeconds: z.number().nullable(),
    devMode: z.boolean(),
    volumes: z.array(z.object({ type: z.string(), source: z.string(), mountPath: z.string() })),
    variables: z.record(z.string(), z.string()),
    secrets: z.array(z.string()),
    files: z.array(z.string()),
    commits: z.array(z.object({ id: z.string(), title: z.string() })),
    app: z.string(),
    listed: z.array(z.string()),
  })
  .nullable();

/** The official client, as a witness. */
function startWitness(python: string, variables: Record<string, string>) {
  const script = join(import.meta.dirname, 'look_at_spaces.py');
  const child = spawn(python, [script], { env: variables, stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async look(space: string) {
      child.stdin.write(`${JSON.stringify({ space })}\n`);
      const { value, done } = await lines.next();
      if (done) throw new Error('The official client fell over.');
      return seenSchema.parse(JSON.parse(value));
    },
    close: () => void child.kill(),
  };
}

const appText = (greeting: string) => `import os

import gradio as gr

MODEL = os.environ["MODEL_ID"]
gr.Interface(lambda text: "${greeting} " + text, "text", "text").launch()
`;
const card =
  '---\ntitle: Proof\nsdk: gradio\nsdk_version: 6.25.0\napp_file: app.py\nmodels:\n- sandy/harbour-helper\n---\n\nHello.\n';
const volume = {
  type: 'model',
  source: 'sandy/harbour-helper',
  mountPath: '/model',
  path: null,
  readOnly: true,
} as const;

describe.skipIf('missing' in environment)(`huggingface_hub ${version}`, () => {
  const [space, copy, renamed] = ['sandy/proof', 'sandy/proof-copy', 'sandy/proof-renamed'];
  let app: TestApp;
  let home: string;
  let witness: ReturnType<typeof startWitness>;

  beforeAll(async () => {
    app = await startTestApp({ hub: { spaces: { python: 'none', buildMs: 0, startMs: 0 } } });
    await app.call.account.connect({ token: app.hub.token });
    home = await mkdtemp(join(tmpdir(), 'hubdesk-spaces-'));
    const python = 'python' in environment ? environment.python : '';
    witness = startWitness(python, pythonVariables(app.hub, join(home, 'hf'), app.hub.token));
  });
  afterAll(async () => {
    witness.close();
    await app.stop();
    await rm(home, { recursive: true, force: true });
  });

  async function until(stage: string, id = space) {
    for await (const { runtime } of await app.call.spaces.follow({ space: id })) {
      expect(runtime.stage).not.toMatch(/ERROR/);
      if (runtime.stage === stage) return;
    }
    throw new Error(`${id} was followed to an end before it was ${stage}.`);
  }

  test('sees a Space as it was made, with its files in one commit', async () => {
    const hub = createHubClient({ hubUrl: app.hub.url, routerUrl: app.hub.routerUrl }, systemClock);
    const variables = { MODEL_ID: 'sandy/harbour-helper', MODEL_KIND: 'full' };
    const secrets = new Map([['HF_TOKEN', Secret.from('hf_readOnlyreadOnlyreadOnlyreadOn')]]);
    const wish = { id: space, sdk: 'gradio', visibility: 'private', flavor: 'l4x1', sleepSeconds: 900 } as const;
    await createSpace(hub, { ...wish, variables, secrets, volumes: [volume] }, { token: Secret.from(app.hub.token) });
    const { commit } = await app.call.spaces.saveFiles({
      space,
      files: [
        { path: 'README.md', text: card },
        { path: 'app.py', text: appText('one') },
      ],
      message: 'Add the app',
      commit: null,
    });
    await until('RUNNING');
    const seen = await witness.look(space);
    expect(seen).toMatchObject({
      id: space,
      private: true,
      title: 'Proof',
      stage: 'RUNNING',
      hardware: 'l4x1',
      requested: 'l4x1',
      sleepSeconds: 900,
      devMode: false,
      volumes: [{ type: 'model', source: 'sandy/harbour-helper', mountPath: '/model' }],
      variables,
      secrets: ['HF_TOKEN'],
      files: expect.arrayContaining(['README.md', 'app.py']),
      app: appText('one'),
    });
    expect(seen?.commits[0]).toEqual({ id: commit, title: 'Add the app' });

    const { spaces, missing } = await app.call.spaces.list();
    expect(missing).toEqual([]);
    const own = spaces.map(({ id }) => id).filter((id) => id.startsWith('sandy/'));
    expect(own.toSorted()).toEqual(seen?.listed);
    const { commits } = await app.call.spaces.history({ space });
    expect(commits.map(({ id, title }) => ({ id, title }))).toEqual(seen?.commits);
    const { files } = await app.call.spaces.files({ space });
    expect(files.map(({ path }) => path).toSorted()).toEqual(seen?.files);
  });

  test('sees files written and deleted, and nothing of what came too late', async () => {
    const { commit } = await app.call.spaces.file({ space, path: 'app.py' });
    const files = [
      { path: 'app.py', text: appText('two') },
      { path: 'notes/today.md', text: 'naïve 🙂\r\n' },
    ];
    await app.call.spaces.saveFiles({ space, files, message: 'Say two', commit });
    const late = app.call.spaces.saveFiles({
      space,
      files: [{ path: 'app.py', text: 'late' }],
      message: 'Late',
      commit,
    });
    await expect(late).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(await witness.look(space)).toMatchObject({
      app: appText('two'),
      files: expect.arrayContaining(['notes/today.md']),
    });
    await app.call.spaces.saveFiles({
      space,
      files: [{ path: 'notes/today.md', text: null }],
      message: 'Forget',
      commit: null,
    });
    const seen = await witness.look(space);
    expect(seen?.files).not.toContain('notes/today.md');
    expect(seen?.commits.slice(0, 2).map(({ title }) => title)).toEqual(['Forget', 'Say two']);
  });

  test('sees variables with their values and secrets by name', async () => {
    await app.call.spaces.setPair({
      space,
      kind: 'variable',
      key: 'GREETING',
      value: 'hello\nthere',
      description: 'Said first',
    });
    await app.call.spaces.setPair({ space, kind: 'secret', key: 'API_KEY', value: 'one\ntwo' });
    expect(await witness.look(space)).toMatchObject({
      variables: { GREETING: 'hello\nthere', MODEL_ID: 'sandy/harbour-helper' },
      secrets: ['API_KEY', 'HF_TOKEN'],
    });
    await app.call.spaces.removePair({ space, kind: 'variable', key: 'GREETING' });
    await app.call.spaces.removePair({ space, kind: 'secret', key: 'API_KEY' });
    const seen = await witness.look(space);
    expect(seen?.variables).not.toHaveProperty('GREETING');
    expect(seen?.secrets).toEqual(['HF_TOKEN']);
    const { variables, secrets } = await app.call.spaces.pairs({ space });
    expect(Object.fromEntries(variables.map(({ key, value }) => [key, value]))).toEqual(seen?.variables);
    expect(secrets.map(({ key }) => key)).toEqual(seen?.secrets);
  });

  test('sees its hardware, sleep, dev mode and volumes change, a pause and a new start', async () => {
    await app.call.spaces.setHardware({ space, flavor: 't4-small', sleepSeconds: 600 });
    expect(await witness.look(space)).toMatchObject({ requested: 't4-small', sleepSeconds: 600 });
    await app.call.spaces.setSleep({ space, seconds: null });
    expect(await witness.look(space)).toMatchObject({ sleepSeconds: null });
    await app.call.spaces.setDevMode({ space, enabled: true });
    await app.call.spaces.setVolumes({ space, volumes: [] });
    expect(await witness.look(space)).toMatchObject({ devMode: true, volumes: [] });
    await app.call.spaces.setDevMode({ space, enabled: false });
    await app.call.spaces.pause({ space });
    expect(await witness.look(space)).toMatchObject({ stage: 'PAUSED', hardware: null, devMode: false });
    await app.call.spaces.restart({ space, factory: true });
    await until('RUNNING');
    expect(await witness.look(space)).toMatchObject({ stage: 'RUNNING', hardware: 't4-small' });
  });

  test('sees the model that was swapped, in the variable and in the card, and the app as it was', async () => {
    await app.call.spaces.swapModel({ space, model: 'sandy/tiny-llama' });
    const seen = await witness.look(space);
    expect(seen).toMatchObject({
      variables: { MODEL_ID: 'sandy/tiny-llama' },
      models: ['sandy/tiny-llama'],
      app: appText('two'),
    });
  });

  test('sees a copy without its secrets, another name and visibility, and at last nothing', async () => {
    await app.call.spaces.duplicate({ space, to: copy, visibility: 'private', flavor: 'zero-a10g' });
    expect(await witness.look(copy)).toMatchObject({
      id: copy,
      private: true,
      requested: 'zero-a10g',
      variables: { MODEL_ID: 'sandy/tiny-llama' },
      secrets: [],
      app: appText('two'),
    });
    await app.call.spaces.setVisibility({ space, visibility: 'public' });
    expect(await witness.look(space)).toMatchObject({ private: false });
    await app.call.spaces.rename({ space, to: renamed });
    expect(await witness.look(renamed)).toMatchObject({ id: renamed, secrets: ['HF_TOKEN'], app: appText('two') });
    const taken = app.call.spaces.rename({ space: renamed, to: copy });
    await expect(taken).rejects.toMatchObject({ code: 'ALREADY_THERE' });
    for (const id of [renamed, copy]) {
      await expect(app.call.spaces.remove({ space: id, confirm: 'sandy/other' })).rejects.toMatchObject({
        code: 'INVALID_INPUT',
      });
      await app.call.spaces.remove({ space: id, confirm: id });
      expect(await witness.look(id)).toBeNull();
    }
  });
});
