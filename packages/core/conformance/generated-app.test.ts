// The apps that are generated for a deployment, run with the real Gradio on very small models in Spaces of the
// Sandbox, and asked by the official client: full weights and an adapter, by each kind of hardware; each template when asked to.
// Needs the training stack with Gradio, which is installed once into the cache where Python and a package index are.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from '@gradio/client';
import { exampleDeployConfig } from '@hubdesk/shared/contract/example-deployment';
import type { DeployConfig } from '@hubdesk/shared/spaces/deploy-config';
import type { DeployModel } from '@hubdesk/shared/spaces/deployment';
import { spaceFiles, spaceVariables, spaceVolumes } from '@hubdesk/shared/spaces/space-files';
import { startSandboxHub, type SandboxHub } from '@hubdesk/sandbox-hub';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { modelAppEnvironment } from '../../sandbox-hub/conformance/python-environment.ts';
import { pythonVariables, runPython } from '../../sandbox-hub/conformance/run-python.ts';
import { askGradioApp } from '../src/hub/gradio-app.ts';
import { SpaceClient } from '../../sandbox-hub/src/testing/space.ts';

const environment = await modelAppEnvironment();
if ('missing' in environment) {
  process.stdout.write(`\n*** SKIPPED: no generated app was run with the real Gradio. ${environment.missing} ***\n\n`);
}
const python = 'python' in environment ? environment.python : '';
// Each app takes some ten seconds of a core to start: the further templates are asked for by name.
// oxlint-disable-next-line node/no-process-env -- a test's own entry
const thorough = process.env['HUBDESK_REAL_APPS'] === '1';
if (!thorough) process.stdout.write('Completion, embeddings and swapping a model are tried in real apps with HUBDESK_REAL_APPS=1 only.\n');
const names = {
  base: 'sandy/tiny-llama',
  adapter: 'sandy/tide-adapter',
  classifier: 'sandy/tide-labels',
  plain: 'sandy/tide-plain',
};
/** Texts that would be something else if they got out of their quotes. */
const awkward = `Tide "pool" '''""" {x} {{y}} \${z} \\n \u2028 \u202e --- 🦀\nimport os`;
const answerWire = z.tuple([z.string()]).rest(z.unknown());
const asked = { message: 'What is a tide pool?', temperature: 0, max_new_tokens: 32 };
const last = { ...asked, message: 'And a buoy?' };

