import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError } from '@hubdesk/shared/errors';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { testClock } from '../../ports/clock.ts';
import { followJobLog } from './follow-job-log.ts';
import { openKeptLog, type KeptLog } from './kept-log.ts';

const all = { level: null, events: true } as const;
const startMs = Date.UTC(2026, 0, 1);
const offline = () => new AppError('OFFLINE', 'There is no network.', { host: 'hub' });

let folder: string;
let log: KeptLog;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hubdesk-follow-'));
  log = await openLog();
});
afterEach(async () => {
  await log.close();
  await rm(folder, { recursive: true, force: true });
});

const openLog = () => openKeptLog({ folder, clock: testClock(0), redact: (text) => text });

const event = (text: string, ms: number): string =>
  JSON.stringify({ data: text, timestamp: new Date(startMs + ms).toISOString() });
const lines = (count: number): string[] => [
  event('===== Job started at 2026-01-01 00:00:00 =====', 0),
  ...Array.from({ length: count - 1 }, (_, at) => event(`line ${at + 1}`, at + 1)),
];

type Stage = 'going-on' | 'over' | 'unknown';
/** What one connection says, and how it ends. */
type Connection = { says: readonly string[]; ends?: AppError | 'hangs' };

/** Follows through these connections (the last one again and again), with no time passing but what is waited for. */
function follow(
  connections: readonly Connection[],
  stages: readonly (Stage | AppError)[],
  signal = new AbortController().signal,
) {
  const clock = testClock(startMs);
  const seen = { waits: [] as number[], events: [] as string[], opened: 0, asked: 0, states: [] as string[] };
  const hung = Promise.withResolvers<void>();
  async function* open({ signal: ended }: { signal: AbortSignal }): AsyncGenerator<string> {
    const { says, ends } = connections[Math.min(seen.opened, connections.length - 1)] ?? { says: [] };
    seen.opened += 1;
    yield* says;
    if (ends === 'hangs') {
      hung.resolve();
      if (!ended.aborted) await new Promise((resolve) => ended.addEventListener('abort', resolve));
      throw new AppError('CANCELLED', 'It was ended.', {});
    }
    if (ends) throw ends;
  }
  const done = followJobLog({
    open,
    stage: async () => {
      const stage = stages[Math.min(seen.asked, stages.length - 1)] ?? 'over';
      seen.asked += 1;
      if (stage instanceof AppError) throw stage;
      return stage;
    },
    log,
    clock,
    random: () => 1,
    onEvent: (json) => seen.events.push(json),
    onState: (state, waitMs) => {
      seen.states.push(state);
      if (waitMs === null) return;
      seen.waits.push(waitMs);
      setImmediate(() => clock.advance(waitMs));
    },
    signal,
  });
  return { done, seen, clock, hung: hung.promise };
}

const kept = async () => (await log.read(all, 0, 500)).lines.map(({ text }) => text);
const textOf = (events: readonly string[]) => events.map((data) => String(JSON.parse(data).data));

test('a log that is over is read, looked at once more, and complete', async () => {
  const whole = lines(5);
  const { done, seen } = follow([{ says: whole }], ['over']);
  expect(await done).toBe('complete');
  expect(await kept()).toEqual(textOf(whole));
  expect([seen.opened, seen.asked, log.gaps]).toEqual([2, 1, 0]);
  expect(seen.waits).toEqual([]);
});

test('through breaks it waits longer and longer, up to a minute, and begins anew once something came', async () => {
  const whole = lines(6);
  const broken = { says: whole.slice(0, 3), ends: offline() };
  const { done, seen } = follow(
    [broken, broken, broken, broken, broken, broken, { says: whole, ends: offline() }, { says: whole }],
    ['going-on', 'unknown', 'going-on', 'going-on', offline(), 'going-on', 'going-on', 'over'],
  );
  expect(await done).toBe('complete');
  expect(seen.waits).toEqual([5_000, 10_000, 20_000, 40_000, 60_000, 60_000, 5_000]);
  expect([await kept(), log.gaps]).toEqual([textOf(whole), 0]);
});

test('a clean end while the job goes on is no end', async () => {
  const whole = lines(6);
  const { done, seen } = follow([{ says: whole.slice(0, 2) }, { says: whole }], ['going-on', 'over']);
  expect(await done).toBe('complete');
  expect(await kept()).toEqual(textOf(whole));
  expect(seen.states).toEqual(['live', 'waiting', 'live', 'live']);
});

test('an event line is told once, however often it is replayed', async () => {
  const whole = [...lines(2), event('@@HUBDESK {"k":"deps"}', 5), event('\u001b[0m@@HUBDESK {"k":"no"}', 6)];
  const { done, seen } = follow([{ says: whole.slice(0, 3), ends: offline() }, { says: whole }], ['going-on', 'over']);
  await done;
  expect(seen.events).toEqual(['{"k":"deps"}']);
});

