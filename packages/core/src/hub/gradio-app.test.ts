import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Secret } from '../secrets/secret.ts';
import { expect, it, onTestFinished } from 'vitest';
import { appFetch, mayHaveToken } from './app-origin.ts';
import { askGradioApp, lookAtPage } from './gradio-app.ts';

interface StubApp {
  config?: Record<string, unknown>;
  /** What the queue tells, without their `event_id`; a number is the status it answers with. */
  says?: readonly Record<string, unknown>[] | 'hangs-up' | number;
  parameters?: readonly Record<string, unknown>[];
}

const question = {
  parameter_name: 'message',
  parameter_has_default: false,
  label: 'Message',
  type: { type: 'string' },
  python_type: { type: 'str' },
  component: 'Textbox',
};
const said = (data: unknown, msg = 'process_completed') => ({
  msg,
  success: true,
  output: { data: [data], is_generating: msg !== 'process_completed' },
});

/** An app that speaks as Gradio 6 does, and says what a test wants. */
async function anApp({ config = {}, says = [], parameters = [question] }: StubApp = {}) {
  const seen: { path: string; authorization: string | undefined }[] = [];
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://app');
    seen.push({ path: pathname, authorization: request.headers.authorization });
    request.resume();
    const json = (value: unknown, status = 200) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    if (pathname === '/config') {
      const dependency = {
        id: 0,
        inputs: [0],
        outputs: [1],
        backend_fn: true,
        queue: true,
        api_name: 'chat',
        api_visibility: 'public',
        targets: [],
        types: { generator: true, cancel: false },
      };
      const components = [0, 1].map((id) => ({ id, type: 'textbox', props: {}, component_class_id: 'Textbox' }));
      return json({
        version: '6.25.0',
        api_prefix: '/gradio_api',
        root: url,
        protocol: 'sse_v3',
        enable_queue: true,
        components,
        dependencies: [dependency],
        space_id: null,
        ...config,
      });
    }
    if (pathname.endsWith('/info'))
      return json({
        named_endpoints: {
          '/chat': { parameters, returns: [{ label: 'Answer', type: { type: 'string' }, component: 'Textbox' }] },
        },
        unnamed_endpoints: {},
      });
    if (pathname.endsWith('/queue/join'))
      return typeof says === 'number' ? json({ detail: 'no' }, says) : json({ event_id: 'one' });
    if (!pathname.endsWith('/queue/data')) return json({ success: true });
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    if (says === 'hangs-up') return response.end('data: {"msg":"estimation","event_id":"one","rank":0}\n\n');
    if (typeof says !== 'number')
      for (const each of says) response.write(`data: ${JSON.stringify({ event_id: 'one', ...each })}\n\n`);
    return undefined;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, seen };
}

async function answers(
  url: string,
  ask: Partial<Parameters<typeof askGradioApp>[1]> = {},
  call: Parameters<typeof askGradioApp>[2] = {},
  token: Secret | null = null,
): Promise<string[]> {
  const all: string[] = [];
  for await (const answer of askGradioApp({ url, token }, { endpoint: null, question: 'Hello', ...ask }, call))
    all.push(answer);
  return all;
}

it('yields the answer as it grows, with the token for each request to the app', async () => {
  const app = await anApp({
    says: [
      said('You', 'process_generating'),
      said([['append', [], ' said hello']], 'process_generating'),
      said('You said hello'),
    ],
  });
  expect(await answers(app.url, {}, {}, Secret.from('hf_token'))).toEqual(['You', 'You said hello']);
  expect(app.seen.map(({ path }) => path)).toEqual(
    expect.arrayContaining(['/config', '/gradio_api/queue/join', '/gradio_api/queue/data']),
  );
  expect(new Set(app.seen.map(({ authorization }) => authorization))).toEqual(new Set(['Bearer hf_token']));
});

it.each([
  [
    'blocks of a message',
    [
      { role: 'user', content: 'Hi' },
      {
        role: 'assistant',
        content: [
          { type: 'text', text: 'Good ' },
          { type: 'text', text: 'day' },
        ],
      },
    ],
    'Good day',
  ],
  ['an embedding', [[0.12345678, -1, 0, 2, 3, 4, 5]], '7 numbers: 0.1235, -1, 0, 2, 3, 4, …'],
  [
    'embeddings with what belongs to them',
    {
      model: 'a/b',
      dimensions: 2,
      embeddings: [
        [1, 2],
        [3, 4],
      ],
    },
    '2 numbers: 1, 2',
  ],
  [
    'labels',
    {
      label: 'calm',
      confidences: [
        { label: 'storm', confidence: 0.1 },
        { label: 'calm', confidence: 0.9 },
      ],
    },
    'calm 90.0 %\nstorm 10.0 %',
  ],
])('reads %s', async (_name, value, wanted) => {
  const app = await anApp({ says: [said(value)] });
  expect((await answers(app.url)).at(-1)).toBe(wanted);
});

