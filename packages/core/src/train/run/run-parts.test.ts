import { AppError } from '@hubdesk/shared/errors';
import { costUsd, paceOf, project } from '@hubdesk/shared/train/run-cost';
import { readEvent } from '@hubdesk/shared/train/event-line';
import type { MachineSample } from '@hubdesk/shared/train/run';
import { describe, expect, it } from 'vitest';
import { testClock } from '../../ports/clock.ts';
import { createConnectionLine } from './connection-line.ts';
import { createMachineRing, readMachineSample } from './machine-ring.ts';
import { backOffMs } from './pause.ts';
import { createPointsTable } from './points-table.ts';

describe('the cost of a run', () => {
  it('counts begun minutes of running, and nothing without a price', () => {
    expect([0, 1, 60, 61, 3_600].map((seconds) => costUsd(seconds, 0.5))).toEqual([0, 0.5, 0.5, 1, 30]);
    expect(costUsd(60, null)).toBe(null);
  });

  it('takes the middle pace after three steps, whatever one of them took', () => {
    expect(paceOf([[1, 10], [2, 12]])).toBe(null);
    expect(paceOf([[1, 10], [2, 12], [3, 14]])).toBe(2);
    expect(paceOf([[30, 74], [10, 10], [40, 94], [20, 30], [50, 1_094]])).toBe(2);
    expect(paceOf([[1, 100], [2, 50], [3, 52]])).toBe(2);
  });

  it('warns when the timeout comes before the push', () => {
    const run = { stepsLeft: 100, secondsPerStep: 2, pushes: true, runningSeconds: 100, timeoutSeconds: 400, usdPerMinute: 0.1 };
    expect(project(run)).toEqual({ remainingSeconds: 260, projectedUsd: expect.closeTo(0.6), beyondTimeout: false });
    expect(project({ ...run, runningSeconds: 141 }).beyondTimeout).toBe(true);
    expect(project({ ...run, runningSeconds: 141, pushes: false }).beyondTimeout).toBe(false);
    expect(project({ ...run, runningSeconds: 9_999, timeoutSeconds: null }).beyondTimeout).toBe(false);
  });
});

describe('an event line', () => {
  it.each(['', 'null', '[]', '3', '"k"', '{}', '{"k":1}', '{"k":"step"', '{"t":1}'])('that is none (%s) is none', (json) => {
    expect(readEvent(json)).toBe(null);
  });

  it('without a time that makes sense has none', () => {
    expect(readEvent('{"k":"step","t":"now"}')?.at).toBe(null);
    expect(readEvent('{"k":"step","t":1e999}')?.at).toBe(null);
  });
});

describe('the curves', () => {
  const event = (kind: string, step: number, fields: object) => readEvent(JSON.stringify({ k: kind, t: step, step, ...fields })) ?? { kind, at: null, fields: {} };

  it('hold each point once, with nothing where a value was not told', () => {
    const table = createPointsTable();
    expect(table.add(event('step', 1, { loss: 3, note: 'x', epoch: 0.5 }))).toBe(true);
    expect(table.add(event('step', 1, { loss: 3 }))).toBe(false);
    expect(table.add(event('eval', 1, { eval_loss: 2 }))).toBe(true);
    expect(table.add(event('save', 1, {}))).toBe(false);
    table.add(event('step', 2, { loss: 1 }));
    expect(table.slice(0, 9)).toEqual({ from: 0, step: [1, 1, 2], time: [1, 1, 2], values: { loss: [3, null, 1], eval_loss: [null, 2, null] } });
    expect(table.slice(2, 9)).toEqual({ from: 2, step: [2], time: [2], values: { loss: [1] } });
  });
});

