import { AppError } from '@hubdesk/shared/errors';
import fc from 'fast-check';
import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { testClock } from '../../ports/clock.ts';
import { backOffMs, judgeFailure } from './judge-failure.ts';
import { createPace } from './pace.ts';

const offline = () => new AppError('OFFLINE', 'No network.', { host: 'x' });
const limited = (retryAfterMs: number | null) => new AppError('RATE_LIMITED', 'Wait.', { retryAfterMs });
const trouble = () => new AppError('PROVIDER_UNAVAILABLE', 'Trouble.', { provider: 'huggingface', httpStatus: 500 });

function paced() {
  const clock = testClock(0);
  const abort = new AbortController();
  const pace = createPace({ clock, random: () => 0.5, signal: abort.signal });
  return { clock, abort, pace };
}

async function turns(): Promise<void> {
  for (let n = 0; n < 10; n += 1) await turn();
}

describe('the judgement of a failure', () => {
  it('jitters between nothing and a bound that doubles to a minute, and never asks in a loop', () => {
    fc.assert(
      fc.property(fc.nat(100), fc.double({ min: 0, max: 0.999_999, noNaN: true }), (attempt, random) => {
        const ms = backOffMs(attempt, () => random);
        expect(ms).toBeGreaterThanOrEqual(100);
        expect(ms).toBeLessThanOrEqual(60_000);
      }),
    );
    expect(backOffMs(0, () => 0.999)).toBe(999);
    expect(backOffMs(6, () => 0.999)).toBe(59_940);
  });

  it('waits never less than the Hub asked for', () => {
    fc.assert(
      fc.property(fc.nat(3_600_000), fc.double({ min: 0, max: 0.999, noNaN: true }), (retryAfterMs, random) => {
        const verdict = judgeFailure(limited(retryAfterMs), 0, () => random);
        expect(verdict).toMatchObject({ do: 'hold' });
        if (verdict.do === 'hold') expect(verdict.afterMs).toBeGreaterThanOrEqual(retryAfterMs);
        if (verdict.do === 'hold') expect(verdict.afterMs).toBeLessThanOrEqual(retryAfterMs + 1_000);
      }),
    );
  });
});

describe('the pace of requests', () => {
  it('holds all while the network is gone, lets one look each five seconds, and opens for all when it comes back', async () => {
    const { clock, pace } = paced();
    let asked = 0;
    let gone = true;
    const ask = async () => {
      asked += 1;
      if (gone) throw offline();
      return 'answer';
    };
    const all = Array.from({ length: 20 }, () => pace.insist(ask));
    await turns();
    expect(asked).toBe(20);
    expect(pace.waiting()).toMatchObject({ problem: { code: 'OFFLINE' }, untilMs: 5_000 });
    for (let probe = 1; probe <= 5; probe += 1) {
      clock.advance(4_999);
      await turns();
      expect(asked).toBe(20 + probe - 1);
      clock.advance(1);
      await turns();
      expect(asked).toBe(20 + probe);
    }
    gone = false;
    clock.advance(5_000);
    expect(await Promise.all(all)).toHaveLength(20);
    expect(asked).toBe(45);
    expect(pace.waiting()).toBe(null);
  });

  it('lets the others go on when one request is in trouble', async () => {
    const { clock, pace } = paced();
    let tries = 0;
    const bad = pace.insist(async () => {
      tries += 1;
      if (tries < 3) throw trouble();
      return 'at last';
    });
    await turns();
    expect(await pace.insist(async () => 'well')).toBe('well');
    expect(pace.waiting()).toMatchObject({ problem: { code: 'PROVIDER_UNAVAILABLE' } });
    clock.advance(500);
    await turns();
    expect(tries).toBe(2);
    clock.advance(1_000);
    expect(await bad).toBe('at last');
  });

  it('gives up at once what the person must mend, and everything when it is called off', async () => {
    const { abort, pace } = paced();
    await expect(pace.insist(() => Promise.reject(new AppError('TOKEN_REJECTED', 'No.', { provider: 'huggingface', expired: false })))).rejects.toMatchObject({ code: 'TOKEN_REJECTED' });
    const waiting = pace.insist(() => Promise.reject(limited(60_000)));
    await turns();
    const reason = new AppError('CANCELLED', 'Stopped.', {});
    abort.abort(reason);
    await expect(waiting).rejects.toBe(reason);
    await expect(pace.once(async () => 1)).rejects.toBe(reason);
  });
});
