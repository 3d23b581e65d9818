import { describe, expect, it } from 'vitest';
import type { CatalogueItem } from '@hubdesk/shared/contract/models';
import type { Failure } from '@hubdesk/shared/errors';
import { modelRow } from '@hubdesk/shared/models/model-row.fixture';
import { createCatalogueFeed } from './catalogue-feed.ts';

const offline: Failure = { code: 'OFFLINE', message: 'No way there.', data: { host: 'huggingface.co' } };
const done = (total: number): CatalogueItem => ({
  type: 'done',
  total,
  fetchedAt: '2026-11-20T12:00:00.000Z',
  offersMissing: false,
});
const page = (...names: string[]): CatalogueItem => ({
  type: 'rows',
  rows: names.map((name) => modelRow(`acme/${name}`)),
});

/** A stream that a test writes, and what became of its reader. */
function written() {
  const waiting: (() => void)[] = [];
  const items: (CatalogueItem | Error | null)[] = [];
  const reader = { signal: new AbortController().signal, refresh: false };
  async function* read(): AsyncGenerator<CatalogueItem> {
    for (;;) {
      while (items.length === 0) await new Promise<void>((resolve) => waiting.push(resolve));
      const item = items.shift();
      if (item instanceof Error) throw item;
      if (!item) return;
      yield item;
    }
  }
  return {
    reader,
    read,
    async write(...more: (CatalogueItem | Error | null)[]) {
      items.push(...more);
      for (const wake of waiting.splice(0)) wake();
      // The reader's microtasks; a macrotask comes after all of them.
      await new Promise<void>((resolve) => setTimeout(resolve));
    },
  };
}

function setup() {
  const streams: ReturnType<typeof written>[] = [];
  const pauses = new Set<() => void>();
  const clock = { ms: Date.parse('2026-11-20T12:00:00.000Z') };
  const feed = createCatalogueFeed({
    read: async (refresh, signal) => {
      const stream = written();
      stream.reader.refresh = refresh;
      stream.reader.signal = signal;
      streams.push(stream);
      return stream.read();
    },
    toFailure: () => offline,
    now: () => clock.ms,
    after: (_delayMs, call) => {
      pauses.add(call);
      return () => pauses.delete(call);
    },
  });
  const pass = () => {
    for (const call of pauses) {
      pauses.delete(call);
      call();
    }
  };
  const names = () =>
    feed
      .getState()
      .shown.index.rows.map(({ id }) => id.slice('acme/'.length))
      .join(' ');
  const stream = async (at = streams.length - 1) => {
    await new Promise<void>((resolve) => setTimeout(resolve));
    const found = streams.at(at);
    if (!found) throw new Error('Nobody reads.');
    return found;
  };
  return { feed, streams, stream, pass, names, clock };
}

describe('the catalogue', () => {
  it('shows the first page at once and the others together after a pause', async () => {
    const { feed, stream, pass, names } = setup();
    feed.hold();
    const { write } = await stream(0);
    await write(page('a', 'b'));
    expect(names()).toBe('a b');
    await write(page('c'), page('d'));
    expect(names()).toBe('a b');
    pass();
    expect(names()).toBe('a b c d');
    expect(feed.getState()).toMatchObject({ phase: 'loading', loaded: 4 });
    await write(page('e'), done(5));
    expect(names()).toBe('a b c d e');
    expect(feed.getState()).toMatchObject({ phase: 'done', loaded: 5, fetchedAt: '2026-11-20T12:00:00.000Z' });
  });

  it('ends an unfinished load when the last page lets go, and keeps what came', async () => {
    const { feed, stream, names } = setup();
    const first = feed.hold();
    const second = feed.hold();
    const { write, reader } = await stream(0);
    await write(page('a'), page('b'));
    first();
    expect(reader.signal.aborted).toBe(false);
    second();
    expect(reader.signal.aborted).toBe(true);
    expect(feed.getState().phase).toBe('stopped');
    expect(names()).toBe('a b');
  });

  it('does not ask again for a list that is complete', async () => {
    const { feed, stream, streams } = setup();
    const release = feed.hold();
    const { write } = await stream(0);
    await write(page('a'), done(1));
    release();
    feed.hold();
    expect(streams).toHaveLength(1);
  });

  it('asks again for a complete list that has grown old', async () => {
    const { feed, stream, streams, clock } = setup();
    const release = feed.hold();
    const { write } = await stream(0);
    await write(page('a'), done(1));
    release();
    clock.ms += 31 * 60_000;
    feed.hold();
    await stream();
    expect(streams).toHaveLength(2);
  });

  it('shows the old list while a new one loads, and drops what is gone when it is complete', async () => {
    const { feed, stream, pass, names } = setup();
    feed.hold();
    const before = await stream(0);
    await before.write(page('a', 'b', 'c'), done(3));
    feed.refresh();
    const after = await stream(1);
    expect(after.reader.refresh).toBe(true);
    await after.write(page('c'), page('d'));
    pass();
    expect(names()).toBe('a b c');
    expect(feed.getState()).toMatchObject({ phase: 'loading', loaded: 2 });
    await after.write(done(2));
    expect(names()).toBe('c d');
  });

  it('keeps what was loaded when the rest cannot be had', async () => {
    const { feed, stream, names } = setup();
    feed.hold();
    const { write } = await stream(0);
    await write(page('a'), page('b'), new Error('cut'));
    expect(feed.getState()).toMatchObject({ phase: 'failed', failure: offline, loaded: 2 });
    expect(names()).toBe('a b');
  });

  it('takes a stream that ends early for stopped, not for complete', async () => {
    const { feed, stream } = setup();
    feed.hold();
    const { write } = await stream(0);
    await write(page('a'), null);
    expect(feed.getState()).toMatchObject({ phase: 'stopped', fetchedAt: null });
  });

  it('lets a refresh take the place of a load that runs', async () => {
    const { feed, stream, names } = setup();
    feed.hold();
    const first = await stream(0);
    await first.write(page('a'));
    feed.refresh();
    const second = await stream(1);
    expect(first.reader.signal.aborted).toBe(true);
    await first.write(page('old'), done(2));
    await second.write(page('b', 'c'), done(2));
    expect(names()).toBe('b c');
  });
});
