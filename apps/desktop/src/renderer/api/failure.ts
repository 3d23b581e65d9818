// Turns anything caught into a `Failure` of the closed table. What the host did
// not declare becomes INTERNAL: its text is never shown to a person.
import { ORPCError } from '@orpc/client';
import type { ErrorCode, errorTable, Failure } from '@hubdesk/shared/errors';
import { connection } from './connection.ts';

type RetryColumn = { [C in ErrorCode]: (typeof errorTable)[C]['retry'] };

/** The table's `retry` column without its schemas; a difference between the two does not compile. */
const retryColumn: RetryColumn = {
  INVALID_INPUT: false,
  SIGNED_OUT: false,
  TOKEN_REJECTED: false,
  MISSING_PERMISSION: false,
  ORG_RESTRICTED: false,
  PAYMENT_REQUIRED: false,
  GATED: false,
  NOT_FOUND: false,
  CONFLICT: false,
  RATE_LIMITED: true,
  KEYCHAIN_UNAVAILABLE: false,
  PASSPHRASE_NEEDED: false,
  UNSUPPORTED: false,
  MODEL_NOT_SERVED: false,
  PROVIDER_UNAVAILABLE: true,
  INTERCEPTED: false,
  HUB_CHANGED: false,
  OFFLINE: true,
  TIMEOUT: true,
  CANCELLED: false,
  STORAGE_FAILED: false,
  FILE_UNREADABLE: false,
  NO_TOKENIZER: false,
  ALREADY_THERE: false,
  INTERNAL: false,
};

export function mayRetry(failure: Failure): boolean {
  return retryColumn[failure.code];
}

/** Any caught value as a `Failure`. An abort is CANCELLED; a call that had no host is OFFLINE from `hubdesk`. */
export function toFailure(caught: unknown): Failure {
  if (caught instanceof ORPCError && caught.defined && isFailure(caught)) {
    return caught;
  }
  if (caught instanceof Error && caught.name === 'AbortError') {
    return { code: 'CANCELLED', message: 'Stopped.', data: {} };
  }
  if (connection.getState().phase !== 'open') {
    return { code: 'OFFLINE', message: 'Hubdesk itself is not answering.', data: { host: 'hubdesk' } };
  }
  return { code: 'INTERNAL', message: 'Something went wrong inside Hubdesk.', data: { ref: 'screen' } };
}

/** A failure kept in an answer (`Problem`) is the same thing: the host parsed it before it sent it. */
export function isFailure(value: { code: string; message: string; data: unknown }): value is Failure {
  return Object.hasOwn(retryColumn, value.code) && typeof value.data === 'object' && value.data !== null;
}
