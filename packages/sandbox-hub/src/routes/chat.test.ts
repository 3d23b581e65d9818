import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { startSandboxHub, type SandboxHub } from '../index.ts';
import { control } from '../testing/control.ts';
import {
  chunkWire,
  completionWire,
  routerErrorWire,
  routerModelsWire,
  routerModelWire,
  whoamiWire,
} from '../testing/wire.ts';

let hub: SandboxHub;
beforeAll(async () => {
  hub = await startSandboxHub({ seed: 'demo', tokenPace: 'none' });
});
afterAll(() => hub.close());

const MODEL = 'meta-llama/Llama-3.1-8B-Instruct';
const ASK = { model: MODEL, messages: [{ role: 'user', content: 'What is an access token?' }] };

interface Ask {
  body?: object | string;
  token?: string;
  billTo?: string;
  path?: string;
}

async function chat({ body = {}, token = 'write', billTo, path = '/v1/chat/completions' }: Ask = {}) {
  const answer = await fetch(hub.routerUrl + path, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token === '' ? {} : { authorization: `Bearer ${hub.tokens[token] ?? token}` }),
      ...(billTo ? { 'x-hf-bill-to': billTo } : {}),
    },
    body: typeof body === 'string' ? body : JSON.stringify({ ...ASK, ...body }),
  });
  return { status: answer.status, headers: answer.headers, body: await answer.json() };
}

type Chunk = z.infer<typeof chunkWire>;

/** An answer that must be a completion. */
async function complete(ask: Ask = {}) {
  const { status, body } = await chat(ask);
  expect(status).toBe(200);
  return completionWire.parse(body);
}

async function stream(body: object): Promise<Chunk[]> {
  const answer = await fetch(`${hub.routerUrl}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${hub.token}` },
    body: JSON.stringify({ ...ASK, stream: true, ...body }),
  });
  expect(answer.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
  const frames = (await answer.text()).split('\n\n').filter(Boolean);
  expect(frames.at(-1)).toBe('data: [DONE]');
  return frames.slice(0, -1).map((frame) => chunkWire.parse(JSON.parse(frame.replace(/^data: /, ''))));
}

const contentOf = (frames: Chunk[]) => frames.map((frame) => frame.choices[0]?.delta.content ?? '').join('');

