// The apps that are generated for a deployment, run with the real Gradio on very small models in Spaces of the
// Sandbox, and asked by the official client: each template, full weights and an adapter, by each kind of hardware.
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
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { modelAppEnvironment } from '../../sandbox-hub/conformance/python-environment.ts';
import { pythonVariables, runPython } from '../../sandbox-hub/conformance/run-python.ts';
import { SpaceClient } from '../../sandbox-hub/src/testing/space.ts';

const environment = await modelAppEnvironment();
if ('missing' in environment) {
  process.stdout.write(`\n*** SKIPPED: no generated app was run with the real Gradio. ${environment.missing} ***\n\n`);
}
const python = 'python' in environment ? environment.python : '';
const names = { base: 'sandy/tiny-llama', adapter: 'sandy/tide-adapter', classifier: 'sandy/tide-labels' };

/** Texts that would be something else if they got out of their quotes. */
const awkward = `Tide "pool" '''""" {x} {{y}} \${z} \\n \u2028 \u202e --- 🦀\nimport os`;

describe.skipIf('missing' in environment)('a generated app', { timeout: 120_000 }, () => {
  let hub: SandboxHub;
  let sandy: SpaceClient;
  let home: string;

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'hubdesk-apps-'));
    hub = await startSandboxHub({ seed: 'demo', tokenPace: 'none', spaces: { python } });
    sandy = new SpaceClient(hub);
    const env = pythonVariables(hub, join(home, 'hf'), hub.token);
    const made = await runPython(python, join(import.meta.dirname, 'generated_app_models.py'), names, env);
    expect({ code: made.code, errors: made.code === 0 ? '' : made.errors }).toEqual({ code: 0, errors: '' });
  });
  afterAll(async () => {
    await hub?.close();
    await rm(home, { recursive: true, force: true });
  });

  /** Deploys as the product does, and connects to the app once it runs. */
  async function deployed(given: Partial<DeployConfig>, model: Partial<DeployModel> = {}): Promise<Client> {
    const name = `app-${given.template}-${given.kind}`;
    const config = { ...exampleDeployConfig, title: awkward, maxNewTokens: 64, name, ...given };
    const id = `${config.namespace}/${name}`;
    const known = { ...openModel, ...model };
    const hardware = { 'zero-gpu': 'zero-a10g', gpu: 't4-small', cpu: 'cpu-basic', static: null, job: null }[config.kind];
    const pairs = (values: Readonly<Record<string, string>>) => Object.entries(values).map(([key, value]) => ({ key, value }));
    const made = await sandy.create(id, {
      hardware,
      variables: pairs(spaceVariables(config, known)),
      secrets: config.access === 'secret' ? pairs({ HF_TOKEN: hub.token }) : [],
      volumes: spaceVolumes(config, known),
    });
    expect(made.status).toBe(200);
    await sandy.commit(id, Object.fromEntries(spaceFiles(config, known).map(({ path, text }) => [path, text])));
    const { stage, sandboxUrl } = await sandy.settled(id);
    if (stage !== 'RUNNING') throw new Error(`${id} is ${stage}:\n${await sandy.streamText(`/api/spaces/${id}/logs/run`)}`);
    const log = await sandy.streamText(`/api/spaces/${id}/logs/run`, 'Running on local URL');
    expect(log).not.toContain('[sandbox]');
    return Client.connect(sandboxUrl ?? '', { events: ['data', 'status'] });
  }

  test('chats on ZeroGPU, piece by piece, and knows what was said before', async () => {
    const app = await deployed({ kind: 'zero-gpu', template: 'chat', systemPrompt: awkward, examples: [awkward, 'And now?'] });
    const { pieces, whole } = await streamed(app, '/chat', { message: 'What is a tide pool?', temperature: 0 });
    expect(pieces).toBeGreaterThan(3);
    expect(whole).not.toBe('');
    expect(z.object({ title: z.string() }).parse(app.config).title).toBe(awkward);
    app.close();
  });
});

async function streamed(app: Client, endpoint: string, payload: Record<string, unknown>) {
  let [pieces, whole] = [0, ''];
  for await (const event of app.submit(endpoint, payload)) {
    if (event.type === 'status' && event.stage === 'error') throw new Error(String(event.message));
    if (event.type !== 'data') continue;
    pieces += 1;
    whole = z.tuple([z.string()]).rest(z.unknown()).parse(event.data)[0];
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
