import { afterAll, beforeAll, expect, test } from 'vitest';
import { startSandboxHub, type SandboxHub } from './index.ts';

let hub: SandboxHub;
beforeAll(async () => {
  hub = await startSandboxHub({ seed: 'demo', tokenPace: 'none' });
});
afterAll(() => hub.close());

const whoami = (init: RequestInit = {}) =>
  fetch(`${hub.url}/api/whoami-v2`, { headers: { authorization: `Bearer ${hub.token}` }, ...init });

test('a status with its body and headers strikes as often as asked, then the route is itself again', async () => {
  hub.fail('GET /api/whoami-v2', {
    status: 429,
    headers: { 'retry-after': '7', ratelimit: '"api";r=0;t=7' },
    body: { error: 'Slow down' },
    times: 2,
  });
  const first = await whoami();
  expect([first.status, first.headers.get('retry-after'), first.headers.get('ratelimit'), await first.json()]).toEqual([
    429,
    '7',
    '"api";r=0;t=7',
    { error: 'Slow down' },
  ]);
  expect([(await whoami()).status, (await whoami()).status]).toEqual([429, 200]);
});

test('an undo takes the fault away, twice without harm', async () => {
  const undo = hub.fail('GET /api/whoami-v2', { status: 500 });
  expect((await whoami()).status).toBe(500);
  undo();
  undo();
  expect((await whoami()).status).toBe(200);
});

test('the newest fault of a route strikes first', async () => {
  const undo = hub.fail('GET /api/whoami-v2', { status: 500 });
  hub.fail('GET /api/whoami-v2', { status: 503, times: 1 });
  expect([(await whoami()).status, (await whoami()).status]).toEqual([503, 500]);
  undo();
});

test('a pattern, a path and a star each name routes', async () => {
  const get = async (path: string) => (await fetch(hub.url + path)).status;
  const undos = [hub.fail('GET /api/models/:namespace/:name', { status: 500 })];
  expect([await get('/api/models/Qwen/Qwen3-8B'), await get('/api/models')]).toEqual([500, 200]);
  undos.pop()?.();
  undos.push(hub.fail('GET /api/models/Qwen/Qwen3-8B', { status: 500 }));
  expect([await get('/api/models/Qwen/Qwen3-8B'), await get('/api/models/Qwen/Qwen3-4B')]).toEqual([500, 200]);
  undos.pop()?.();
  undos.push(hub.fail('* *', { status: 502 }));
  expect([await get('/api/models'), await get('/nowhere/at/all')]).toEqual([502, 502]);
  undos.pop()?.();
});

test('a route of the router can be named without its prefix', async () => {
  hub.fail('GET /v1/models', { status: 503, times: 1 });
  expect((await fetch(`${hub.routerUrl}/v1/models`)).status).toBe(503);
});

test('a route that does not exist cannot fail', () => {
  expect(() => hub.fail('GET /api/whoami', { status: 500 })).toThrow(/No route of the Sandbox Hub/);
  expect(() => hub.fail('POST /api/whoami-v2', { status: 500 })).toThrow(/No route of the Sandbox Hub/);
});

test('HTML, a redirect and a huge body come in the place of the answer', async () => {
  hub.fail('GET /api/whoami-v2', { html: true, times: 1 });
  const html = await whoami();
  expect([html.status, html.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
  expect(await html.text()).toContain('<form>');

  hub.fail('GET /api/whoami-v2', { redirectTo: 'http://127.0.0.1:9/elsewhere', times: 1 });
  const moved = await whoami({ redirect: 'manual' });
  expect([moved.status, moved.headers.get('location')]).toEqual([302, 'http://127.0.0.1:9/elsewhere']);

  hub.fail('GET /api/whoami-v2', { body: { name: 'x'.repeat(3_000_000) }, times: 1 });
  expect((await (await whoami()).text()).length).toBeGreaterThan(3_000_000);
});

test('truncated JSON arrives as a whole answer that does not parse', async () => {
  hub.fail('GET /api/whoami-v2', { truncateJson: true, times: 1 });
  const answer = await whoami();
  expect(answer.status).toBe(200);
  await expect(answer.json()).rejects.toThrow(SyntaxError);
});

test('a cut gives the first bytes and then a broken connection', async () => {
  hub.fail('GET /api/whoami-v2', { cutAtByte: 20, times: 1 });
  const answer = await whoami();
  const reader = answer.body?.getReader();
  const first = await reader?.read();
  expect(new TextDecoder().decode(first?.value)).toBe('{"type":"user","id":');
  await expect(reader?.read()).rejects.toThrow(/terminated/);
});

test('a stall gives nothing, or nothing more, until the client leaves', async () => {
  hub.fail('GET /api/whoami-v2', { stall: true, times: 1 });
  const seen = hub.requests.length;
  const impatience = new AbortController();
  const asked = whoami({ signal: impatience.signal });
  await expect.poll(() => hub.requests.length).toBe(seen + 1);
  impatience.abort();
  await expect(asked).rejects.toThrow(/abort/i);
  await expect.poll(() => hub.requests.at(-1)?.outcome).toBe('left');

  hub.fail('GET /api/whoami-v2', { stallAtByte: 5, times: 1 });
  const leave = new AbortController();
  const answer = await whoami({ signal: leave.signal });
  const reader = answer.body?.getReader();
  expect((await reader?.read())?.value?.length).toBe(5);
  leave.abort();
  await expect.poll(() => hub.requests.at(-1)?.outcome).toBe('left');
});

test('a reset breaks the connection before any answer', async () => {
  hub.fail('GET /api/whoami-v2', { reset: true, times: 1 });
  await expect(whoami()).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } });
});

test('a delay comes before the honest answer', async () => {
  hub.fail('GET /api/whoami-v2', { delayMs: 40, times: 1 });
  const startedMs = performance.now();
  expect((await whoami()).status).toBe(200);
  expect(performance.now() - startedMs).toBeGreaterThanOrEqual(39);
});

test('an error frame ends an event stream after the frames before it', async () => {
  hub.fail('POST /v1/chat/completions', {
    errorFrame: { afterFrames: 3, error: { message: 'The provider went away' } },
    times: 1,
  });
  const answer = await fetch(`${hub.routerUrl}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${hub.token}` },
    body: JSON.stringify({ model: 'Qwen/Qwen3-8B', stream: true, messages: [{ role: 'user', content: 'hi' }] }),
  });
  const frames = (await answer.text()).trim().split('\n\n');
  expect(frames).toHaveLength(4);
  expect(frames.at(-1)).toBe('data: {"error":{"message":"The provider went away"}}');
});

test.for([
  ['a status', { status: 500 }],
  ['a reset', { reset: true }],
] as const)('an answer lost to %s leaves what the request did', async ([, fault], { expect: expected }) => {
  const name = `lost-${'status' in fault ? 'answer' : 'connection'}`;
  hub.fail('POST /api/repos/create', { ...fault, afterEffect: true, times: 1 });
  const create = () =>
    fetch(`${hub.url}/api/repos/create`, {
      method: 'POST',
      headers: { authorization: `Bearer ${hub.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ name, type: 'model' }),
    }).then(
      ({ status }) => status,
      () => 'broken off',
    );
  expected(await create()).toBe('status' in fault ? 500 : 'broken off');
  expected(await create()).toBe(409);
});