it('goes nowhere else with an app that points elsewhere, or says that it is a Space', async () => {
  const other = await anApp({ says: [said('stolen')] });
  const app = await anApp({
    config: { root: other.url, is_space: true, space_id: 'sandy/other' },
    says: [said('mine')],
  });
  await expect(answers(app.url, {}, {}, Secret.from('hf_token'))).rejects.toMatchObject({ code: 'HUB_CHANGED' });
  expect(other.seen).toEqual([]);
  const alike = await anApp({ config: { is_space: true, space_id: 'sandy/other' }, says: [said('mine')] });
  expect(await answers(alike.url, {}, {}, Secret.from('hf_token'))).toEqual(['mine']);
});

it('lets no app reach into the objects of this process', async () => {
  const app = await anApp({
    says: [
      said({ a: 1 }, 'process_generating'),
      said([['replace', ['__proto__', 'polluted'], 1]], 'process_generating'),
      said('done'),
    ],
  });
  await expect(answers(app.url)).rejects.toMatchObject({ code: 'HUB_CHANGED' });
  expect('polluted' in {}).toBe(false);
});

it.each([
  [
    'a used-up quota',
    [
      {
        msg: 'process_completed',
        success: false,
        output: { error: 'You have exceeded your GPU quota (60s requested vs. 56s left). Try again in 1:00:00' },
      },
    ],
    'RATE_LIMITED',
    /GPU time/,
  ],
  [
    'an illegal duration',
    [
      {
        msg: 'process_completed',
        success: false,
        output: { error: 'ZeroGPU illegal duration! The requested GPU duration is larger than allowed' },
      },
    ],
    'INVALID_INPUT',
    /fewer/,
  ],
  ['a full queue', 503, 'RATE_LIMITED', /Too many/],
  [
    'an app that fails',
    [{ msg: 'process_completed', success: false, output: { error: null } }],
    'PROVIDER_UNAVAILABLE',
    /failed while/,
  ],
  ['an app that breaks off', 'hangs-up', 'PROVIDER_UNAVAILABLE', /broke off/],
  ['an answer without a word', [said('')], 'PROVIDER_UNAVAILABLE', /nothing/],
] as const)('says in a sentence what is wrong with %s', async (_name, says, code, sentence) => {
  const app = await anApp({ says });
  const failure: unknown = await answers(app.url).catch((error: unknown) => error);
  expect(failure).toMatchObject({ code, message: expect.stringMatching(sentence) });
});

it('takes no app that wants more than a question', async () => {
  const app = await anApp({
    parameters: [
      question,
      { ...question, parameter_name: 'file', label: 'Your file', component: 'File', type: { type: 'object' } },
    ],
  });
  await expect(answers(app.url)).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    message: expect.stringContaining('Your file'),
  });
});

it('ends with the signal, after a silence, and when the time is over', async () => {
  const app = await anApp({ says: [said('so far', 'process_generating')] });
  const stop = new AbortController();
  const asking = askGradioApp(
    { url: app.url, token: null },
    { endpoint: '/chat', question: 'Hello' },
    { signal: stop.signal },
  );
  expect(await asking.next()).toMatchObject({ value: 'so far' });
  stop.abort();
  await expect(asking.next()).rejects.toMatchObject({ code: 'CANCELLED' });
  await expect.poll(() => app.seen.map(({ path }) => path)).toContain('/gradio_api/cancel');
  await expect(answers(app.url, {}, { idleMs: 30 })).rejects.toMatchObject({ code: 'TIMEOUT' });
  await expect(answers(app.url, {}, { totalMs: 30 })).rejects.toMatchObject({ code: 'TIMEOUT' });
});

it('sends a token only to apps of Hugging Face, their own domains and this machine', async () => {
  const may = (url: string, domains: string[] = []) => mayHaveToken(new URL(url), domains);
  expect([
    may('https://a-b.hf.space/x'),
    may('https://1--8000.hf.jobs/v1'),
    may('http://127.0.0.1:7860'),
    may('https://chat.example.org', ['chat.example.org']),
  ]).toEqual([true, true, true, true]);
  expect([
    may('http://a-b.hf.space'),
    may('https://hf.space.example.org'),
    may('https://chat.example.org'),
    may('http://chat.example.org', ['chat.example.org']),
  ]).toEqual([false, false, false, false]);
  const app = await anApp();
  await expect(
    appFetch({ url: app.url, token: null }, { headersMs: 1_000, stallMs: 1_000, maxBytes: 10 })('http://127.0.0.1:1/'),
  ).rejects.toMatchObject({ code: 'HUB_CHANGED' });
});

it('reads the title of a page', async () => {
  const server = createServer((_request, response) =>
    response
      .writeHead(200, { 'content-type': 'text/html' })
      .end('<html><head><title>Tide &amp; buoy</title></head></html>'),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  expect(await lookAtPage({ url, token: null }, {})).toMatchObject({ status: 200, title: 'Tide & buoy' });
});
