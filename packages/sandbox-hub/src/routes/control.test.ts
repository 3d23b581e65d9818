import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { startSandboxHub, type SandboxHub } from '../index.ts';
import { control } from '../testing/control.ts';
import { whoamiWire } from '../testing/wire.ts';

let hub: SandboxHub;
beforeEach(async () => {
  hub = await startSandboxHub({ seed: 'demo', tokenPace: 'none', now: () => Date.UTC(2026, 8, 20, 12) });
});
afterEach(() => hub.close());

const made = z.object({ token: z.string() });

function ask(path: string, token?: string) {
  return fetch(hub.url + path, token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } });
}

async function tokenFor(body: object): Promise<string> {
  return made.parse(await control(hub, 'POST', 'tokens', body)).token;
}

test.each([
  ['nothing', {}],
  ['a Hub token', { authorization: 'Bearer hub' }],
  ['a wrong secret of the right length', { authorization: `Bearer sandbox_${'a'.repeat(34)}` }],
])('the control API does not open to %s', async (_, headers: Record<string, string>) => {
  const authorization = headers.authorization?.replace('hub', hub.token);
  const answer = await fetch(`${hub.url}/__sandbox__/state`, { headers: authorization ? { authorization } : {} });
  expect(answer.status).toBe(401);
});

test('a person, an organization and a token can be made while the hub runs', async () => {
  await control(hub, 'POST', 'users', { name: 'morgan', plan: 'pro', fullname: 'Morgan Quay' });
  await control(hub, 'POST', 'orgs', { name: 'breakwater', plan: 'team', members: { morgan: 'write' } });
  const token = await tokenFor({ account: 'morgan', role: 'fineGrained', permissions: { morgan: ['job.write'] } });
  expect(whoamiWire.parse(await (await ask('/api/whoami-v2', token)).json())).toMatchObject({
    name: 'morgan',
    isPro: true,
    orgs: [{ name: 'breakwater', plan: 'team', roleInOrg: 'write' }],
    auth: { accessToken: { fineGrained: { scoped: [{ entity: { type: 'user' }, permissions: ['job.write'] }] } } },
  });
});

test('a plan can be changed and taken away', async () => {
  const plan = async () => {
    const who = whoamiWire.parse(await (await ask('/api/whoami-v2', hub.token)).json());
    return [who.isPro, who.orgs[0]?.plan];
  };
  await control(hub, 'POST', 'plan', { name: 'sandy', plan: 'free' });
  await control(hub, 'POST', 'plan', { name: 'tidewater', plan: 'academia' });
  expect(await plan()).toEqual([false, 'academia']);
  await control(hub, 'POST', 'plan', { name: 'tidewater', plan: 'free' });
  expect(await plan()).toEqual([false, undefined]);
  await expect(control(hub, 'POST', 'plan', { name: 'sandy', plan: 'team' })).rejects.toThrow(/400/);
});

test('a token that was made to expire is refused once the clock has passed', async () => {
  const token = await tokenFor({ account: 'sandy', role: 'oauth', scopes: ['openid'], expiresInSeconds: 60 });
  const who = whoamiWire.parse(await (await ask('/api/whoami-v2', token)).json());
  expect(who).toMatchObject({ orgs: [], auth: { type: 'oauth', expiresAt: '2026-09-20T12:01:00.000Z' } });
  expect(who.email).toBeUndefined();
  await control(hub, 'POST', 'clock', { advanceMs: 60_000 });
  expect((await ask('/api/whoami-v2', token)).status).toBe(401);
});

describe('a rate limit', () => {
  test('of an account refuses with 429 and says when to come back', async () => {
    await control(hub, 'POST', 'limits', { name: 'sandy', api: 2, whoami: 1 });
    expect((await ask('/api/models?limit=1', hub.token)).headers.get('ratelimit')).toBe('"api";r=1;t=300');
    expect((await ask('/api/models?limit=1', hub.tokens.read)).status).toBe(200);
    const refused = await ask('/api/models?limit=1', hub.token);
    expect([refused.status, refused.headers.get('ratelimit'), refused.headers.get('retry-after')]).toEqual([
      429,
      '"api";r=0;t=300',
      '300',
    ]);
    expect(refused.headers.get('ratelimit-policy')).toBe('"fixed window";"api";q=2;w=300');
    expect((await ask('/api/models?limit=1', hub.tokens.noCredits)).status).toBe(200);
  });

  test('of whoami is its own', async () => {
    await control(hub, 'POST', 'limits', { name: 'sandy', whoami: 1 });
    expect((await ask('/api/whoami-v2', hub.token)).status).toBe(200);
    expect((await ask('/api/whoami-v2', hub.token)).status).toBe(429);
    expect((await ask('/api/models?limit=1', hub.token)).status).toBe(200);
  });

  test('ends with its window of five minutes', async () => {
    await control(hub, 'POST', 'limits', { name: 'anonymous', api: 1 });
    await ask('/api/models?limit=1');
    expect((await ask('/api/models?limit=1')).status).toBe(429);
    await control(hub, 'POST', 'clock', { advanceMs: 300_000 });
    expect((await ask('/api/models?limit=1')).status).toBe(200);
  });

  test.each([
    ['noCredits', 1000],
    ['write', 6000],
  ])('follows the best plan that the account has: %s %d', async (name, quota) => {
    const answer = await ask('/api/models?limit=1', hub.tokens[name]);
    expect(answer.headers.get('ratelimit-policy')).toBe(`"fixed window";"api";q=${quota};w=300`);
  });
});

test('a fault can be armed and all of them undone', async () => {
  await control(hub, 'POST', 'faults', { route: 'GET /api/whoami-v2', fault: { status: 503 } });
  expect((await ask('/api/whoami-v2', hub.token)).status).toBe(503);
  await control(hub, 'DELETE', 'faults');
  expect((await ask('/api/whoami-v2', hub.token)).status).toBe(200);
  await expect(control(hub, 'POST', 'faults', { route: 'GET /nowhere/at/all', fault: {} })).rejects.toThrow(/400/);
});

test('a reset brings everything back but the clock, with the same tokens', async () => {
  await control(hub, 'POST', 'users', { name: 'morgan' });
  await control(hub, 'POST', 'credits', { name: 'sandy', usd: 0 });
  hub.fail('GET /api/whoami-v2', { status: 503 });
  await control(hub, 'POST', 'clock', { advanceMs: 1000 });
  await control(hub, 'POST', 'reset');
  expect((await ask('/api/whoami-v2', hub.token)).status).toBe(200);
  const state = await control(hub, 'GET', 'state');
  expect(state).toMatchObject({ now: '2026-09-20T12:00:01.000Z', faults: [] });
  expect(JSON.stringify(state)).not.toContain('morgan');
  expect(JSON.stringify(state)).not.toContain(hub.token);
});

test.each(['{', '{"name":5}', '{"name":"../x"}'])('a body of %s is refused with 400', async (body) => {
  const answer = await fetch(`${hub.url}/__sandbox__/users`, {
    method: 'POST',
    headers: { authorization: `Bearer ${hub.controlSecret}` },
    body,
  });
  expect(answer.status).toBe(400);
});
