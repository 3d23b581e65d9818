import { QueryClient } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { followChanges, invalidate } from './changes.ts';
import { attach, orpc } from './client.ts';
import { setConnection } from './connection.ts';
import { stubLink } from './stub-link.fixture.ts';

let stop: AbortController;
beforeEach(() => {
  vi.useFakeTimers();
  stop = new AbortController();
});
afterEach(() => {
  stop.abort();
  vi.useRealTimers();
});

function filledCache() {
  const cache = new QueryClient();
  cache.setQueryData(orpc.account.get.queryKey(), null);
  cache.setQueryData(orpc.models.selected.queryKey(), null);
  const isStale = () => ({
    account: cache.getQueryState(orpc.account.get.queryKey())?.isInvalidated,
    models: cache.getQueryState(orpc.models.selected.queryKey())?.isInvalidated,
  });
  return { cache, isStale };
}

test('a topic makes stale the queries whose operation starts with it, and no other', () => {
  const { cache, isStale } = filledCache();
  invalidate(cache, ['models']);
  expect(isStale()).toEqual({ account: false, models: true });
});

test('what another window changed is heard', async () => {
  const { cache, isStale } = filledCache();
  attach(
    stubLink({
      'app.changes': async function* () {
        yield { topics: ['account'] };
        await new Promise(() => undefined);
      },
    }),
  );
  setConnection({ phase: 'open' });
  void followChanges(cache, stop.signal);
  await vi.advanceTimersByTimeAsync(0);
  expect(isStale()).toEqual({ account: true, models: false });
});

test('after a gap in listening everything is asked again', async () => {
  const { cache, isStale } = filledCache();
  let times = 0;
  attach(
    stubLink({
      'app.changes': async function* () {
        times += 1;
        if (times > 1) await new Promise(() => undefined);
        yield* [];
      },
    }),
  );
  setConnection({ phase: 'open' });
  void followChanges(cache, stop.signal);
  await vi.advanceTimersByTimeAsync(0);
  expect(isStale()).toEqual({ account: false, models: false });
  await vi.advanceTimersByTimeAsync(1_000);
  expect(isStale()).toEqual({ account: true, models: true });
});
