// Work that somebody may stop waiting for. It goes on by itself.
import { AppError } from '@hubdesk/shared/errors';

/** Rejects with CANCELLED when the signal says so first. */
export function untilAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work;
  return new Promise((resolve, reject) => {
    const abort = () => reject(new AppError('CANCELLED', 'Stopped.', {}));
    if (signal.aborted) return abort();
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
