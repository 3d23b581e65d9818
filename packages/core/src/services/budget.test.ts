import { afterEach, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from './test-app.fixture.ts';

let app: TestApp;
afterEach(() => app.stop());

const start = async (folder?: string) => {
  app = await startTestApp({
    hub: { spaces: { python: 'none' }, jobs: { schedulingMs: 0 } },
    ...(folder === undefined ? {} : { folder }),
  });
};

describe('the limits', () => {
  it('outlive a start, and those of the Sandbox end with it', async () => {
    await start();
    expect(await app.call.budget.get()).toEqual({
      runUsd: null,
      monthUsd: null,
      spentUsd: 0,
      openUsd: 0,
      spentFrom: 'history',
    });
    await app.call.budget.set({ runUsd: 5, monthUsd: 50 });
    await app.call.sandbox.enter();
    expect(await app.call.budget.get()).toMatchObject({ runUsd: null, monthUsd: null });
    await app.call.budget.set({ runUsd: 1, monthUsd: 2 });
    expect(await app.call.budget.get()).toMatchObject({ runUsd: 1, monthUsd: 2 });
    await app.call.sandbox.leave();
    expect(await app.call.budget.get()).toMatchObject({ runUsd: 5, monthUsd: 50 });
    const { folder } = app;
    await app.app.dispose();
    await app.hub.close();
    await start(folder);
    expect(await app.call.budget.get()).toMatchObject({ runUsd: 5, monthUsd: 50 });
  });
});

describe('what was spent', () => {
  it('is the Hub’s own figure where the token may see it', async () => {
    await start();
    await app.call.account.connect({ token: app.hub.token });
    const usage = { usedMicroUsd: 1_250_000, periodStart: new Date().toISOString(), jobDetails: [] };
    const undo = app.hub.fail('GET /api/settings/billing/usage/jobs', {
      body: JSON.stringify({ hasAccess: true, usage }),
    });
    expect(await app.call.budget.get()).toMatchObject({ spentUsd: 1.25, spentFrom: 'hub' });
    undo();
    app.hub.fail('GET /api/settings/billing/usage/jobs', { status: 500, times: 1 });
    expect(await app.call.budget.get()).toMatchObject({ spentFrom: 'history' });
    await app.call.account.connect({ token: app.hub.tokens['fineGrainedNoInference'] ?? '' });
    expect(await app.call.budget.get()).toMatchObject({ spentFrom: 'history' });
  });
});
