import { afterEach, describe, expect, it } from 'vitest';
import { testClock } from '../ports/clock.ts';
import { startTestApp, type TestApp } from './test-app.fixture.ts';

let app: TestApp;
afterEach(() => app.stop());

describe('hardware.list', () => {
  it('is told to whoever is signed out, and asked for once a minute', async () => {
    const clock = testClock(Date.parse('2026-11-20T12:00:00Z'));
    app = await startTestApp({ hub: { spaces: { python: 'none' } }, ports: { clock } });
    const asked = () => app.hub.requests.filter(({ path }) => path === '/api/jobs/hardware').length;
    const [first, second] = await Promise.all([app.call.hardware.list(), app.call.hardware.list()]);
    expect(first[0]?.name).toBe('cpu-basic');
    expect(second).toEqual(first);
    clock.advance(59_000);
    await app.call.hardware.list();
    expect(asked()).toBe(1);
    clock.advance(2_000);
    await app.call.hardware.list();
    expect(asked()).toBe(2);
  });

  it('is asked again after a failure', async () => {
    app = await startTestApp({ hub: { spaces: { python: 'none' } } });
    app.hub.fail('GET /api/jobs/hardware', { status: 503, times: 1 });
    await expect(app.call.hardware.list()).rejects.toMatchObject({ code: 'PROVIDER_UNAVAILABLE' });
    expect(await app.call.hardware.list()).not.toEqual([]);
  });
});
