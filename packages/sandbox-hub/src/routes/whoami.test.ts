import { afterAll, beforeAll, expect, test } from 'vitest';
import { startSandboxHub, type SandboxHub } from '../index.ts';
import { whoamiWire } from '../testing/wire.ts';

let hub: SandboxHub;
beforeAll(async () => {
  hub = await startSandboxHub({ seed: 'demo', now: () => Date.UTC(2026, 8, 20, 12) });
});
afterAll(() => hub.close());

async function whoami(name: string) {
  const { status, body } = await ask(name);
  expect(status).toBe(200);
  return whoamiWire.parse(body);
}

async function ask(name: string) {
  const headers = { authorization: `Bearer ${hub.tokens[name] ?? name}` };
  const answer = await fetch(`${hub.url}/api/whoami-v2`, { headers });
  return { status: answer.status, message: answer.headers.get('x-error-message'), body: await answer.json() };
}

test('tells who a write token speaks for, with plans and roles', async () => {
  const body = await whoami('write');
  expect(body).toMatchObject({
    type: 'user',
    name: 'sandy',
    fullname: 'Sandy Shore',
    isPro: true,
    canPay: true,
    periodEnd: Date.UTC(2026, 9, 1) / 1000,
    avatarUrl: '/avatars/sandy.svg',
    orgs: [
      { type: 'org', name: 'tidewater', plan: 'team', roleInOrg: 'admin' },
      { name: 'northwind-labs', plan: 'enterprise', roleInOrg: 'contributor', securityRestrictions: ['token-policy'] },
    ],
    auth: { type: 'access_token', accessToken: { displayName: 'my-laptop', role: 'write' } },
  });
  expect(body.orgs[0]?.securityRestrictions).toBeUndefined();
});

test('tells what a fine-grained token allows, and lets it into the strict organization', async () => {
  const body = await whoami('fineGrained');
  expect(body.auth.accessToken?.role).toBe('fineGrained');
  const { scoped, canReadGatedRepos } = body.auth.accessToken?.fineGrained ?? {};
  expect(canReadGatedRepos).toBe(true);
  expect(scoped?.map(({ entity }) => entity)).toMatchObject([
    { type: 'user', name: 'sandy' },
    { type: 'org', name: 'tidewater' },
    { type: 'org', name: 'northwind-labs' },
  ]);
  expect(scoped?.[0]?.permissions).toContain('inference.serverless.write');
  expect(body.orgs[1]?.securityRestrictions).toBeUndefined();
});

test('a fine-grained token may lack inference', async () => {
  const body = await whoami('fineGrainedNoInference');
  expect(JSON.stringify(body.auth.accessToken?.fineGrained)).not.toContain('inference');
});

test('a restricted token says which organizations it cannot reach and why', async () => {
  const body = await whoami('orgRestricted');
  expect(body.orgs.map((org) => org.securityRestrictions)).toEqual([['mfa'], ['sso', 'token-revoked']]);
});

test('an OAuth token says when it expires', async () => {
  const body = await whoami('oauth');
  expect(hub.tokens.oauth).toMatch(/^hf_oauth_/);
  expect(body.auth).toEqual({ type: 'oauth', expiresAt: '2026-09-20T20:00:00.000Z' });
});

test('the account without credits is free and cannot pay', async () => {
  expect(await whoami('noCredits')).toMatchObject({ name: 'riley', isPro: false, canPay: false, orgs: [] });
});

test.each([
  ['an expired token', 'expired', 'User Access Token "last-year" is expired'],
  ['an unknown token', 'hf_unknown', 'Invalid credentials in Authorization header'],
])('%s is a 401 in words', async (_, token, error) => {
  expect(await ask(token)).toEqual({ status: 401, message: error, body: { error } });
});

test('no token is a 401 in other words', async () => {
  const answer = await fetch(`${hub.url}/api/whoami-v2`);
  expect([answer.status, await answer.json()]).toEqual([401, { error: 'Invalid username or password.' }]);
});
