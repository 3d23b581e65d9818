// One line to the Hub for all runs that are followed: when it is down, or the
// Hub asks for a pause, one question alone looks from time to time and all
// others wait. Waits are durations, so a clock that is put back harms none.
import type { Problem } from '@hubdesk/shared/account/account';
import { isAppError } from '@hubdesk/shared/errors';
import type { Clock } from '../../ports/clock.ts';
import { problemOf } from '../../transfer/problem.ts';
import { offlineProbeMs } from '../../transfer/requests/judge-failure.ts';

export interface ConnectionLine {
  /** Asks when the line is free. What it fails with is thrown, and shuts the line where every other request would fare alike. */
  ask<T>(request: () => Promise<T>, signal: AbortSignal): Promise<T>;
  /** Resolves when the line is not down. */
  free(signal: AbortSignal): Promise<void>;
  /** Why all wait; null while they do not. */
  problem(): Problem | null;
  /** Looks at once: the network may be back. */
  nudge(): void;
}

const shortestPauseMs = 1_000;
const unnamedPauseMs = 30_000;

export function createConnectionLine({ clock, changed }: { clock: Clock; changed: () => void }): ConnectionLine {
  let shut: { problem: Problem; due: boolean; takeBack: () => void } | null = null;
  let probing = false;
  let woken = Promise.withResolvers<void>();

  function wake(): void {
    woken.resolve();
    woken = Promise.withResolvers<void>();
  }

  function shutFor(pauseMs: number, error: unknown): void {
    shut?.takeBack();
    const entry = { problem: problemOf(error), due: false, takeBack: () => {} };
    entry.takeBack = clock.after(pauseMs, () => {
      entry.due = true;
      wake();
    });
    shut = entry;
    changed();
  }

  function open(): void {
    if (shut === null) return;
    shut.takeBack();
    shut = null;
    wake();
    changed();
  }

  async function change(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const aborted = Promise.withResolvers<void>();
    const end = () => aborted.resolve();
    signal.addEventListener('abort', end, { once: true });
    await Promise.race([woken.promise, aborted.promise]);
    signal.removeEventListener('abort', end);
    signal.throwIfAborted();
  }

  return {
    async ask(request, signal) {
      while (shut !== null && (!shut.due || probing)) await change(signal);
      signal.throwIfAborted();
      const isProbe = shut !== null;
      if (isProbe) probing = true;
      const askedMs = clock.now();
      try {
        const answer = await request();
        open();
        return answer;
      } catch (error) {
        const pauseMs = pauseAfter(error, clock.now() - askedMs);
        if (pauseMs !== null) shutFor(pauseMs, error);
        // An answer, if not the one that was hoped for.
        else if (!isAppError(error, 'CANCELLED')) open();
        throw error;
      } finally {
        if (isProbe) {
          probing = false;
          wake();
        }
      }
    },
    async free(signal) {
      while (shut !== null) await change(signal);
    },
    problem: () => shut?.problem ?? null,
    nudge() {
      if (shut === null) return;
      shut.due = true;
      wake();
    },
  };
}

/** For how long nobody should ask after this failure; null for one that is about that request alone. */
function pauseAfter(error: unknown, tookMs: number): number | null {
  // Waiting for no answer was a pause already; a clock that was put back counts for none.
  if (isAppError(error, 'TIMEOUT')) return Math.min(offlineProbeMs, Math.max(shortestPauseMs, offlineProbeMs - tookMs));
  if (isAppError(error, 'RATE_LIMITED')) return Math.max(shortestPauseMs, error.data.retryAfterMs ?? unnamedPauseMs);
  if (isAppError(error, 'OFFLINE') || isAppError(error, 'INTERCEPTED')) return offlineProbeMs;
  // The connection broke off: no status.
  if (isAppError(error, 'PROVIDER_UNAVAILABLE') && error.data.httpStatus === null) return offlineProbeMs;
  return null;
}
