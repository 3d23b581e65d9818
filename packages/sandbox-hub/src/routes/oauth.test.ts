import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { startSandboxHub, type SandboxHub } from '../index.ts';
import { control } from '../testing/control.ts';
import { whoamiWire } from '../testing/wire.ts';

let hub: SandboxHub;
beforeEach(async () => {
  let nowMs = Date.UTC(2026, 8, 20, 12);
  // Each look at the clock is a little later; whoever waits pushes it forward by the control API.
  hub = await startSandboxHub({ seed: 'demo', now: () => (nowMs += 1) });
});
afterEach(() => hub.close());

const deviceWire = z.strictObject({
  device_code: z.string().min(20),
  user_code: z.string().regex(/^[A-Z]{4}-[A-Z]{4}$/),
  verification_uri: z.string(),
  verification_uri_complete: z.string(),
  expires_in: z.literal(900),
  interval: z.literal(5),
});
const tokensWire = z.strictObject({
  access_token: z.string().startsWith('hf_oauth_'),
  refresh_token: z.string(),
  token_type: z.literal('bearer'),
  expires_in: z.literal(28_800),
  scope: z.string(),
});

async function post(path: string, fields: Record<string, string>) {
  const answer = await fetch(hub.url + path, { method: 'POST', body: new URLSearchParams(fields) });
  const text = await answer.text();
  const isJson = answer.headers.get('content-type')?.startsWith('application/json');
  return { status: answer.status, text, body: isJson ? JSON.parse(text) : undefined };
}

async function start(scope?: string) {
  const { body } = await post('/oauth/device', { client_id: 'desk', ...(scope === undefined ? {} : { scope }) });
  return deviceWire.parse(body);
}

function poll(deviceCode: string) {
  const grant_type = 'urn:ietf:params:oauth:grant-type:device_code';
  return post('/oauth/token', { grant_type, device_code: deviceCode, client_id: 'desk' });
}

const waitFor = (seconds: number) => control(hub, 'POST', 'clock', { advanceMs: seconds * 1000 });
const decide = (userCode: string, decision: object) => control(hub, 'POST', 'devices', { userCode, ...decision });

async function whoami(token: string) {
  const answer = await fetch(`${hub.url}/api/whoami-v2`, { headers: { authorization: `Bearer ${token}` } });
  return { status: answer.status, body: answer.ok ? whoamiWire.parse(await answer.json()) : undefined };
}

