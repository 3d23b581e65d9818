import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { startSandboxHub, type SandboxHub } from '../index.ts';
import { similarity } from '../text/text-vector.ts';

let hub: SandboxHub;
beforeAll(async () => {
  hub = await startSandboxHub({ seed: 'demo', tokenPace: 'none' });
});
afterAll(() => hub.close());

const SMALL = 'sentence-transformers/all-MiniLM-L6-v2';
const vectors = z.array(z.array(z.number()));
const openaiWire = z.strictObject({
  object: z.literal('list'),
  model: z.string(),
  data: z.array(z.strictObject({ object: z.literal('embedding'), index: z.int(), embedding: z.array(z.number()) })),
  usage: z.strictObject({ prompt_tokens: z.int().positive(), total_tokens: z.int().positive() }),
});

async function post(path: string, body: object, token = 'write', headers: Record<string, string> = {}) {
  const answer = await fetch(hub.routerUrl + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${hub.tokens[token] ?? token}`, ...headers },
    body: JSON.stringify(body),
  });
  return { status: answer.status, body: await answer.json() };
}

describe('feature extraction', () => {
  const path = `/hf-inference/models/${SMALL}/pipeline/feature-extraction`;

  test('gives one vector for a text and a list for a list', async () => {
    const { body } = await post(path, { inputs: 'The tide comes in' });
    expect(z.array(z.number()).parse(body).length).toBe(384);
    const list = vectors.parse((await post(path, { inputs: ['The tide comes in', 'Tides come in', 'A debt'] })).body);
    const [first = [], near = [], far = []] = list;
    expect(first).toEqual(body);
    expect(similarity(first, near)).toBeGreaterThan(similarity(first, far) + 0.2);
  });

  test.each([
    ['a chat model', '/hf-inference/models/Qwen/Qwen3-8B/pipeline/feature-extraction', 'write', 404],
    ['a token that may not infer', path, 'fineGrainedNoInference', 403],
    ['an account without credits', path, 'noCredits', 402],
    ['a wrong token', path, 'hf_wrong', 401],
  ])('refuses %s', async (_, where, token, status) => {
    expect((await post(where, { inputs: 'x' }, token)).status).toBe(status);
  });

  test('refuses a body without inputs', async () => {
    expect((await post(path, { input: 'x' })).status).toBe(400);
  });
});

test('sentence similarity ranks the sentence that says the same first', async () => {
  const { body } = await post(`/hf-inference/models/${SMALL}/pipeline/sentence-similarity`, {
    inputs: { source_sentence: 'The harbour is closed', sentences: ['The harbour closed', 'Bread is baked'] },
  });
  const [near = 0, far = 1] = z.array(z.number()).parse(body);
  expect(near).toBeGreaterThan(far);
});

test.each([
  ['/deepinfra/v1/openai/embeddings', 'Qwen/Qwen3-Embedding-8B', 4096],
  ['/scaleway/v1/embeddings', 'Qwen/Qwen3-Embedding-8B', 4096],
  ['/together/v1/embeddings', 'BAAI/bge-large-en-v1.5', 1024],
])('%s answers in the OpenAI way', async (path, model, dimensions) => {
  const { body } = await post(path, { input: ['one', 'two words'], model });
  const { data, usage } = openaiWire.parse(body);
  expect(data.map(({ index, embedding }) => [index, embedding.length])).toEqual([
    [0, dimensions],
    [1, dimensions],
  ]);
  expect(usage.total_tokens).toBe(3);
});

test('an organization can be billed, and a stranger cannot', async () => {
  const ask = { input: 'x', model: 'Qwen/Qwen3-Embedding-8B' };
  expect((await post('/scaleway/v1/embeddings', ask, 'write', { 'x-hf-bill-to': 'tidewater' })).status).toBe(200);
  expect((await post('/scaleway/v1/embeddings', ask, 'write', { 'x-hf-bill-to': 'strangers' })).status).toBe(403);
  expect((await post('/groq/v1/embeddings', ask)).status).toBe(404);
});

describe('classification', () => {
  const labels = z.array(z.array(z.strictObject({ label: z.string(), score: z.number().min(0).max(1) })));
  const path = '/hf-inference/models/distilbert/distilbert-base-uncased-finetuned-sst-2-english';

  test('answers nested lists, likeliest first', async () => {
    const [glad = [], sorry = []] = labels.parse(
      (await post(path, { inputs: ['What a wonderful day', 'This is awful'] })).body,
    );
    expect([glad[0]?.label, sorry[0]?.label]).toEqual(['POSITIVE', 'NEGATIVE']);
    expect(glad.reduce((sum, { score }) => sum + score, 0)).toBeCloseTo(1);
    expect(labels.parse((await post(path, { inputs: 'fine', parameters: { top_k: 1 } })).body)).toHaveLength(1);
  });

  test('is not offered for a model of another task', async () => {
    expect((await post(`/hf-inference/models/${SMALL}`, { inputs: 'x' })).status).toBe(404);
  });
});
