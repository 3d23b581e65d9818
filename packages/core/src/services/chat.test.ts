import type { ChatItem } from '@hubdesk/shared/contract/chat';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { startTestApp, type TestApp } from './test-app.fixture.ts';

let running: TestApp[] = [];
afterEach(async () => {
  await Promise.all(running.map((each) => each.stop()));
  running = [];
});

async function startConnected(token = 'write'): Promise<TestApp & { model: string }> {
  const started = await startTestApp();
  running.push(started);
  await started.call.account.connect({ token: started.hub.tokens[token] ?? started.hub.token });
  for await (const item of await started.call.models.catalogue({})) {
    const row = item.type === 'rows' ? item.rows.find(({ offers }) => offers.some((offer) => offer.outputUsdPerMTok !== null)) : undefined;
    if (row) return { ...started, model: row.id };
  }
  throw new Error('The demo seed has no priced model');
}

function question(model: string) {
  return { selection: { model, routing: 'auto' as const, billTo: null }, messages: [{ role: 'user' as const, content: 'What is a dataset?' }] };
}

async function readAnswer(items: AsyncIterable<ChatItem>) {
  let text = '';
  let end: Extract<ChatItem, { type: 'end' }> | undefined;
  for await (const item of items) {
    if (item.type === 'text') text += item.text;
    if (item.type === 'end') end = item;
  }
  return { text, end };
}

describe('an answer', () => {
  it('arrives in pieces and ends with what it took', async () => {
    const { call, model } = await startConnected();
    const { text, end } = await readAnswer(await call.chat.send(question(model)));
    expect(text.length).toBeGreaterThan(20);
    expect(end?.promptTokens).toBeGreaterThan(0);
    expect(end?.completionTokens).toBeGreaterThan(0);
    expect(end?.firstTokenMs).toBeLessThanOrEqual(end?.totalMs ?? 0);
    expect(end?.costUsd).toBeGreaterThanOrEqual(0);
  });

  it('ends the request at the router when its reader leaves', async () => {
    const { call, hub, model } = await startConnected();
    hub.fail('POST /v1/chat/completions', { stallAtByte: 200 });
    const leaving = new AbortController();
    const answer = await call.chat.send(question(model), { signal: leaving.signal });
    const reading = readAnswer(answer);
    await vi.waitFor(() => expect(hub.requests.some(({ path }) => path.endsWith('/chat/completions'))).toBe(true));
    leaving.abort();
    await expect(reading).rejects.toBeDefined();
  });

  it.each([
    ['credits used up', { status: 402, body: { error: 'You have depleted your monthly included credits.' } }, { code: 'PAYMENT_REQUIRED' }],
    [
      'a permission missing',
      { status: 403, body: { error: 'This authentication method does not have sufficient permissions to call Inference Providers on behalf of user sandy' } },
      { code: 'MISSING_PERMISSION', data: { permission: 'inference' } },
    ],
    ['too many requests', { status: 429, headers: { 'retry-after': '3' } }, { code: 'RATE_LIMITED', data: { retryAfterMs: 3000 } }],
    [
      'a model nobody serves',
      { status: 400, body: { error: { message: 'The requested model is not supported by any provider you have enabled.', code: 'model_not_supported' } } },
      { code: 'MODEL_NOT_SERVED' },
    ],
    ['a provider in trouble', { status: 503, body: { error: 'overloaded' } }, { code: 'PROVIDER_UNAVAILABLE', data: { httpStatus: 503 } }],
    ['a web page instead of an answer', { html: true as const }, { code: 'INTERCEPTED', data: { by: 'html' } }],
    ['an error in mid-stream', { errorFrame: { afterFrames: 2, error: { message: 'the model crashed' } } }, { code: 'PROVIDER_UNAVAILABLE' }],
  ])('fails with a code that says what to do for %s', async (_what, fault, expected) => {
    const { call, hub, model } = await startConnected();
    hub.fail('POST /v1/chat/completions', fault);
    await expect(readAnswer(await call.chat.send(question(model)))).rejects.toMatchObject(expected);
    // The official client alone would ask again for ever.
    expect(hub.requests.filter(({ path }) => path.endsWith('/chat/completions'))).toHaveLength(1);
  });

  it('is not asked for without an account', async () => {
    const started = await startTestApp();
    running.push(started);
    await expect(readAnswer(await started.call.chat.send(question('a/b')))).rejects.toMatchObject({ code: 'SIGNED_OUT' });
  });
});