test('a login waits, is approved, and gives one token that speaks for the account', async () => {
  const login = await start();
  expect((await poll(login.device_code)).body).toMatchObject({ error: 'authorization_pending' });
  await decide(login.user_code, { approve: true, account: 'sandy' });
  await waitFor(5);
  const tokens = tokensWire.parse((await poll(login.device_code)).body);
  expect((await whoami(tokens.access_token)).body).toMatchObject({ name: 'sandy', auth: { type: 'oauth' } });
  await waitFor(5);
  expect(await poll(login.device_code)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
});

test('a login that is polled too often is told to slow down, for good', async () => {
  const login = await start();
  await poll(login.device_code);
  expect((await poll(login.device_code)).body).toMatchObject({ error: 'slow_down' });
  await waitFor(6);
  expect((await poll(login.device_code)).body).toMatchObject({ error: 'slow_down' });
  await waitFor(15);
  expect((await poll(login.device_code)).body).toMatchObject({ error: 'authorization_pending' });
});

test('a login that is denied, or left too long, says so', async () => {
  const denied = await start();
  await decide(denied.user_code, { approve: false });
  expect((await poll(denied.device_code)).body).toMatchObject({ error: 'access_denied' });
  const old = await start();
  await waitFor(900);
  expect((await poll(old.device_code)).body).toMatchObject({ error: 'expired_token' });
  await expect(decide(old.user_code, { approve: true, account: 'sandy' })).rejects.toThrow(/404/);
});

test('a token is renewed once with its refresh token, and the old ones stop', async () => {
  const login = await start();
  await decide(login.user_code, { approve: true, account: 'sandy' });
  const first = tokensWire.parse((await poll(login.device_code)).body);
  const renew = (refresh_token: string) =>
    post('/oauth/token', { grant_type: 'refresh_token', refresh_token, client_id: 'desk' });
  const second = tokensWire.parse((await renew(first.refresh_token)).body);
  expect((await whoami(first.access_token)).status).toBe(401);
  expect((await whoami(second.access_token)).status).toBe(200);
  expect((await renew(first.refresh_token)).body).toMatchObject({ error: 'invalid_grant' });
  await waitFor(28_800);
  expect((await whoami(second.access_token)).status).toBe(401);
});

describe('a token shows and may do only what its scopes let it', () => {
  async function tokenWith(scope: string): Promise<string> {
    const login = await start(scope);
    await decide(login.user_code, { approve: true, account: 'sandy' });
    return tokensWire.parse((await poll(login.device_code)).body).access_token;
  }

  test('whoami and userinfo', async () => {
    const token = await tokenWith('openid profile');
    const { body } = await whoami(token);
    expect(body?.orgs).toHaveLength(2);
    expect(body).not.toHaveProperty('email');
    expect(body).not.toHaveProperty('canPay');
    const info = await fetch(`${hub.url}/oauth/userinfo`, { headers: { authorization: `Bearer ${token}` } });
    expect(await info.json()).toMatchObject({
      preferred_username: 'sandy',
      isPro: true,
      orgs: [{ roleInOrg: 'admin' }, {}],
    });
  });

  test('repos and inference', async () => {
    const [reader, maker, talker] = [
      await tokenWith('read-repos'),
      await tokenWith('manage-repos'),
      await tokenWith('inference-api'),
    ];
    const make = (token: string, name: string) =>
      fetch(`${hub.url}/api/repos/create`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}` },
        body: JSON.stringify({ name }),
      });
    expect((await make(reader, 'by-reader')).status).toBe(403);
    expect((await make(maker, 'by-maker')).status).toBe(200);
    const embed = (token: string) =>
      fetch(`${hub.routerUrl}/scaleway/v1/embeddings`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}` },
        body: JSON.stringify({ input: 'x', model: 'Qwen/Qwen3-Embedding-8B' }),
      });
    expect((await embed(maker)).status).toBe(403);
    expect((await embed(talker)).status).toBe(200);
  });

  test('a scope that does not exist is refused', async () => {
    const { body } = await post('/oauth/device', { client_id: 'desk', scope: 'openid everything' });
    expect(body).toMatchObject({ error: 'invalid_scope' });
  });
});

describe('the page', () => {
  test('shows the code, escaped', async () => {
    const page = await (await fetch(`${hub.url}/oauth/device?user_code=%22%3Cb%3E`)).text();
    expect(page).toContain('value="&#34;&#60;b&#62;"');
  });

  test('approves for whoever shows one of their tokens, and for nobody else', async () => {
    const login = await start();
    const send = (token: string) =>
      post('/oauth/device/decision', { user_code: login.user_code.toLowerCase(), token, decision: 'approve' });
    expect((await send('hf_wrong')).status).toBe(401);
    expect((await send(hub.tokens.expired ?? '')).status).toBe(401);
    expect((await poll(login.device_code)).body).toMatchObject({ error: 'authorization_pending' });
    expect((await send(hub.tokens.noCredits ?? '')).text).toContain('signed in as riley');
    expect((await send(hub.token)).status).toBe(400);
  });
});

test.each([
  ['/oauth/device', {}, 'invalid_request'],
  ['/oauth/token', { client_id: 'desk', grant_type: 'password' }, 'unsupported_grant_type'],
  ['/oauth/token', { client_id: 'desk', grant_type: 'refresh_token', refresh_token: 'x' }, 'invalid_grant'],
])('%s of %j is refused with %s', async (path, fields: Record<string, string>, error) => {
  expect(await post(path, fields)).toMatchObject({ status: 400, body: { error } });
});
