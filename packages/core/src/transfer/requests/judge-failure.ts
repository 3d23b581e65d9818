// What to do about a request that failed: the table of reference security 4.1,
// without a clock. Refuses to decide what only the asker can know, such as what
// a refused request was about.
import { AppError, isAppError } from '@hubdesk/shared/errors';

export type Verdict =
  /** This request again, after a while; others go on. */
  | { do: 'retry'; afterMs: number }
  /** Every request waits. With `probe`, one alone goes first then. */
  | { do: 'hold'; afterMs: number; probe: boolean }
  /** No repetition helps: the asker's matter, or the person's. */
  | { do: 'give-up' };

export const offlineProbeMs = 5_000;
const firstBackOffMs = 1_000;
const longestBackOffMs = 60_000;
/** Full jitter may be nothing at all; a busy loop it must not be. */
const shortestBackOffMs = 100;

/** Full jitter: anything up to a bound that doubles from one second to a minute. `random` is in [0, 1). */
export function backOffMs(attempt: number, random: () => number): number {
  const bound = Math.min(longestBackOffMs, firstBackOffMs * 2 ** Math.min(attempt, 10));
  return Math.max(shortestBackOffMs, Math.floor(random() * bound));
}

/** `attempt` counts from 0, the first failure of this request in a row. */
export function judgeFailure(error: unknown, attempt: number, random: () => number): Verdict {
  if (isAppError(error, 'RATE_LIMITED')) {
    const { retryAfterMs } = error.data;
    const jitter = backOffMs(retryAfterMs === null ? attempt : 0, random);
    // Asked to come back at a time, all would come at once: a little later, each by itself.
    return { do: 'hold', afterMs: retryAfterMs === null ? jitter : retryAfterMs + Math.min(jitter, 500), probe: true };
  }
  switch (error instanceof AppError ? error.code : null) {
    case 'OFFLINE':
      return { do: 'hold', afterMs: offlineProbeMs, probe: true };
    case 'TIMEOUT':
    case 'PROVIDER_UNAVAILABLE':
      return { do: 'retry', afterMs: backOffMs(attempt, random) };
    default:
      return { do: 'give-up' };
  }
}

const personsMatter: ReadonlySet<string> = new Set([
  'SIGNED_OUT',
  'TOKEN_REJECTED',
  'MISSING_PERMISSION',
  'ORG_RESTRICTED',
  'PAYMENT_REQUIRED',
  'GATED',
  'NOT_FOUND',
  'KEYCHAIN_UNAVAILABLE',
  'PASSPHRASE_NEEDED',
  'INTERCEPTED',
  'HUB_CHANGED',
  'STORAGE_FAILED',
  'ALREADY_THERE',
  'CANCELLED',
  'INTERNAL',
]);

/** True for what ends the whole transfer for now, and not just the file it struck. */
export function stopsAll(error: unknown): boolean {
  return !(error instanceof AppError) || personsMatter.has(error.code);
}