test('an event that cannot be read is one missing line, once', async () => {
  const whole = [...lines(3), '{"data":"torn', event('after', 9), event('last', 10)];
  const { done } = follow([{ says: whole.slice(0, 5), ends: offline() }, { says: whole }], ['going-on', 'over']);
  expect(await done).toBe('complete');
  const shown = await log.read(all, 0, 10);
  expect(shown.lines.map(({ text, missingBefore }) => [text, missingBefore]).slice(2)).toEqual([
    ['line 2', undefined],
    ['after', 1],
    ['last', undefined],
  ]);
});

test('a tail that does not overlap comes behind a gap', async () => {
  const whole = lines(300);
  const { done } = follow(
    [{ says: whole.slice(0, 50), ends: offline() }, { says: whole.slice(-100) }],
    ['going-on', 'over'],
  );
  expect(await done).toBe('complete');
  const { lines: shown, total } = await log.read(all, 48, 4);
  expect([total, log.gaps]).toEqual([150, 1]);
  expect(shown.map(({ text, missingBefore }) => [text, missingBefore])).toEqual([
    ['line 48', undefined],
    ['line 49', undefined],
    ['line 200', null],
    ['line 201', undefined],
  ]);
});

test.each(['TOKEN_REJECTED', 'NOT_FOUND'] as const)(
  '%s is for a person, and what came before it is kept',
  async (code) => {
    const failure =
      code === 'NOT_FOUND'
        ? new AppError(code, 'It is gone.', { what: 'job' })
        : new AppError(code, 'No.', { provider: 'hf', expired: false });
    const { done } = follow([{ says: lines(3), ends: failure }], ['going-on']);
    await expect(done).rejects.toMatchObject({ code });
    expect(log.lines).toBe(3);
  },
);

test('a job that is gone while its stage is asked is for a person too', async () => {
  const { done } = follow(
    [{ says: lines(3), ends: offline() }],
    [new AppError('NOT_FOUND', 'It is gone.', { what: 'job' })],
  );
  await expect(done).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('the Hub’s own delay is kept to', async () => {
  const { done, seen } = follow(
    [{ says: [], ends: new AppError('RATE_LIMITED', 'Wait.', { retryAfterMs: 33_000 }) }, { says: lines(2) }],
    ['going-on', 'over'],
  );
  await done;
  expect(seen.waits).toEqual([33_000]);
});

test('two minutes of silence ask for the stage, and a job that is over is looked at once more', async () => {
  const whole = lines(4);
  const { done, seen, clock, hung } = follow(
    [{ says: whole.slice(0, 2), ends: 'hangs' }, { says: whole }],
    ['going-on', 'over'],
  );
  await hung;
  clock.advance(16);
  expect(log.lines).toBe(2);
  clock.advance(120_000);
  await expect.poll(() => seen.asked).toBe(1);
  // Once more, and this time it is over.
  await expect.poll(() => (clock.advance(120_000), seen.asked)).toBeGreaterThan(1);
  expect(await done).toBe('complete');
  expect([await kept(), log.gaps]).toEqual([textOf(whole), 0]);
});

test('it stops where it is when it is told to, also while it waits', async () => {
  const stop = new AbortController();
  const live = follow([{ says: lines(3), ends: 'hangs' }], ['going-on'], stop.signal);
  await live.hung;
  stop.abort();
  expect(await live.done).toBe('stopped');
  expect([log.lines, live.clock.pending]).toEqual([3, 0]);
});

test('a last look that breaks is taken again, and one that ends short is not believed at once', async () => {
  const whole = lines(8);
  const { done, seen } = follow(
    [
      { says: whole.slice(0, 6) },
      { says: whole.slice(0, 3), ends: offline() },
      { says: whole.slice(0, 3) },
      { says: whole },
    ],
    ['over'],
  );
  expect(await done).toBe('complete');
  expect([await kept(), log.gaps, seen.opened]).toEqual([textOf(whole), 0, 5]);
});

test('after the app was closed it goes on with what is kept', async () => {
  const whole = lines(700);
  const stop = new AbortController();
  const first = follow([{ says: whole.slice(0, 500), ends: 'hangs' }], ['going-on'], stop.signal);
  await first.hung;
  stop.abort();
  await first.done;
  await log.close();
  log = await openLog();
  const second = follow([{ says: whole }], ['over']);
  expect(await second.done).toBe('complete');
  expect([log.lines, log.gaps]).toEqual([700, 0]);
  expect(await kept()).toEqual(textOf(whole.slice(0, 500)));
});
