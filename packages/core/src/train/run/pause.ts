// Waiting that can be cut short. By durations alone: a clock that is put forward
// or back makes no wait longer than it was meant to be.
import type { Clock } from '../../ports/clock.ts';

export interface Alarm {
  /** Ends the pause that is under way, or the next one if there is none. */
  ring(): void;
  /** Resolves after `ms`, when it rings, or when `signal` is aborted. */
  pause(ms: number, signal: AbortSignal): Promise<void>;
}

export function createAlarm(clock: Clock): Alarm {
  let rung = false;
  let end: (() => void) | null = null;
  return {
    ring() {
      if (end) end();
      else rung = true;
    },
    pause(ms, signal) {
      if (rung || signal.aborted) {
        rung = false;
        return Promise.resolve();
      }
      return new Promise((resolve) => {
        const finish = () => {
          takeBack();
          signal.removeEventListener('abort', finish);
          end = null;
          resolve();
        };
        const takeBack = clock.after(ms, finish);
        signal.addEventListener('abort', finish);
        end = finish;
      });
    },
  };
}

/** Between 5 and 60 seconds, longer after each failure in a row; never exactly as long as another one waits. */
export function backOffMs(failures: number, random: () => number): number {
  const bound = Math.min(60_000, 5_000 * 2 ** Math.min(failures, 10));
  return Math.max(5_000, Math.round(bound * (0.5 + random() / 2)));
}
