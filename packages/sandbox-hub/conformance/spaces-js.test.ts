// The official JavaScript clients ask served Spaces and the router: `@gradio/client` by a Space's address, and
// `@huggingface/inference` for embeddings, similarity and classification by a fetch that sends its fixed hosts to ours.
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { Client } from '@gradio/client';
import { createRepo, deleteRepo, listSpaces, uploadFiles } from '@huggingface/hub';
import { InferenceClient } from '@huggingface/inference';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { startSandboxHub, type SandboxHub } from '../src/index.ts';
import { control } from '../src/testing/control.ts';
import { SpaceClient } from '../src/testing/space.ts';
import { gradioEnvironment } from './python-environment.ts';
import { conformanceTable } from './table.ts';

const table = conformanceTable('@gradio/client, @huggingface/inference: Spaces and tasks');
const gradio = await gradioEnvironment();
const python = 'python' in gradio ? gradio.python : undefined;
if ('missing' in gradio) {
  process.stdout.write(`\n*** SKIPPED: no real Gradio app was run in a Space. ${gradio.missing} ***\n\n`);
}

const REAL_APP = `import os
import gradio as gr
import spaces

print("secret is there:", "SECRET" in os.environ)

@spaces.GPU(duration=60)
def chat(message, history, system):
    text = ""
    for word in ["You", " said", " ", message, " to ", os.environ["NAME"]]:
        text += word
        yield text

gr.ChatInterface(chat, api_name="chat", title="Echo", cache_examples=False,
                 additional_inputs=[gr.Textbox("", label="System prompt")]).launch(server_name="0.0.0.0", server_port=7860)
`;

let hub: SandboxHub;
let sandy: SpaceClient;
beforeAll(async () => {
  hub = await startSandboxHub({ seed: 'demo', tokenPace: 'none', spaces: { python: python ?? 'none' } });
  sandy = new SpaceClient(hub);
});
afterAll(async () => {
  await hub.close();
  table.print();
});

function proves(row: string, run: () => Promise<void>): void {
  test(row, async () => {
    onTestFinished(({ task }) => {
      if (task.result?.state === 'pass') table.passed(row);
    });
    await run();
  });
}

async function deploy(id: string, files: Record<string, string>, wish: object = {}): Promise<string> {
  expect((await sandy.create(id, wish)).status).toBe(200);
  await uploadFiles({
    repo: { type: 'space', name: id },
    accessToken: hub.token,
    hubUrl: hub.url,
    files: Object.entries(files).map(([path, text]) => ({ path, content: new Blob([text]) })),
  });
  return (await sandy.until(id, 'RUNNING')).sandboxUrl ?? '';
}

const DOCKER = { Dockerfile: 'FROM scratch\n', 'README.md': '---\ntitle: Harbour\nsdk: docker\n---\n' };
const answersWire = z.tuple([z.looseObject({})]);
const answerWire = z.object({ data: z.tuple([z.string()]).rest(z.unknown()) });

