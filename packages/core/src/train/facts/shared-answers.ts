// Answers that several ask for at once and again soon: asked for once, kept for a
// while, and given up only when nobody waits any more. Failures are not kept.
import { untilAborted } from '../../datasets/drafts/until-aborted.ts';
import type { Clock } from '../../ports/clock.ts';

interface Asked<T> {
  atMs: number;
  answer: Promise<T>;
  waiting: number;
  over: boolean;
  stop: AbortController;
}

export interface SharedAnswers<T> {
  /** Rejects with CANCELLED when `signal` says so; the work itself ends with the last who waits for it. */
  ask(key: string, work: (signal: AbortSignal) => Promise<T>, signal: AbortSignal | undefined): Promise<T>;
}

export function createSharedAnswers<T>(parts: { clock: Clock; keptMs: number; most: number }): SharedAnswers<T> {
  const { clock, keptMs, most } = parts;
  const known = new Map<string, Asked<T>>();

  function begin(key: string, work: (signal: AbortSignal) => Promise<T>): Asked<T> {
    const stop = new AbortController();
    const asked: Asked<T> = { atMs: clock.now(), answer: work(stop.signal), waiting: 0, over: false, stop };
    known.delete(key);
    known.set(key, asked);
    const forget = () => {
      if (known.get(key) === asked) known.delete(key);
    };
    asked.answer.then(
      () => {
        asked.over = true;
      },
      forget,
    );
    stop.signal.addEventListener('abort', forget, { once: true });
    const [oldest] = known.keys();
    if (known.size > most && oldest !== undefined) known.delete(oldest);
    return asked;
  }

  return {
    async ask(key, work, signal) {
      const found = known.get(key);
      // A clock that was set back makes an answer old too.
      const fresh = found && Math.abs(clock.now() - found.atMs) < keptMs ? found : begin(key, work);
      fresh.waiting += 1;
      try {
        return await untilAborted(fresh.answer, signal);
      } finally {
        fresh.waiting -= 1;
        if (fresh.waiting === 0 && !fresh.over) fresh.stop.abort();
      }
    },
  };
}
