import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { startTestApp, type TestApp, type TestAppOptions } from './test-app.fixture.ts';

let running: TestApp[] = [];
afterEach(async () => {
  await Promise.all(running.map((each) => each.stop()));
  running = [];
});

async function start(options?: TestAppOptions): Promise<TestApp> {
  const started = await startTestApp(options);
  running.push(started);
  return started;
}

describe('connecting an account', () => {
  it('proves the token, keeps it in the keychain, and tells who it belongs to', async () => {
    const { call, hub, keychain, disk } = await start();
    const account = await call.account.connect({ token: hub.token });
    expect(account).toMatchObject({ status: 'verified', store: 'keychain', problem: null });
    expect(account.identity?.name).toBeTypeOf('string');
    expect(account.token?.permissions.inference).toBe('yes');
    expect([...keychain.entries.values()]).toEqual([hub.token]);
    expect(await disk()).not.toContain(hub.token);
    expect((await call.providers.list()).find(({ id }) => id === 'huggingface')).toMatchObject({ state: 'connected' });
  });

  it('takes the token out of whatever was pasted around it', async () => {
    const { call, hub, keychain } = await start();
    await call.account.connect({ token: `export HF_TOKEN="${hub.token}"\n` });
    expect([...keychain.entries.values()]).toEqual([hub.token]);
  });

  it('refuses another company\'s key without sending it anywhere', async () => {
    const { call, hub, keychain } = await start();
    await expect(call.account.connect({ token: 'sk-proj-abcdefghijklmnopqrstuvwxyz' })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    expect(hub.requests).toHaveLength(0);
    expect(keychain.entries.size).toBe(0);
  });

  it('leaves nothing behind when the Hub rejects the token', async () => {
    const { call, keychain, disk } = await start();
    const token = `hf_${'wrong'.repeat(7)}`;
    await expect(call.account.connect({ token })).rejects.toMatchObject({ code: 'TOKEN_REJECTED', data: { provider: 'huggingface' } });
    expect(keychain.entries.size).toBe(0);
    expect(await call.account.get()).toBeNull();
    expect(await disk()).not.toContain(token);
  });

  it('rolls back when the token turns out not to be allowed to list models', async () => {
    const { call, hub, keychain } = await start();
    hub.fail('GET /api/models', { status: 403, body: { error: 'This token is missing permissions: repo.content.read' } });
    await expect(call.account.connect({ token: hub.token })).rejects.toMatchObject({ code: 'MISSING_PERMISSION' });
    expect(keychain.entries.size).toBe(0);
    expect(await call.account.get()).toBeNull();
  });

  it('keeps the old token until a new one is proven', async () => {
    const { call, hub, keychain } = await start();
    await call.account.connect({ token: hub.token });
    await expect(call.account.connect({ token: `hf_${'wrong'.repeat(7)}` })).rejects.toMatchObject({ code: 'TOKEN_REJECTED' });
    expect([...keychain.entries.values()]).toEqual([hub.token]);
    expect(await call.account.get()).toMatchObject({ status: 'verified' });

    const other = hub.tokens['fineGrained'] ?? '';
    await call.account.connect({ token: other });
    expect([...keychain.entries.values()]).toEqual([other]);
  });

  it.each([
    ['a rate limit, with the Hub\'s own delay', { status: 429, headers: { 'retry-after': '7' } }, { code: 'RATE_LIMITED', data: { retryAfterMs: 7000 } }],
    ['a web page', { status: 200, headers: { 'content-type': 'text/html' }, body: '<!doctype html><title>Login</title>' }, { code: 'INTERCEPTED', data: { by: 'html' } }],
    ['a proxy that asks for a login', { status: 407 }, { code: 'INTERCEPTED', data: { by: 'proxy' } }],
    ['a broken connection', { reset: true }, { code: 'PROVIDER_UNAVAILABLE', data: { httpStatus: null } }],
    ['a server in trouble', { status: 503, body: { error: 'maintenance' } }, { code: 'PROVIDER_UNAVAILABLE', data: { httpStatus: 503 } }],
    ['JSON of another shape', { status: 200, body: { hello: 'world' } }, { code: 'HUB_CHANGED' }],
    ['three megabytes', { status: 200, body: { name: 'x'.repeat(3_000_000) } }, { code: 'HUB_CHANGED' }],
  ])('says so, and stores nothing, when the Hub answers with %s', async (_what, fault, expected) => {
    const { call, hub, keychain } = await start();
    hub.fail('GET /api/whoami-v2', fault);
    await expect(call.account.connect({ token: hub.token })).rejects.toMatchObject(expected);
    expect(keychain.entries.size).toBe(0);
  });

  it('does not repeat the token when the Hub does in its refusal', async () => {
    const { call, hub } = await start();
    hub.fail('GET /api/whoami-v2', { status: 422, body: { error: `bad request from ${hub.token}` } });
    const refused = await call.account.connect({ token: hub.token }).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'INVALID_INPUT' });
    expect(JSON.stringify(refused) + String(refused)).not.toContain(hub.token);
  });

  it('keeps a token unverified while the Hub cannot be reached, only when asked to', async () => {
    const { call, hub, keychain } = await start();
    await hub.close();
    await expect(call.account.connect({ token: hub.token })).rejects.toMatchObject({ code: 'OFFLINE' });
    expect(keychain.entries.size).toBe(0);
    const kept = await call.account.connect({ token: hub.token, keepUnverified: true });
    expect(kept).toMatchObject({ status: 'unverified', identity: null, problem: { code: 'OFFLINE' } });
    expect([...keychain.entries.values()]).toEqual([hub.token]);
  });

  it('stores for this session only, and says so, where there is no keychain', async () => {
    const { call, hub, disk } = await start({ keychainError: 'The name org.freedesktop.secrets was not provided by any .service files' });
    const account = await call.account.connect({ token: hub.token });
    expect(account.store).toBe('session');
    expect(await call.secrets.status()).toMatchObject({ active: 'session', chosen: false });
    expect(await disk()).not.toContain(hub.token);
  });
});

