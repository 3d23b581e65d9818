import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startSandboxHub, type SandboxHub } from './index.ts';

/** Sends what `fetch` would not: any Host header, any browser header. */
function ask(hub: SandboxHub, path: string, headers: Record<string, string>, method = 'GET'): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(`${hub.url}${path}`, { method, headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    sent.once('error', reject);
    sent.end();
  });
}

describe('the server', () => {
  let hub: SandboxHub;
  beforeAll(async () => {
    hub = await startSandboxHub({ seed: 'empty', tokens: { read: 'hf_canary' } });
  });
  afterAll(() => hub.close());

  test('gives a loopback address and tokens that look like tokens', () => {
    expect(hub.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(hub.token).toMatch(/^hf_[a-z]{34}$/);
    expect(hub.tokens.read).toBe('hf_canary');
    expect(new Set(Object.values(hub.tokens)).size).toBe(Object.keys(hub.tokens).length);
  });

  test('takes the token that was chosen for it', async () => {
    const answer = await fetch(`${hub.url}/api/whoami-v2`, { headers: { authorization: 'Bearer hf_canary' } });
    expect(answer.status).toBe(200);
  });

  test('refuses to start with a token name that the seed does not know', async () => {
    await expect(startSandboxHub({ seed: 'empty', tokens: { wrong: 'hf_x' } })).rejects.toThrow(/"wrong"/);
  });

  test('refuses to start on a port that is taken', async () => {
    await expect(startSandboxHub({ seed: 'empty', port: Number(new URL(hub.url).port) })).rejects.toThrow(/EADDRINUSE/);
  });

  test('answers 501 for a route that it does not know, and names it', async () => {
    const answer = await fetch(`${hub.url}/api/quantum?x=1`, { method: 'POST', body: '{}' });
    expect(answer.status).toBe(501);
    expect(await answer.json()).toEqual({ error: 'The Sandbox Hub does not know the route POST /api/quantum' });
  });

  test('answers 404 for the harness list, which the hf tool accepts', async () => {
    expect((await fetch(`${hub.url}/api/agent-harnesses`)).status).toBe(404);
  });

  test('sends the headers that the clients read', async () => {
    const answer = await fetch(`${hub.url}/api/models`);
    expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f]{24}$/);
    expect(answer.headers.get('ratelimit')).toMatch(/^"api";r=\d+;t=\d+$/);
    expect(answer.headers.get('ratelimit-policy')).toBe('"fixed window";"api";q=500;w=300');
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
  });

  test('answers HEAD as GET without a body', async () => {
    const answer = await fetch(`${hub.url}/api/models`, { method: 'HEAD' });
    expect([answer.status, await answer.text()]).toEqual([200, '']);
  });

  test('answers only to its own exact host', async () => {
    expect(await ask(hub, '/api/models', { host: 'evil.example' })).toBe(421);
    expect(await ask(hub, '/api/models', { host: 'localhost' })).toBe(421);
  });

  test('does not answer other web pages', async () => {
    expect(await ask(hub, '/api/models', { origin: 'https://evil.example' })).toBe(403);
    expect(await ask(hub, '/api/models', { origin: 'null' })).toBe(403);
    expect(await ask(hub, '/api/models', { 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'empty' })).toBe(403);
    expect(await ask(hub, '/api/models', { 'sec-fetch-site': 'same-site', 'sec-fetch-dest': 'script' })).toBe(403);
    expect(
      await ask(hub, '/api/models', { 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'document' }, 'POST'),
    ).toBe(403);
  });

  test('answers its own page, an avatar on another page and a followed link', async () => {
    expect(await ask(hub, '/api/models', { origin: hub.url, 'sec-fetch-site': 'same-origin' })).toBe(200);
    expect(await ask(hub, '/avatars/a.svg', { 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'image' })).toBe(200);
    expect(await ask(hub, '/settings/tokens', { 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'document' })).toBe(
      200,
    );
  });

  test('keeps what was asked, in order, with its outcome', async () => {
    const from = hub.requests.length;
    await (await fetch(`${hub.url}/api/models?limit=1`, { headers: { 'x-mark': 'one' } })).text();
    await (await fetch(`${hub.url}/api/whoami-v2`)).text();
    await expect.poll(() => hub.requests.at(-1)?.outcome).toBe('answered');
    expect(hub.requests.slice(from)).toMatchObject([
      { method: 'GET', path: '/api/models?limit=1', status: 200, headers: { 'x-mark': 'one' } },
      { method: 'GET', path: '/api/whoami-v2', status: 401 },
    ]);
  });
});

test('closing ends what is still open', async () => {
  const hub = await startSandboxHub({ seed: 'empty' });
  hub.fail('GET /api/models', { stall: true });
  const waiting = fetch(`${hub.url}/api/models`).then(
    () => 'answered',
    () => 'ended',
  );
  await expect.poll(() => hub.requests.length).toBe(1);
  await hub.close();
  expect(await waiting).toBe('ended');
});