describe('an answer', () => {
  test('says in its first sentence what it is, and goes on about what was asked', async () => {
    const body = await complete({ body: { temperature: 0 } });
    const { content } = body.choices[0].message;
    expect(content).toMatch(/^I am the Sandbox's little model, answering in the place of meta-llama/);
    expect(content).toContain('An access token speaks for you');
    expect(body).toMatchObject({ model: MODEL, choices: [{ finish_reason: 'stop' }] });
    expect(body.usage.total_tokens).toBe(body.usage.prompt_tokens + body.usage.completion_tokens);
  });

  test('is the same for the same seed and another for another', async () => {
    const [first, again, other] = await Promise.all(
      [7, 7, 8].map((seed) => complete({ body: { seed, temperature: 1 } })),
    );
    expect(first?.choices).toEqual(again?.choices);
    expect(first?.choices).not.toEqual(other?.choices);
  });

  test('ends at max_tokens and says so', async () => {
    const body = await complete({ body: { max_tokens: 9 } });
    expect(body.usage.completion_tokens).toBe(9);
    expect(body.choices[0].finish_reason).toBe('length');
  });

  test('ends before a stop sequence, also one that spans tokens', async () => {
    const body = await complete({ body: { stop: ['little model, ans', 'never said'] } });
    expect(body.choices[0]).toMatchObject({ message: { content: "I am the Sandbox's " }, finish_reason: 'stop' });
  });

  test('streams the same words, then usage when asked for', async () => {
    const settings = { seed: 3, temperature: 0.9 };
    const whole = await complete({ body: settings });
    const frames = await stream({ ...settings, stream_options: { include_usage: true } });
    expect(contentOf(frames)).toBe(whole.choices[0].message.content);
    expect(frames[0]?.choices[0]?.delta.role).toBe('assistant');
    expect(frames.at(-2)?.choices[0]).toEqual({ index: 0, delta: {}, finish_reason: 'stop' });
    expect(frames.at(-1)).toMatchObject({ choices: [], usage: whole.usage });
    expect((await stream(settings)).every((frame) => frame.usage === undefined)).toBe(true);
  });

  test('takes text parts, and pictures only where the model does', async () => {
    const parts = [
      { type: 'text', text: 'What is this?' },
      { type: 'image_url', image_url: { url: 'data:image/png;base64,AA==' } },
    ];
    const messages = [{ role: 'user', content: parts }];
    expect((await chat({ body: { messages } })).status).toBe(422);
    expect((await chat({ body: { messages, model: 'Qwen/Qwen3-VL-8B-Instruct' } })).status).toBe(200);
  });
});

describe('the provider', () => {
  async function providersOf() {
    const answer = await fetch(`${hub.routerUrl}/v1/models/${MODEL}`);
    const { providers } = routerModelWire.parse(await answer.json());
    return providers.filter((each) => each.status === 'live');
  }
  const chosen = async (suffix: string) =>
    (await chat({ body: { model: MODEL + suffix, max_tokens: 1 } })).headers.get('x-inference-provider');

  test('is the fastest unless another policy is named', async () => {
    const providers = await providersOf();
    const fastest = providers.toSorted((a, b) => (b.throughput ?? 0) - (a.throughput ?? 0))[0]?.provider;
    const cost = (each: (typeof providers)[number]) => each.pricing?.output ?? Infinity;
    const cheapest = providers.toSorted((a, b) => cost(a) - cost(b))[0]?.provider;
    expect(fastest).not.toBe(cheapest);
    expect([await chosen(''), await chosen(':fastest'), await chosen(':cheapest')]).toEqual([
      fastest,
      fastest,
      cheapest,
    ]);
    const preferred = ['together', 'novita', 'fireworks-ai', 'nscale', 'featherless-ai'].find((name) =>
      providers.some(({ provider }) => provider === name),
    );
    expect(await chosen(':preferred')).toBe(preferred);
    const last = providers.at(-1)?.provider ?? '';
    expect(await chosen(`:${last}`)).toBe(last);
  });

  test('that is down is a 503 when it is named', async () => {
    const { data } = routerModelsWire.parse(await (await fetch(`${hub.routerUrl}/v1/models`)).json());
    const [down] = data.flatMap((model) =>
      model.providers.filter(({ status }) => status === 'error').map(({ provider }) => `${model.id}:${provider}`),
    );
    expect((await chat({ body: { model: down } })).status).toBe(503);
  });

  test('can be called by its own path and its own name for the model', async () => {
    const body = await complete({
      path: '/zai-org/api/paas/v4/chat/completions',
      body: { model: 'GLM-4.6', max_tokens: 3 },
    });
    expect(body.model).toBe('zai-org/GLM-4.6');
    const missing = await chat({ path: '/groq/openai/v1/chat/completions', body: { model: 'no/such' } });
    expect(missing.status).toBe(404);
  });
});

describe('the payer', () => {
  test('is an organization that the caller belongs to and the token reaches', async () => {
    expect((await chat({ billTo: 'tidewater' })).status).toBe(200);
    expect((await chat({ billTo: 'northwind-labs', token: 'fineGrained' })).status).toBe(200);
    expect((await chat({ billTo: 'northwind-labs', token: 'write' })).status).toBe(403);
    expect((await chat({ billTo: 'tidewater', token: 'noCredits' })).status).toBe(403);
    expect((await chat({ billTo: 'strangers' })).status).toBe(403);
  });

  test('may be named by a resource group of the organization', async () => {
    const headers = { authorization: `Bearer ${hub.tokens.fineGrained}` };
    const { orgs } = whoamiWire.parse(await (await fetch(`${hub.url}/api/whoami-v2`, { headers })).json());
    const billTo = orgs[1]?.resourceGroups?.[0]?.id ?? '';
    expect((await chat({ billTo, token: 'fineGrained' })).status).toBe(200);
  });

  test('without credits is told so', async () => {
    const { status, body } = await chat({ token: 'noCredits' });
    expect([status, body]).toEqual([402, { error: expect.stringContaining('depleted your monthly included credits') }]);
  });
});

test('whoever pays is charged for the tokens, until nothing is left', async () => {
  await control(hub, 'POST', 'credits', { name: 'sandy', usd: 0.000_001 });
  const { usage } = await complete({ body: { max_tokens: 20 } });
  expect(usage.completion_tokens).toBe(20);
  expect((await chat()).status).toBe(402);
  await control(hub, 'POST', 'credits', { name: 'sandy', usd: 12 });
  expect((await chat()).status).toBe(200);
});

describe('a refusal', () => {
  test.each([
    ['without a token', { token: '' }, 401, 'Invalid username or password.'],
    ['of a wrong token', { token: 'hf_wrong' }, 401, 'Invalid credentials in Authorization header'],
    [
      'of a token without the permission',
      { token: 'fineGrainedNoInference' },
      403,
      'This authentication method does not have sufficient permissions to call Inference Providers on behalf of user sandy',
    ],
  ])('%s is in the words of the Hub', async (_, ask, status, error) => {
    const answer = await chat(ask);
    expect([answer.status, answer.body]).toEqual([status, { error }]);
  });

  test.each(['no/such-model', 'BAAI/bge-m3', 'openai-community/gpt2', `${MODEL}:nobody`])(
    'of %s is a 400, not a 404',
    async (model) => {
      const { status, body } = await chat({ body: { model } });
      expect([status, routerErrorWire.parse(body).error]).toEqual([
        400,
        {
          message: `The requested model '${model}' is not supported by any provider you have enabled.`,
          type: 'invalid_request_error',
          param: 'model',
          code: 'model_not_supported',
        },
      ]);
    },
  );

  test.each([
    ['no messages', { messages: [] }, 'messages'],
    ['a hot temperature', { temperature: 3 }, 'temperature'],
    ['too many stops', { stop: ['a', 'b', 'c', 'd', 'e'] }, 'stop'],
    ['JSON output', { response_format: { type: 'json_object' } }, 'response_format'],
    ['forced tools', { tool_choice: 'required' }, 'tool_choice'],
  ])('of %s is a 422 that names the field', async (_, body, param) => {
    const answer = await chat({ body });
    expect([answer.status, routerErrorWire.parse(answer.body).error.param]).toEqual([422, param]);
  });

  test('of a body that is not JSON is a 400', async () => {
    expect((await chat({ body: '{"model":' })).status).toBe(400);
  });

  test('of a prompt beyond the context names the limit', async () => {
    const messages = [{ role: 'user', content: 'word '.repeat(9000) }];
    const { status, body } = await chat({ body: { model: '01-ai/Yi-1.5-9B-Chat', messages } });
    expect([status, routerErrorWire.parse(body).error.code]).toEqual([400, 'context_length_exceeded']);
  });
});

test('a reader that leaves is noticed, and the writing stops', async () => {
  const slow = await startSandboxHub({ seed: 'demo' });
  try {
    const leave = new AbortController();
    const answer = await fetch(`${slow.routerUrl}/v1/chat/completions`, {
      method: 'POST',
      signal: leave.signal,
      headers: { authorization: `Bearer ${slow.token}` },
      body: JSON.stringify({ ...ASK, stream: true }),
    });
    await answer.body?.getReader().read();
    leave.abort();
    await expect.poll(() => slow.requests.at(-1)?.outcome).toBe('left');
  } finally {
    await slow.close();
  }
});