describe('the figures of a machine', () => {
  const sample = (at: number): MachineSample => ({ at: String(at), cpuPercent: at, memoryBytes: null, memoryTotalBytes: null, receivedBytesPerSecond: null, sentBytesPerSecond: null, gpus: [] });

  it('are kept for ten minutes as they came, and before that thinned, in bounded room for days', () => {
    const ring = createMachineRing();
    for (let at = 0; at < 300_000; at += 1) ring.add(sample(at));
    const all = ring.all();
    expect(all.length).toBeLessThanOrEqual(1_200);
    expect(all.slice(-600).map(({ cpuPercent }) => cpuPercent)).toEqual(Array.from({ length: 600 }, (_, at) => 299_400 + at));
    const times = all.map(({ cpuPercent }) => cpuPercent ?? 0);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(times[0]).toBe(0);
    expect(ring.since(299_998).map(({ at }) => at)).toEqual(['299998', '299999']);
    expect(ring.since(300_000)).toEqual([]);
  });

  it('are read whatever is missing, and not when they are none', () => {
    expect(readMachineSample('{"cpu_usage_pct":-1,"gpus":{"0":{"utilization":50},"1":7}}', 'now')).toMatchObject({ at: 'now', cpuPercent: null, gpus: [{ id: '0', percent: 50 }, { id: '1', percent: null }] });
    for (const data of ['', '[', '3', 'null']) expect(readMachineSample(data, 'now')).toBe(null);
  });
});

describe('the line to the Hub', () => {
  const offline = new AppError('OFFLINE', 'Nobody there.', { host: 'hub' });
  const never = new AbortController().signal;
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

  it('lets one look while it is down and all others wait, and all go when it is back', async () => {
    const clock = testClock(0);
    const line = createConnectionLine({ clock, changed: () => {} });
    let up = false;
    let asked = 0;
    const request = async () => {
      asked += 1;
      if (!up) throw offline;
      return 'answer';
    };
    const insist = async (): Promise<string> => line.ask(request, never).catch(insist);
    const answers = Promise.all([insist(), insist(), insist()]);
    await settle();
    // All three had left before the first failed.
    expect([asked, line.problem()?.code]).toEqual([3, 'OFFLINE']);
    for (let second = 0; second < 60; second += 1) {
      clock.advance(1_000);
      await settle();
    }
    expect(asked).toBeLessThanOrEqual(3 + 12);
    up = true;
    clock.advance(5_000);
    expect(await answers).toEqual(['answer', 'answer', 'answer']);
    expect(line.problem()).toBe(null);
  });

  it('waits as long as the Hub asks for, and stays open for a failure of one request', async () => {
    const clock = testClock(0);
    const line = createConnectionLine({ clock, changed: () => {} });
    const fail = async (failure: AppError) => {
      await line.ask(() => Promise.reject(failure), never).catch(() => {});
    };
    await fail(new AppError('NOT_FOUND', '', { what: 'job' }));
    await fail(new AppError('PROVIDER_UNAVAILABLE', '', { provider: 'huggingface', httpStatus: 500 }));
    expect(line.problem()).toBe(null);
    await fail(new AppError('RATE_LIMITED', '', { retryAfterMs: 90_000 }));
    let went = false;
    const next = line.ask(async () => (went = true), never);
    clock.advance(89_000);
    await settle();
    expect(went).toBe(false);
    clock.advance(1_000);
    await next;
  });

  it('waits no longer because the clock was put back', async () => {
    const clock = testClock(0);
    let offMs = 0;
    const line = createConnectionLine({ clock: { now: () => clock.now() + offMs, after: clock.after }, changed: () => {} });
    await line.ask(() => Promise.reject(offline), never).catch(() => {});
    offMs = -31_536_000_000;
    const next = line.ask(async () => 'answer', never);
    clock.advance(5_000);
    expect(await next).toBe('answer');
  });

  it('lets go of whoever stops waiting', async () => {
    const line = createConnectionLine({ clock: testClock(0), changed: () => {} });
    await line.ask(() => Promise.reject(offline), never).catch(() => {});
    const stop = new AbortController();
    const waiting = [line.ask(async () => 'answer', stop.signal), line.free(stop.signal)];
    stop.abort(new AppError('CANCELLED', 'Stopped.', {}));
    expect((await Promise.allSettled(waiting)).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });
});

it('streams are opened again after 5 to 60 seconds, never all at once', () => {
  expect([0, 1, 2, 5, 50].map((failures) => backOffMs(failures, () => 1))).toEqual([5_000, 10_000, 20_000, 60_000, 60_000]);
  expect(backOffMs(5, () => 0)).toBe(30_000);
});