describe.skipIf('missing' in environment)('a generated app', { timeout: 120_000 }, () => {
  let hub: SandboxHub;
  let sandy: SpaceClient;
  let home: string;
  const lanes: Promise<unknown>[] = [Promise.resolve(), Promise.resolve()];
  const apps = new Map<string, Promise<string>>();

  /** Two are started at a time: each needs a core for seconds. */
  function start(name: string, given: Partial<DeployConfig>, model: Partial<DeployModel> = {}, change = (text: string) => text): void {
    const lane = apps.size % lanes.length;
    const running = (lanes[lane] ?? Promise.resolve()).then(() => deploy(name, given, { ...openModel, ...model }, change));
    lanes[lane] = running.catch(() => {});
    apps.set(name, running);
  }

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'hubdesk-apps-'));
    hub = await startSandboxHub({ seed: 'demo', tokenPace: 'none', spaces: { python } });
    sandy = new SpaceClient(hub);
    start('chat', { kind: 'zero-gpu', template: 'chat', systemPrompt: awkward, examples: [awkward, 'And now?'] }, {}, (text) => failing(telling(text)));
    const env = pythonVariables(hub, join(home, 'hf'), hub.token);
    const made = await runPython(python, join(import.meta.dirname, 'generated_app_models.py'), names, env);
    expect({ code: made.code, errors: made.code === 0 ? '' : made.errors }).toEqual({ code: 0, errors: '' });
    const base = { model: names.base, private: false, access: 'open', url: '' } as const;
    start('adapter', { kind: 'gpu', template: 'chat', model: names.adapter, access: 'secret', systemPrompt: 'Be kind.' }, { kind: 'adapter', base }, telling);
    start('classification', { kind: 'cpu', template: 'classification', model: names.classifier, access: 'volume' }, { private: true });
    if (!thorough) return;
    start('completion', { kind: 'cpu', template: 'completion' });
    start('embeddings', { kind: 'zero-gpu', template: 'embeddings' });
  });
  afterAll(async () => {
    await Promise.all(lanes);
    await hub?.close();
    await rm(home, { recursive: true, force: true });
  });

  /** Deploys as the product does. Resolves with where the app runs. */
  async function deploy(name: string, given: Partial<DeployConfig>, model: DeployModel, change: (text: string) => string): Promise<string> {
    const config = { ...exampleDeployConfig, title: awkward, name, ...given };
    const id = `${config.namespace}/${name}`;
    const hardware = { 'zero-gpu': 'zero-a10g', gpu: 't4-small', cpu: 'cpu-basic', static: null, job: null }[config.kind];
    const pairs = (values: Readonly<Record<string, string>>) => Object.entries(values).map(([key, value]) => ({ key, value }));
    const made = await sandy.create(id, {
      hardware,
      // A model this small is asked faster by one thread than by two, which wait for each other.
      variables: pairs({ ...spaceVariables(config, model), OMP_NUM_THREADS: '1' }),
      secrets: config.access === 'secret' ? pairs({ HF_TOKEN: hub.token }) : [],
      volumes: spaceVolumes(config, model),
    });
    expect(made).toMatchObject({ status: 200 });
    await sandy.commit(id, Object.fromEntries(spaceFiles(config, model).map(({ path, text }) => [path, path === 'app.py' ? change(text) : text])));
    return await up(id);
  }

  /** Where the real app answers; fails with its log where it does not. */
  async function up(id: string): Promise<string> {
    const { stage, sandboxUrl } = await sandy.settled(id);
    if (stage !== 'RUNNING') throw new Error(`${id} is ${stage}:\n${await sandy.streamText(`/api/spaces/${id}/logs/run`)}`);
    const log = await sandy.streamText(`/api/spaces/${id}/logs/run`, 'Running on local URL');
    expect(log).not.toContain('[sandbox]');
    return sandboxUrl ?? '';
  }

  const urlOf = (name: string) => apps.get(name) ?? Promise.reject(new Error(`${name} was never started`));
  const connected = async (name: string) => {
    const app = await Client.connect(await urlOf(name), { events: ['data', 'status'] });
    onTestFinished(() => app.close());
    return app;
  };
  /** What the model was given up to the last question, in the app's own log. */
  async function prompts(name: string): Promise<string[]> {
    const answer = await sandy.streamText(`/api/spaces/sandy/${name}/logs/run`, last.message);
    return [...answer.matchAll(/^data: (.*)$/gm)].flatMap(([, json = '']) => {
      const { data } = z.object({ data: z.string() }).parse(JSON.parse(json));
      return data.startsWith('PROMPT ') ? z.string().parse(JSON.parse(data.slice('PROMPT '.length))) : [];
    });
  }
  /** As the product asks, and shows it. */
  async function said(name: string, question: string): Promise<string> {
    let last = '';
    const ask = { endpoint: null, question, maxNewTokens: 24 };
    for await (const answer of askGradioApp({ url: await urlOf(name), token: null }, ask, {})) last = answer;
    return last;
  }

  test('chats on ZeroGPU, piece by piece, and knows what was said before', async () => {
    const app = await connected('chat');
    expect(z.object({ title: z.string() }).parse(app.config).title).toBe(awkward);
    const first = await streamed(app, '/chat', asked);
    expect(first.pieces).toBeGreaterThan(3);
    await streamed(app, '/chat', { ...last, system: '' });
    const turns = (...said: string[]) => said.map((text, index) => `<|${index % 2 === 0 ? 'user' : 'assistant'}|>\n${text}<|end|>\n`).join('');
    expect(await prompts('chat')).toEqual([
      `<|system|>\n${awkward}<|end|>\n${turns(asked.message)}<|assistant|>\n`,
      `${turns(asked.message, first.whole, last.message)}<|assistant|>\n`,
    ]);
    expect(await said('chat', asked.message)).not.toBe('');
  });

  test('says why where it cannot answer', async () => {
    const app = await connected('chat');
    await expect(streamed(app, '/chat', { ...asked, message: tooMuch })).rejects.toThrow('The model could not answer: CUDA out of memory');
    await expect(said('chat', tooMuch)).rejects.toMatchObject({
      code: 'PROVIDER_UNAVAILABLE',
      message: expect.stringContaining('out of memory'),
    });
  });

  test('chats with an adapter on a GPU, whose template takes neither blocks nor a system prompt', async () => {
    const app = await connected('adapter');
    await streamed(app, '/chat', asked);
    await streamed(app, '/chat', last);
    const [first = '', second = ''] = await prompts('adapter');
    expect(first).toBe(`<|user|>\nBe kind.\n\n${asked.message}<|end|>\n<|assistant|>\n`);
    expect(second.startsWith(first)).toBe(true);
    // All of the adapter was found in what it stands on.
    expect(await sandy.streamText('/api/spaces/sandy/adapter/logs/run', last.message)).not.toMatch(/missing adapter keys|UNEXPECTED|MISSING/);
  });

  test.skipIf(!thorough)('goes on with a text', async () => {
    const app = await connected('completion');
    const { pieces, whole } = await streamed(app, '/complete', { text: 'The tide comes in', temperature: 0, max_new_tokens: 16 });
    expect(pieces).toBeGreaterThan(3);
    expect(whole).not.toContain('The tide comes in');
    expect(await said('completion', 'The tide comes in')).not.toBe('');
  });

  test.skipIf(!thorough)('turns lines into vectors', async () => {
    const app = await connected('embeddings');
    const { data } = await app.predict('/embed', { text: 'The tide\n\nThe tide\nA harbour' });
    const [vectors] = z.tuple([vectorsWire]).parse(data);
    expect(vectors.dimensions).toBe(64);
    expect(vectors.embeddings.map((each) => each.length)).toEqual([64, 64, 64]);
    expect(vectors.similarity[0]?.[1]).toBeCloseTo(1, 3);
    expect(vectors.similarity[0]?.[2]).toBeLessThan(0.999);
    expect(await said('embeddings', 'The tide')).not.toBe('');
  });

  test('puts labels on a text, with a private model that is mounted and no token', async () => {
    const app = await connected('classification');
    const { data } = await app.predict('/classify', { text: 'The sea is calm' });
    const [{ confidences }] = z.tuple([labelsWire]).parse(data);
    expect(new Set(confidences.map(({ label }) => label))).toEqual(new Set(['CALM', 'STORMY']));
    expect(confidences.reduce((sum, { confidence }) => sum + confidence, 0)).toBeCloseTo(1, 3);
    expect(await said('classification', 'The sea is calm')).toMatch(/CALM|STORMY/);
  });

  test.skipIf(!thorough)('answers with another model, one without a chat template, once its variables say so', async () => {
    await Promise.all(apps.values());
    for (const body of [{ key: 'MODEL_ID', value: names.plain }, { key: 'MODEL_KIND', value: 'full' }]) {
      expect((await sandy.ask('POST', '/api/spaces/sandy/adapter/variables', body)).status).toBe(200);
    }
    apps.set('adapter', up('sandy/adapter'));
    const { whole } = await streamed(await connected('adapter'), '/chat', asked);
    expect(whole).not.toBe('');
    const log = await sandy.streamText('/api/spaces/sandy/adapter/logs/run', 'Running on local URL');
    expect(log).toContain(`Loading ${names.plain} (full).`);
  });
});

