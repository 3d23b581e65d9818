// Which failures of a stream only a person can solve: nobody asks again by himself after these.
import { type ErrorCode, isAppError } from '@hubdesk/shared/errors';

const hopeless: ReadonlySet<ErrorCode> = new Set([
  'TOKEN_REJECTED',
  'SIGNED_OUT',
  'PASSPHRASE_NEEDED',
  'KEYCHAIN_UNAVAILABLE',
  'MISSING_PERMISSION',
  'ORG_RESTRICTED',
  'NOT_FOUND',
  'PAYMENT_REQUIRED',
]);

export function isHopeless(error: unknown): boolean {
  return isAppError(error) && hopeless.has(error.code);
}

/** The Hub's own delay where it named one, else twice as long after each failure in a row, up to half a minute. */
export function pauseAfter(error: unknown, failures: number): number {
  const asked = isAppError(error, 'RATE_LIMITED') ? (error.data.retryAfterMs ?? 0) : 0;
  return Math.max(asked, Math.min(30_000, 500 * 2 ** Math.min(failures, 10)));
}