proves("@gradio/client asks the Sandbox's own chat app, by the queue, and streams the answer", async () => {
  const variables = [{ key: 'MODEL_ID', value: 'sandy/harbour-helper' }];
  const url = await deploy('sandy/own-chat', DOCKER, { sdk: 'docker', variables });
  const client = await Client.connect(url);
  const api = await client.view_api();
  expect(Object.keys(api.named_endpoints)).toEqual(['/chat']);
  const { data } = answerWire.parse(await client.predict('/chat', { message: 'What is a tide?', max_new_tokens: 40 }));
  expect(data[0]).toMatch(/^I am the Sandbox's little model, answering in the place of sandy\/harbour-helper/);
  let pieces = 0;
  let last = '';
  for await (const event of client.submit('/chat', ['And a buoy?', '', 40])) {
    if (event.type !== 'data') continue;
    pieces += 1;
    last = String(event.data[0]);
  }
  expect(pieces).toBeGreaterThan(5);
  expect(last).toMatch(/^I am the Sandbox's little model/);
  client.close();
});

proves("@gradio/client asks the Sandbox's own app for vectors and labels", async () => {
  const app = (name: string) => ({ 'app.py': `import no_module_has_this_name\nask.click(f, api_name="${name}")\n` });
  const embeds = await Client.connect(await deploy('sandy/own-vectors', app('embed')));
  const [vectors] = answersWire.parse((await embeds.predict('/embed', { text: 'The tide\nA buoy' })).data);
  expect(vectors).toMatchObject({ dimensions: 384, texts: ['The tide', 'A buoy'] });
  embeds.close();
  const classifies = await Client.connect(await deploy('sandy/own-labels', app('classify')));
  const [labels] = answersWire.parse((await classifies.predict('/classify', ['A calm sea'])).data);
  expect(labels).toMatchObject({ confidences: [{ label: expect.any(String) }, { label: expect.any(String) }] });
  classifies.close();
});

proves('@gradio/client enters a private Space with a token and not without', async () => {
  const url = await deploy('sandy/private-chat', DOCKER, { sdk: 'docker', private: true });
  await expect(Client.connect(url)).rejects.toThrow(/private Hugging Face Space/);
  const client = await Client.connect(url, { headers: { authorization: `Bearer ${hub.token}` } });
  const { data } = answerWire.parse(await client.predict('/chat', ['Hello']));
  expect(data[0]).toMatch(/little model/);
  client.close();
});

proves('@huggingface/hub makes a Space, uploads to it, lists it and deletes it', async () => {
  const repo = { type: 'space', name: 'sandy/by-hub-js' } as const;
  const access = { accessToken: hub.token, hubUrl: hub.url };
  await createRepo({ repo, sdk: 'static', ...access });
  await uploadFiles({ repo, files: [{ path: 'index.html', content: new Blob(['<h1>Tide</h1>']) }], ...access });
  const { sandboxUrl } = await sandy.until(repo.name, 'RUNNING');
  expect(await (await fetch(sandboxUrl ?? '')).text()).toBe('<h1>Tide</h1>');
  const names: string[] = [];
  for await (const space of listSpaces({ search: { owner: 'sandy' }, ...access })) names.push(space.name);
  expect(names).toContain(repo.name);
  await deleteRepo({ repo, ...access });
  await expect(fetch(sandboxUrl ?? '')).rejects.toThrow();
});

describe.skipIf(python === undefined)('with Gradio', () => {
  proves('a real Gradio app runs in a Space, is asked by @gradio/client, and is stopped', async () => {
    const id = 'sandy/real-gradio';
    const files = { 'app.py': REAL_APP, 'README.md': '---\ntitle: Echo\nsdk: gradio\napp_file: app.py\n---\n' };
    const url = await deploy(id, files, {
      hardware: 'zero-a10g',
      secrets: [{ key: 'SECRET', value: 's3cret' }],
      variables: [{ key: 'NAME', value: 'Sandy' }],
    });
    const log = await sandy.streamText(`/api/spaces/${id}/logs/run`, 'Running on local URL');
    expect(log).toContain('secret is there: True');
    expect(log).not.toContain('s3cret');
    expect(await reachesBeyondLoopback(7860)).toBe(false);
    const client = await Client.connect(url);
    const { data } = answerWire.parse(await client.predict('/chat', { message: 'hello' }));
    expect(data[0]).toBe('You said hello to Sandy');
    client.close();
    await sandy.ask('POST', `/api/spaces/${id}/pause`);
    expect((await fetch(`${url}/config`)).status).toBe(503);
  });

  proves('an app that fails says why in its log, and the Space is in error', async () => {
    const id = 'sandy/failing-gradio';
    await sandy.create(id);
    await sandy.stages(id, 'RUNTIME_ERROR', () =>
      sandy.commit(id, { 'app.py': 'raise SystemExit(3)\nimport gradio\n' }),
    );
    expect((await sandy.runtime(id)).errorMessage).toBe('Exit code: 3.');
    await sandy.stages(id, 'RUNTIME_ERROR', () => sandy.commit(id, { 'app.py': '1 / 0\nimport gradio\n' }));
    expect(await sandy.streamText(`/api/spaces/${id}/logs/run`)).toContain('ZeroDivisionError');
  });

  proves('an app that never comes up is stopped by a pause', async () => {
    const id = 'sandy/never-up';
    await sandy.create(id);
    const app = 'import os, time\nprint("process", os.getpid(), "waits")\ntime.sleep(600)\nimport gradio\n';
    await sandy.stages(id, 'APP_STARTING', () => sandy.commit(id, { 'app.py': app }));
    const log = await sandy.streamText(`/api/spaces/${id}/logs/run`, 'waits');
    const pid = Number(/process (\d+) waits/.exec(log)?.[1]);
    expect(process.kill(pid, 0)).toBe(true);
    await sandy.ask('POST', `/api/spaces/${id}/pause`);
    await expect.poll(() => isAlive(pid), { timeout: 10_000 }).toBe(false);
    expect((await sandy.runtime(id)).stage).toBe('PAUSED');
  });

  proves('an app that wants what this machine has not is answered for by the chat page', async () => {
    const id = 'sandy/wants-torch';
    await deploy(id, { 'app.py': 'import gradio\nimport no_module_has_this_name\n' });
    const log = await sandy.streamText(`/api/spaces/${id}/logs/run`, 'Running on local URL');
    expect(log).toContain("This machine's Python has no no_module_has_this_name");
  });
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Whether something on this machine listens where another machine could reach it. */
async function reachesBeyondLoopback(port: number): Promise<boolean> {
  const addresses = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
  const outside = addresses.filter(({ internal, family }) => !internal && family === 'IPv4');
  const tries = outside.map(
    ({ address }) =>
      new Promise<boolean>((resolve) => {
        const socket = connect(port, address);
        socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
      }),
  );
  return (await Promise.all(tries)).includes(true);
}

function inference(): InferenceClient {
  const toSandbox: typeof fetch = (input, init) =>
    fetch(
      String(input).replace('https://router.huggingface.co', hub.routerUrl).replace('https://huggingface.co', hub.url),
      init,
    );
  return new InferenceClient(hub.token, { fetch: toSandbox, retry_on_error: false });
}

proves('featureExtraction through hf-inference, scaleway and deepinfra', async () => {
  const model = 'sentence-transformers/all-MiniLM-L6-v2';
  const one = await inference().featureExtraction({ model, inputs: 'The tide comes in', provider: 'hf-inference' });
  expect(one).toHaveLength(384);
  const two = await inference().featureExtraction({ model, inputs: ['The tide', 'A debt'], provider: 'hf-inference' });
  expect(two).toHaveLength(2);
  for (const provider of ['scaleway', 'deepinfra'] as const) {
    const many = await inference().featureExtraction({
      model: 'Qwen/Qwen3-Embedding-8B',
      inputs: 'The tide',
      provider,
    });
    expect(many.flat()).toHaveLength(4096);
  }
});

proves('sentenceSimilarity', async () => {
  const [near = 0, far = 1] = await inference().sentenceSimilarity({
    model: 'sentence-transformers/all-MiniLM-L6-v2',
    provider: 'hf-inference',
    inputs: { source_sentence: 'The harbour is closed', sentences: ['The harbour closed', 'Bread is baked'] },
  });
  expect(near).toBeGreaterThan(far);
});

proves('textClassification', async () => {
  const model = 'distilbert/distilbert-base-uncased-finetuned-sst-2-english';
  const [best] = await inference().textClassification({
    model,
    inputs: 'What a wonderful day',
    provider: 'hf-inference',
  });
  expect(best).toMatchObject({ label: 'POSITIVE' });
});

proves('a task billed to an organization, and refused without credits', async () => {
  const ask = { model: 'Qwen/Qwen3-Embedding-8B', inputs: 'The tide', provider: 'scaleway' } as const;
  await inference().featureExtraction(ask, { billTo: 'tidewater' });
  await control(hub, 'POST', 'credits', { name: 'tidewater', usd: 0 });
  await expect(inference().featureExtraction(ask, { billTo: 'tidewater' })).rejects.toMatchObject({
    httpResponse: { status: 402 },
  });
});
