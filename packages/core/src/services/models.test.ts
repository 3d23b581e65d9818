import type { CatalogueItem } from '@hubdesk/shared/contract/models';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { startTestApp, type TestApp } from './test-app.fixture.ts';

let running: TestApp[] = [];
afterEach(async () => {
  await Promise.all(running.map((each) => each.stop()));
  running = [];
});

async function start(): Promise<TestApp> {
  const started = await startTestApp();
  running.push(started);
  return started;
}

async function readAll(items: AsyncIterable<CatalogueItem>) {
  const rows = [];
  let done: Extract<CatalogueItem, { type: 'done' }> | undefined;
  for await (const item of items) {
    if (item.type === 'rows') rows.push(...item.rows);
    else done = item;
  }
  return { rows, done };
}

describe('the catalogue', () => {
  it('is complete, joined with what each provider offers, without an account', async () => {
    const { call } = await start();
    const { rows, done } = await readAll(await call.models.catalogue({}));
    expect(rows.length).toBeGreaterThan(100);
    expect(done).toMatchObject({ total: rows.length, offersMissing: false });
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
    const priced = rows.flatMap(({ offers }) => offers).filter((offer) => offer.outputUsdPerMTok !== null);
    expect(priced.length).toBeGreaterThan(0);
  });

  it('is asked for once, however many windows read it', async () => {
    const { call, hub } = await start();
    await Promise.all([readAll(await call.models.catalogue({})), readAll(await call.models.catalogue({}))]);
    await readAll(await call.models.catalogue({}));
    expect(hub.requests.filter(({ path }) => path.endsWith('/v1/models'))).toHaveLength(1);
    await readAll(await call.models.catalogue({ refresh: true }));
    expect(hub.requests.filter(({ path }) => path.endsWith('/v1/models'))).toHaveLength(2);
  });

  it('comes without prices, and says so, while the router is down', async () => {
    const { call, hub } = await start();
    hub.fail('GET /v1/models', { status: 500 });
    const { rows, done } = await readAll(await call.models.catalogue({}));
    expect(done).toMatchObject({ offersMissing: true });
    expect(rows.some(({ offers }) => offers.length > 0)).toBe(true);
  });

  it('fails with the Hub\'s code when a page stays out of reach', async () => {
    const { call, hub } = await start();
    hub.fail('GET /api/models', { status: 429, headers: { 'retry-after': '600' } });
    await expect(readAll(await call.models.catalogue({}))).rejects.toMatchObject({ code: 'RATE_LIMITED', data: { retryAfterMs: 600_000 } });
  });

  it('asks again by itself after a short pause the Hub wished for', async () => {
    const { call, hub } = await start();
    hub.fail('GET /api/models', { status: 429, headers: { 'retry-after': '0' }, times: 1 });
    const { done } = await readAll(await call.models.catalogue({}));
    expect(done?.total).toBeGreaterThan(100);
  });
});

describe('the chosen model', () => {
  it('makes the provider ready, is remembered, and is told as warm', async () => {
    const { call, hub } = await start();
    await call.account.connect({ token: hub.token });
    const { rows } = await readAll(await call.models.catalogue({}));
    const model = rows[0]?.id ?? '';
    await call.models.select({ selection: { model, routing: 'cheapest', billTo: null } });
    expect(await call.models.selected()).toEqual({ selection: { model, routing: 'cheapest', billTo: null }, warm: true });
    expect((await call.providers.list()).find(({ id }) => id === 'huggingface')).toMatchObject({ state: 'ready' });
    expect((await call.preferences.get()).recentModels).toEqual([model]);
  });

  it('says so when nobody serves it any more', async () => {
    const { call, hub } = await start();
    await call.account.connect({ token: hub.token });
    await call.models.select({ selection: { model: 'nobody/knows-this', routing: 'auto', billTo: null } });
    // Asked for in the background: the screen does not wait for it.
    expect(await call.models.selected()).toMatchObject({ warm: null });
    await vi.waitFor(async () => expect(await call.models.selected()).toMatchObject({ warm: false }));
  });

  it('cannot be paid by an organization the person is not in', async () => {
    const { call, hub } = await start();
    await call.account.connect({ token: hub.token });
    const selection = { model: 'a/b', routing: 'auto' as const, billTo: 'somebody-else' };
    await expect(call.models.select({ selection })).rejects.toMatchObject({ code: 'INVALID_INPUT', data: { field: 'selection.billTo' } });
  });

  it('lists one’s own models, and those of one’s organizations', async () => {
    const { call, hub } = await start();
    expect(await call.models.mine()).toEqual([]);
    await call.account.connect({ token: hub.token });
    const own = (await call.models.mine()).map(({ id }) => id);
    expect(own).toContain('sandy/tiny-llama');
    expect(own.filter((id) => !/^(sandy|tidewater|northwind-labs)\//.test(id))).toEqual([]);
  });
});
