import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { startSandboxHub, type SandboxHub } from '../../index.ts';
import { control } from '../../testing/control.ts';
import { jobClient, type JobClient } from '../../testing/job-client.ts';

let hub: SandboxHub;
let jobs: JobClient;
let nowMs = Date.UTC(2026, 8, 20, 12);

beforeEach(async () => {
  hub = await startSandboxHub({
    seed: 'demo',
    now: () => nowMs,
    tokenPace: 'none',
    jobs: { schedulingMs: 0, tickMs: 0, graceMs: 200 },
  });
  jobs = jobClient(hub);
});
afterEach(() => hub.close());

const expose = { ports: [8000] };
const serving = ['vllm', 'serve', 'sandy/tiny-llama', '--host', '0.0.0.0', '--port', '8000'];
const image = { dockerImage: 'vllm/vllm-openai', flavor: 't4-small', expose };

/** Starts a job and waits for its address. */
async function served(command = serving, more: object = {}): Promise<{ id: string; url: string }> {
  const { id } = await jobs.run(command, { ...image, ...more });
  const urls = async () => (await jobs.inspect(id)).status.exposeUrls ?? [];
  await expect.poll(urls).toHaveLength(1);
  return { id, url: (await urls())[0] ?? '' };
}

function ask(url: string, path: string, body?: object, token: string | null = hub.token): Promise<Response> {
  return fetch(`${url}${path}`, {
    ...(body ? { method: 'POST', body: JSON.stringify(body) } : {}),
    headers: { 'content-type': 'application/json', ...(token === null ? {} : { authorization: `Bearer ${token}` }) },
  });
}

const models = z.object({ data: z.array(z.looseObject({ id: z.string() })) });
const chatted = z.object({ choices: z.tuple([z.object({ message: z.object({ content: z.string() }) })]) });
const messages = [{ role: 'user', content: 'What is a tide?' }];

test('a model is served at an address that the job tells, and the log says by whom', async () => {
  const { id, url } = await served();
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect((await ask(url, '/health')).status).toBe(200);
  expect(models.parse(await (await ask(url, '/v1/models')).json()).data.map((each) => each.id)).toEqual([
    'sandy/tiny-llama',
  ]);
  const answer = await ask(url, '/v1/chat/completions', { model: 'sandy/tiny-llama', messages, max_tokens: 30 });
  expect(chatted.parse(await answer.json()).choices[0].message.content).toMatch(/in the place of sandy\/tiny-llama/);
  const stream = await ask(url, '/v1/chat/completions', { model: 'sandy/tiny-llama', messages, stream: true });
  expect((await stream.text()).split('\n\n').filter((line) => line.startsWith('data: ')).length).toBeGreaterThan(10);
  const written = await ask(url, '/v1/completions', { model: 'sandy/tiny-llama', prompt: 'The tide', stream: true });
  expect(await written.text()).toMatch(/"text_completion"[\s\S]*data: \[DONE\]/);
  await jobs.ask(`/api/jobs/sandy/${id}/cancel`, { method: 'POST' });
  expect((await jobs.log(id))[1]).toBe('[sandbox] vLLM is not on this machine: the Sandbox answers in its place.');
  await expect(ask(url, '/health')).rejects.toThrow();
  expect((await jobs.inspect(id)).status.exposeUrls).toBeUndefined();
});

test('only a token that may read the job is answered, and nothing of another page', async () => {
  const { url } = await served();
  const path = '/v1/models';
  expect((await ask(url, path, undefined, null)).status).toBe(401);
  expect((await ask(url, path, undefined, 'hf_nobody')).status).toBe(401);
  expect((await ask(url, path, undefined, hub.tokens['noCredits'] ?? '')).status).toBe(401);
  expect((await ask(url, path, undefined, hub.tokens['read'] ?? '')).status).toBe(200);
  const page = await fetch(`${url}${path}`, {
    headers: { authorization: `Bearer ${hub.token}`, origin: 'https://elsewhere.example' },
  });
  expect(page.status).toBe(403);
});

test('an adapter answers to its own name, and a name that is not served is not there', async () => {
  const lora = ['--enable-lora', '--lora-modules', 'sandy/tide=/model'];
  const volumes = [{ type: 'model', source: 'sandy/tiny-llama', mountPath: '/model', readOnly: true }];
  const { url } = await served(['vllm', 'serve', 'Qwen/Qwen3-8B', ...lora], { volumes });
  const named = models.parse(await (await ask(url, '/v1/models')).json()).data;
  expect(named.map(({ id, parent }) => [id, parent])).toEqual([
    ['Qwen/Qwen3-8B', null],
    ['sandy/tide', 'Qwen/Qwen3-8B'],
  ]);
  expect((await ask(url, '/v1/chat/completions', { model: 'sandy/tide', messages })).status).toBe(200);
  expect((await ask(url, '/v1/chat/completions', { model: 'other', messages })).status).toBe(404);
});

test('a model that the job may not read ends it, in the words of the library', async () => {
  const { id } = await jobs.run(['vllm', 'serve', 'sandy/no-such-model'], image);
  expect((await jobs.finished(id)).status).toMatchObject({ stage: 'ERROR', message: 'Job failed with exit code: 1' });
  expect((await jobs.log(id)).join('\n')).toContain('is not a local folder and is not a valid model identifier');
});

test('it ends with its time and with the credits', async () => {
  const late = await served(serving, { timeoutSeconds: 120 });
  nowMs += 121_000;
  await hub.jobs.tick();
  expect((await jobs.finished(late.id)).status).toMatchObject({
    stage: 'ERROR',
    message: expect.stringContaining('timeout'),
  });
  const poor = await served();
  await control(hub, 'POST', 'credits', { name: 'sandy', usd: 0 });
  nowMs += 61_000;
  await hub.jobs.tick();
  expect((await jobs.finished(poor.id)).status).toMatchObject({ stage: 'CANCELED', cancelReason: 'NO_CREDITS' });
  await expect(ask(poor.url, '/health')).rejects.toThrow();
});