describe('a connected account', () => {
  it('is there at the next start before the Hub has answered', async () => {
    const first = await start();
    await first.call.account.connect({ token: first.hub.token });
    await first.app.dispose();
    const second = await startTestApp({ folder: first.folder, keychain: first.keychain, env: { HF_ENDPOINT: first.hub.url } });
    expect(await second.call.account.get()).toMatchObject({ status: 'verified' });
    await second.app.dispose();
    await second.hub.close();
  });

  it('needs attention once the Hub refuses its token, and keeps the token for the person to decide', async () => {
    const { call, hub, keychain } = await start();
    await call.account.connect({ token: hub.token });
    hub.fail('GET /api/whoami-v2', { status: 401, body: { error: 'Invalid username or password.' } });
    // Younger than ten seconds: the last answer is given again instead.
    expect(await call.account.check()).toMatchObject({ status: 'verified' });
    expect(keychain.entries.size).toBe(1);
  });

  it('needs attention at the next start when its store is locked, and is well again once opened', async () => {
    const first = await start();
    await first.call.secrets.choose({ store: 'file', fileMode: 'passphrase', passphrase: 'correct horse battery' });
    await first.call.account.connect({ token: first.hub.token });
    await first.app.dispose();
    const second = await startTestApp({ folder: first.folder, keychain: first.keychain, env: { HF_ENDPOINT: first.hub.url } });
    await second.call.account.get();
    await vi.waitFor(async () => expect(await second.call.account.get()).toMatchObject({ status: 'attention', problem: { code: 'PASSPHRASE_NEEDED', data: { wrong: false } } }));
    expect((await second.call.providers.list()).find(({ id }) => id === 'huggingface')).toMatchObject({ state: 'attention' });

    await expect(second.call.secrets.unlock({ passphrase: 'wrong horse battery' })).rejects.toMatchObject({ code: 'PASSPHRASE_NEEDED', data: { wrong: true } });
    await second.call.secrets.unlock({ passphrase: 'correct horse battery' });
    await second.call.account.get();
    await vi.waitFor(async () => expect(await second.call.account.get()).toMatchObject({ status: 'verified', problem: null }));
    await second.app.dispose();
    await second.hub.close();
  });

  it('is gone after disconnecting, from the keychain and from the settings', async () => {
    const { call, hub, keychain, disk } = await start();
    const account = await call.account.connect({ token: hub.token });
    expect(await call.account.disconnect()).toEqual({ revokeUrl: account.links.tokens });
    expect(keychain.entries.size).toBe(0);
    expect(await call.account.get()).toBeNull();
    expect(await disk()).not.toContain(hub.token);
  });
});

describe('two hosts over the same folders', () => {
  it('do not run at once: the second says where the first is', async () => {
    const first = await start();
    await expect(startTestApp({ folder: first.folder })).rejects.toMatchObject({ code: 'CONFLICT' });
  });
});

describe('a token another tool keeps', () => {
  it('is offered by place, never by value, and taken over only when asked', async () => {
    const started = await startTestApp();
    running.push(started);
    const { hub } = started;
    const home = join(started.folder, 'home');
    await mkdir(join(home, '.cache', 'huggingface'), { recursive: true });
    await writeFile(join(home, '.cache', 'huggingface', 'token'), hub.token);
    const offered = await started.call.account.adoptable();
    expect(offered).toEqual([{ source: 'hfTool', location: join(home, '.cache', 'huggingface', 'token') }]);
    expect(started.keychain.entries.size).toBe(0);
    await started.call.account.adopt({ source: 'hfTool' });
    expect([...started.keychain.entries.values()]).toEqual([hub.token]);
  });

  it('is found in the environment too', async () => {
    const { call } = await start({ env: { HF_TOKEN: `hf_${'b2C3'.repeat(9)}` } });
    expect(await call.account.adoptable()).toEqual([{ source: 'environment', location: 'HF_TOKEN' }]);
  });
});
