// Whether a command that failed may have been carried out all the same: then it
// is tried again under the same id, so that nothing is done twice.
import type { ErrorCode } from '@hubdesk/shared/errors';
import { toFailure } from './failure.ts';

const unsure: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'OFFLINE',
  'TIMEOUT',
  'PROVIDER_UNAVAILABLE',
  'INTERCEPTED',
  'HUB_CHANGED',
  'CANCELLED',
  'INTERNAL',
]);

export function mayHaveHappened(error: unknown): boolean {
  return unsure.has(toFailure(error).code);
}
