import { afterAll, beforeAll, expect, test } from 'vitest';
import { startSandboxHub, type SandboxHub } from '../index.ts';
import { routerErrorWire, routerModelsWire, routerModelWire } from '../testing/wire.ts';

let hub: SandboxHub;
beforeAll(async () => {
  hub = await startSandboxHub({ seed: 'demo' });
});
afterAll(() => hub.close());

async function catalogue() {
  return routerModelsWire.parse(await (await fetch(`${hub.routerUrl}/v1/models`)).json());
}

test('lists chat models with what each provider tells, without a token', async () => {
  const { data } = await catalogue();
  expect(data.length).toBeGreaterThan(170);
  const providers = data.flatMap((model) => model.providers);
  expect(providers).toContainEqual({
    provider: expect.any(String),
    status: 'live',
    context_length: expect.any(Number),
    pricing: { input: expect.any(Number), output: expect.any(Number) },
    supports_tools: true,
    supports_structured_output: true,
    first_token_latency_ms: expect.any(Number),
    throughput: expect.any(Number),
    is_model_author: false,
  });
  // Some say little, some are down: a client must live with both.
  expect(providers.some((provider) => provider.pricing === undefined)).toBe(true);
  expect(providers.some((provider) => provider.status === 'error')).toBe(true);
  expect(new Set(providers.map((provider) => provider.provider)).size).toBeGreaterThan(10);
});

test('leaves out what does not chat', async () => {
  const { data } = await catalogue();
  const ids = data.map((model) => model.id);
  expect(ids).not.toContain('BAAI/bge-m3');
  expect(ids).toContain('Qwen/Qwen3-VL-8B-Instruct');
});

test('tells one model', async () => {
  const answer = await fetch(`${hub.routerUrl}/v1/models/Qwen/Qwen3-8B`);
  const model = routerModelWire.parse(await answer.json());
  expect(model).toMatchObject({ id: 'Qwen/Qwen3-8B', object: 'model', owned_by: 'Qwen' });
  const missing = await fetch(`${hub.routerUrl}/v1/models/BAAI/bge-m3`);
  expect([missing.status, routerErrorWire.parse(await missing.json()).error.code]).toEqual([404, 'model_not_found']);
});
