// `fetch` for talking to strangers: no redirects, no endless waits, no endless
// bodies. It can be handed to the official clients, which know none of these.
import { AppError } from '@hubdesk/shared/errors';
import { networkFailure } from './network-failure.ts';

export interface FetchLimits {
  /** Until the answer's headers are there. */
  headersMs: number;
  /** Longest silence while the body arrives. */
  stallMs: number;
  /** Most bytes of body, counted after decompression. */
  maxBytes: number;
}

export const jsonLimits: FetchLimits = { headersMs: 30_000, stallMs: 30_000, maxBytes: 32 * 1024 * 1024 };

/**
 * Wraps `fetch` with the limits. Rejects with OFFLINE, TIMEOUT, CANCELLED or
 * INTERCEPTED (a redirect: followed nowhere, since Node would send `x-api-key`
 * style headers along; `hand-back` returns it for a caller that knows where it
 * may go); every other status is returned for the caller to read.
 * Reading the body past `maxBytes` fails with HUB_CHANGED.
 */
export function guardedFetch(limits: FetchLimits, redirects: 'refuse' | 'hand-back' = 'refuse'): typeof fetch {
  return async (input, init) => {
    const host = hostOf(input);
    const timer = new AbortController();
    const signals = [timer.signal, init?.signal ?? (input instanceof Request ? input.signal : undefined)];
    const signal = AbortSignal.any(signals.filter((each) => each !== undefined && each !== null));
    const timedOut = () => new AppError('TIMEOUT', `${host} did not answer in time.`, { host });
    const headersTimer = setTimeout(() => timer.abort(timedOut()), limits.headersMs);
    let response: Response;
    try {
      response = await fetch(input, { ...init, redirect: 'manual', signal });
    } catch (error) {
      throw networkFailure(error, host, signal);
    } finally {
      clearTimeout(headersTimer);
    }
    if (redirects === 'refuse' && response.status >= 300 && response.status < 400 && response.status !== 304) {
      await response.body?.cancel();
      throw new AppError('INTERCEPTED', `${host} tried to send this request elsewhere.`, { by: 'redirect', host });
    }
    return limitBody(response, limits, host, timer, signal);
  };
}

function limitBody(response: Response, limits: FetchLimits, host: string, timer: AbortController, signal: AbortSignal): Response {
  if (!response.body) return response;
  let received = 0;
  let stall: NodeJS.Timeout | undefined;
  const rearm = () => {
    clearTimeout(stall);
    stall = setTimeout(() => timer.abort(new AppError('TIMEOUT', `${host} stopped in the middle of its answer.`, { host })), limits.stallMs);
  };
  const reader = response.body.getReader();
  rearm();
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      try {
        const { done, value } = await reader.read();
        if (done) {
          clearTimeout(stall);
          controller.close();
          return;
        }
        rearm();
        received += value.byteLength;
        if (received > limits.maxBytes) {
          clearTimeout(stall);
          timer.abort();
          controller.error(new AppError('HUB_CHANGED', `${host} sent far more than this answer should hold.`, { what: 'size' }));
          return;
        }
        controller.enqueue(value);
      } catch (error) {
        clearTimeout(stall);
        controller.error(networkFailure(error, host, signal));
      }
    },
    cancel(reason) {
      clearTimeout(stall);
      return reader.cancel(reason);
    },
  });
  return new Response(body, { status: response.status, statusText: response.statusText, headers: response.headers });
}

function hostOf(input: Parameters<typeof fetch>[0]): string {
  const url = input instanceof Request ? input.url : String(input);
  return URL.canParse(url) ? new URL(url).host : 'The server';
}