const labelsWire = z.object({ confidences: z.array(z.object({ label: z.string(), confidence: z.number() })) });
const numbers = z.array(z.array(z.number()));
const vectorsWire = z.object({ dimensions: z.number(), similarity: numbers, embeddings: numbers });

/** Tells in its log what the model is given. */
function telling(text: string): string {
  const before = '    yield from generate(inputs';
  return text.replace(before, `    print("PROMPT", json.dumps(tokenizer.decode(inputs["input_ids"][0])), flush=True)\n${before}`).replace('import os\n', 'import json\nimport os\n');
}

const tooMuch = 'Too much!';

/** Fails for one question, as a card does that has too little memory. */
function failing(text: string): string {
  const part = `whole = model.generate


def generate_some(**given):
    if "${tooMuch}" in tokenizer.decode(given["input_ids"][0]):
        raise RuntimeError("CUDA out of memory")
    return whole(**given)


model.generate = generate_some
`;
  return text.replace('\nif __name__', `\n${part}\n\nif __name__`);
}

async function streamed(app: Client, endpoint: string, payload: Record<string, unknown>) {
  let [pieces, whole] = [0, ''];
  for await (const event of app.submit(endpoint, payload)) {
    if (event.type === 'status' && event.stage === 'error') throw new Error(String(event.message));
    if (event.type !== 'data') continue;
    pieces += 1;
    whole = answerWire.parse(event.data)[0];
  }
  return { pieces, whole };
}

const openModel: DeployModel = {
  facts: {
    model: names.base,
    url: '',
    parameters: 160_000,
    dtype: 'F32',
    license: null,
    access: 'open',
    architecture: 'LlamaForCausalLM',
    family: 'llama',
    hiddenSize: 64,
    layers: 2,
    vocabulary: 512,
    contextLength: 512,
    hasChatTemplate: true,
    quantization: null,
    baseModel: null,
    warm: false,
    trainable: { state: 'yes', reason: '' },
  },
  private: false,
  kind: 'full',
  weightsBytes: 500_000,
  base: null,
  task: 'text-generation',
  templates: ['chat', 'completion', 'folder'],
  problem: null,
  needsAccess: null,
};
