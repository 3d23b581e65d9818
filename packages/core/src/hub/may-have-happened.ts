// Whether something that was sent may have been done although its answer says otherwise, or never came.
import { isAppError } from '@hubdesk/shared/errors';

/** Answers that were lost, and failures of a Hub that may have done its work before. */
export function mayHaveHappened(error: unknown): boolean {
  return (
    !isAppError(error) ||
    ['OFFLINE', 'TIMEOUT', 'PROVIDER_UNAVAILABLE', 'INTERCEPTED', 'HUB_CHANGED', 'CANCELLED', 'INTERNAL'].includes(
      error.code,
    )
  );
}
