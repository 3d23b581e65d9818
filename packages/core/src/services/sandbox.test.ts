import { afterEach, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from './test-app.fixture.ts';

let running: TestApp | undefined;
afterEach(() => running?.stop());

describe('the Sandbox', () => {
  it('connects by itself, and leaving it brings back what was there', async () => {
    running = await startTestApp();
    const { call, hub, keychain } = running;
    await call.account.connect({ token: hub.token });
    const before = [...keychain.entries];

    expect(await call.sandbox.enter()).toMatchObject({ workspace: 'sandbox' });
    expect(await call.account.get()).toMatchObject({ status: 'verified', store: 'session' });
    await call.models.select({ selection: { model: 'some/model', routing: 'auto', billTo: null } });
    expect([...keychain.entries]).toEqual(before);

    expect(await call.sandbox.leave()).toMatchObject({ workspace: 'hub' });
    expect(await call.models.selected()).toBeNull();
    expect(await call.account.get()).toMatchObject({ status: 'verified', store: 'keychain' });
  });

  it('starts one Hub, however often it is asked for', async () => {
    running = await startTestApp();
    const [first, second] = await Promise.all([running.call.sandbox.enter(), running.call.sandbox.enter()]);
    expect(first.hubUrl).toBe(second.hubUrl);
    expect((await running.call.app.state()).hubUrl).toBe(first.hubUrl);
  });
});

describe('changes', () => {
  it('tell every window what a command made stale', async () => {
    running = await startTestApp();
    const { call } = running;
    const leaving = new AbortController();
    const changes = await call.app.changes(undefined, { signal: leaving.signal });
    const first = await changes.next();
    expect(first).toMatchObject({ done: false, value: { topics: expect.arrayContaining(['account']) } });
    await call.preferences.set({ theme: 'dark' });
    expect((await changes.next()).value).toEqual({ topics: ['preferences'] });
    leaving.abort();
  });
});
