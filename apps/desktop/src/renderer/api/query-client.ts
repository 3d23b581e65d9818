// The cache of everything the host said. Nothing in it grows old by itself: the
// host announces what went stale. Only what the error table lets be asked again
// is, with the server's own delay; commands never are.
import { QueryClient } from '@tanstack/react-query';
import { mayRetry, toFailure } from './failure.ts';

const mostRetries = 2;
/** A person should not sit before a skeleton for longer; then the failure and its button are better. */
const longestWaitMs = 8_000;

/** The delay before the next try in milliseconds, or null to give up. `count` is how often it was tried again. */
export function retryDelayMs(count: number, error: unknown): number | null {
  const failure = toFailure(error);
  if (!mayRetry(failure) || count >= mostRetries) return null;
  const asked = failure.code === 'RATE_LIMITED' ? failure.data.retryAfterMs : null;
  const delayMs = asked ?? 700 * 2 ** count;
  return delayMs > longestWaitMs ? null : delayMs;
}

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // The host is on this computer: the browser's idea of being offline is not ours.
        networkMode: 'always',
        staleTime: Number.POSITIVE_INFINITY,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
        retry: (count, error) => retryDelayMs(count, error) !== null,
        retryDelay: (count, error) => retryDelayMs(count, error) ?? 0,
      },
      mutations: { networkMode: 'always', retry: false },
    },
  });
}
