// The one place where a connection that failed becomes a code: whatever `fetch`
// or `node:http` gave up with. Answers, of whatever status, are `hub-failure`'s.
import { AppError } from '@hubdesk/shared/errors';

/** Whatever a request to `host` rejected with, as one of our codes. An `AppError` the signal was aborted with comes first. */
export function networkFailure(error: unknown, host: string, signal: AbortSignal): AppError {
  if (signal.aborted && signal.reason instanceof AppError) return signal.reason;
  if (error instanceof AppError) return error;
  if (signal.aborted) return new AppError('CANCELLED', 'Stopped.', {});
  const code = networkCode(error);
  // The fetch standard makes a 407 a network error; undici's is the one with neither code nor words.
  if (code === '' && error instanceof Error && error.cause instanceof Error && error.cause.message === '') {
    return new AppError(
      'INTERCEPTED',
      'A proxy between here and the Hub asks for a login.',
      { by: 'proxy', host },
      { cause: error },
    );
  }
  if (code.includes('TIMEOUT') || code === 'ETIMEDOUT') {
    return new AppError('TIMEOUT', `${host} did not answer in time.`, { host }, { cause: error });
  }
  // The server was there and hung up: that is its trouble, not the network's.
  if (code === 'ECONNRESET' || code === 'EPIPE' || code === 'UND_ERR_SOCKET') {
    return new AppError(
      'PROVIDER_UNAVAILABLE',
      `${host} broke the connection off.`,
      { provider: 'huggingface', httpStatus: null },
      { cause: error },
    );
  }
  return new AppError('OFFLINE', `${host} cannot be reached.`, { host }, { cause: error });
}

/** undici hides the system's own code one or two causes deep. */
function networkCode(error: unknown): string {
  for (let each: unknown = error, depth = 0; each instanceof Error && depth < 4; each = each.cause, depth += 1) {
    if ('code' in each && typeof each.code === 'string') return each.code;
  }
  return '';
}
