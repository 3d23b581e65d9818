import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { startSandboxHub, type SandboxHub } from '../index.ts';
import { control } from '../testing/control.ts';
import { SpaceClient } from '../testing/space.ts';

const START_MS = Date.UTC(2026, 8, 20, 12);
let hub: SandboxHub;
let sandy: SpaceClient;
let nowMs = START_MS;
beforeAll(async () => {
  hub = await startSandboxHub({ seed: 'demo', tokenPace: 'none', now: () => nowMs, spaces: { python: 'none' } });
  sandy = new SpaceClient(hub);
  await chat();
  await chat({ 'x-hf-session-id': 'morning' });
  await chat({ 'x-hf-bill-to': 'tidewater' });
  await sandy.create('sandy/paid', { hardware: 'l4x1' });
  await sandy.commit('sandy/paid', { 'app.py': '' });
  await sandy.until('sandy/paid', 'RUNNING');
  nowMs += 30 * 60_000;
  await sandy.ask('POST', '/api/spaces/sandy/paid/pause');
});
afterAll(() => hub.close());

function chat(headers: Record<string, string> = {}) {
  return fetch(`${hub.routerUrl}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${hub.token}`, ...headers },
    body: JSON.stringify({
      model: 'meta-llama/Llama-3.1-8B-Instruct',
      max_tokens: 50,
      messages: [{ role: 'user', content: 'What is a tide?' }],
    }),
  }).then((answer) => expect(answer.status).toBe(200));
}

const line = z.looseObject({
  label: z.string(),
  quantity: z.number(),
  totalCostMicroUSD: z.int(),
  unitLabel: z.string(),
});
const usageWire = z.strictObject({
  usage: z.record(z.string(), z.array(line)),
  period: z.looseObject({ entityType: z.enum(['user', 'org']), entityName: z.string(), periodStart: z.iso.datetime() }),
});
const v2Wire = z.strictObject({
  usage: z.looseObject({
    inferenceProviders: z.strictObject({
      usedNanoUsd: z.int(),
      includedNanoUsd: z.int(),
      limitNanoUsd: z.int(),
      numRequests: z.int(),
      periodStart: z.iso.datetime(),
      periodEnd: z.iso.datetime(),
    }),
    jobs: z.strictObject({ usedMicroUsd: z.int(), totalMinutes: z.number() }),
  }),
});

test('usage lists what was paid for, by product', async () => {
  const { usage, period } = usageWire.parse((await sandy.ask('GET', '/api/settings/billing/usage')).body);
  expect(period).toMatchObject({ entityType: 'user', entityName: 'sandy', periodStart: '2026-09-01T00:00:00.000Z' });
  expect(usage.Spaces).toMatchObject([
    { label: 'sandy/paid', product: 'l4x1', quantity: 30, unitLabel: 'minute', totalCostMicroUSD: 400_000 },
  ]);
  expect(usage['Inference Providers']).toMatchObject([{ quantity: 2, unitLabel: 'request' }]);
  expect(usage['Inference Providers']?.[0]?.totalCostMicroUSD).toBeGreaterThan(0);
});

test('usage-v2 counts inference in nano-USD, within the seconds that were asked for', async () => {
  const ask = async (query = '') =>
    v2Wire.parse((await sandy.ask('GET', `/api/settings/billing/usage-v2${query}`)).body).usage.inferenceProviders;
  expect(await ask()).toMatchObject({ numRequests: 2, includedNanoUsd: 2e9 });
  expect((await ask()).usedNanoUsd).toBeGreaterThan(1000);
  const before = Math.floor(START_MS / 1000);
  expect((await ask(`?startDate=${before - 60}&endDate=${before}`)).numRequests).toBe(0);
  expect((await sandy.ask('GET', '/api/settings/billing/usage-v2?startDate=monday')).status).toBe(400);
});

test('sessions are told apart by day and session, in cents', async () => {
  const { body } = await sandy.ask('GET', '/api/settings/billing/usage-by-inference-session?startDate=2026-09-20');
  expect(body).toEqual({
    currency: 'USD',
    periods: [
      {
        period: '2026-09-20',
        sessions: [
          { id: 'default', requestCount: 1, costCents: expect.any(Number) },
          { id: 'morning', requestCount: 1, costCents: expect.any(Number) },
        ],
      },
    ],
  });
});

test('an organization has its own, for its admins', async () => {
  const { usage } = usageWire.parse((await sandy.ask('GET', '/api/organizations/tidewater/billing/usage')).body);
  expect(usage['Inference Providers']).toHaveLength(1);
  expect((await sandy.ask('GET', '/api/organizations/northwind-labs/billing/usage')).status).toBe(403);
  expect((await sandy.ask('GET', '/api/organizations/nobody/billing/usage')).status).toBe(404);
});

test.each([
  ['fineGrained', 200],
  ['read', 200],
  ['fineGrainedNoInference', 403],
])('the token %s gets %d', async (name, status) => {
  const answer = await new SpaceClient(hub, hub.tokens[name]).ask('GET', '/api/settings/billing/usage');
  expect(answer.status).toBe(status);
});

test('a login without read-billing is refused, one with it is not', async () => {
  for (const [scope, status] of [
    ['inference-api', 403],
    ['read-billing', 200],
  ] as const) {
    const made = await control(hub, 'POST', 'tokens', { account: 'sandy', role: 'oauth', scopes: [scope] });
    const { token } = z.object({ token: z.string() }).parse(made);
    expect((await new SpaceClient(hub, token).ask('GET', '/api/settings/billing/usage-v2')).status).toBe(status);
  }
});

test('live usage tells each new charge as it is made', async () => {
  const gone = new AbortController();
  const answer = await fetch(`${hub.url}/api/settings/billing/usage/live`, {
    headers: { authorization: `Bearer ${hub.token}` },
    signal: gone.signal,
  });
  const counts: number[] = [];
  for await (const piece of answer.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    counts.push(v2Wire.parse(JSON.parse(piece.slice('data: '.length))).usage.inferenceProviders.numRequests);
    if (counts.length === 2) break;
    await chat();
  }
  gone.abort();
  expect(counts).toEqual([2, 3]);
});
