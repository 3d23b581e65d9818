// When requests may go: one gate for all of a transfer. It shuts when the Hub
// asks for a pause or the network is gone, and then lets one through to look.
// Repeats what failed by itself; refuses to repeat what may have taken effect.
import type { Clock } from '../../ports/clock.ts';
import { type Problem, problemOf } from '../problem.ts';
import { judgeFailure } from './judge-failure.ts';

export interface Pace {
  /** Asks until it is answered, or fails with what no repetition mends. For requests that may be made twice. */
  insist<T>(ask: () => Promise<T>): Promise<T>;
  /** Asks once, when the gate is open. A failure shuts the gate as it should and is thrown. */
  once<T>(ask: () => Promise<T>): Promise<T>;
  /** Waits as `insist` would after the `attempt`th failure in a row. Throws an error that is not to be repeated. */
  pause(error: unknown, attempt: number): Promise<void>;
  /** Why nothing is asked at the moment and until when, epoch ms; null while something is. */
  waiting(): { problem: Problem; untilMs: number } | null;
}

export function createPace({ clock, random, signal }: { clock: Clock; random: () => number; signal: AbortSignal }): Pace {
  let shut: { untilMs: number; probe: boolean; problem: Problem } | null = null;
  let probing = false;
  let asking = 0;
  const pausing = new Set<{ untilMs: number; problem: Problem }>();
  let woken = Promise.withResolvers<void>();

  function wake(): void {
    woken.resolve();
    woken = Promise.withResolvers<void>();
  }
  signal.addEventListener('abort', wake);

  function sleep(untilMs: number): Promise<void> {
    return new Promise((resolve) => {
      const takeBack = clock.after(Math.max(0, untilMs - clock.now()), resolve);
      void woken.promise.then(() => {
        takeBack();
        resolve();
      });
    });
  }

  /** Resolves when a request may go; true for the one that looks whether the way is free. */
  async function pass(): Promise<boolean> {
    for (;;) {
      signal.throwIfAborted();
      if (shut === null) return false;
      if (clock.now() < shut.untilMs) await sleep(shut.untilMs);
      else if (!shut.probe) shut = null;
      else if (!probing) {
        probing = true;
        return true;
      } else await woken.promise;
    }
  }

  async function once<T>(ask: () => Promise<T>, attempt = 0): Promise<T> {
    const probe = await pass();
    asking += 1;
    let holds = false;
    try {
      return await ask();
    } catch (error) {
      signal.throwIfAborted();
      const verdict = judgeFailure(error, attempt, random);
      if (verdict.do === 'hold') {
        holds = true;
        const untilMs = clock.now() + verdict.afterMs;
        if (shut === null || untilMs > shut.untilMs) shut = { untilMs, probe: verdict.probe, problem: problemOf(error) };
      }
      throw error;
    } finally {
      asking -= 1;
      if (probe) {
        probing = false;
        if (!holds) shut = null;
        wake();
      }
    }
  }

  async function pause(error: unknown, attempt: number): Promise<void> {
    signal.throwIfAborted();
    const verdict = judgeFailure(error, attempt, random);
    if (verdict.do === 'give-up') throw error;
    if (verdict.do === 'hold') return;
    const entry = { untilMs: clock.now() + verdict.afterMs, problem: problemOf(error) };
    pausing.add(entry);
    try {
      while (clock.now() < entry.untilMs && !signal.aborted) await sleep(entry.untilMs);
    } finally {
      pausing.delete(entry);
    }
  }

  return {
    once: (ask) => once(ask),
    pause,
    async insist(ask) {
      for (let attempt = 0; ; attempt += 1) {
        try {
          return await once(ask, attempt);
        } catch (error) {
          await pause(error, attempt);
        }
      }
    },
    waiting() {
      if (shut !== null && (asking === 0 || clock.now() < shut.untilMs)) return shut;
      if (asking > 0 || pausing.size === 0) return null;
      return [...pausing].reduce((first, each) => (each.untilMs < first.untilMs ? each : first));
    },
  };
}
