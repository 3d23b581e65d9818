// The way to one app that somebody else runs: every request goes to its own origin and nowhere else, and the token
// only where that origin is one of Hugging Face's, the app's own domain, or this machine.
import { AppError } from '@hubdesk/shared/errors';
import type { Secret } from '../secrets/secret.ts';
import { type FetchLimits, guardedFetch } from './guarded-fetch.ts';
import { shortText } from './hub-client.ts';
import { retryAfterMs, upstreamWords } from './hub-failure.ts';
import { isLoopback } from './safe-address.ts';

export interface AppAddress {
  /** Where it answers, as the Hub says: `https://sandy-chat.hf.space`. */
  url: string;
  /** Null: it is asked as a stranger would. */
  token: Secret | null;
  /** Hosts that the Hub names as the app's own domains. */
  domains?: readonly string[] | undefined;
}

const hostsOfApps = ['.hf.space', '.hf.jobs'];

/** Whether the token may be sent there: encrypted to an app of Hugging Face or its own domain, or to this machine. */
export function mayHaveToken(url: URL, domains: readonly string[] = []): boolean {
  if (isLoopback(url)) return true;
  if (url.protocol !== 'https:') return false;
  return hostsOfApps.some((end) => url.hostname.endsWith(end)) || domains.includes(url.hostname);
}

export type AppFetch = (url: string | URL, init?: RequestInit) => Promise<Response>;

/**
 * `fetch` for that app alone. Rejects with HUB_CHANGED, before anything is sent, for any other origin; with the codes
 * of `guardedFetch`; a redirect is INTERCEPTED. Any status is returned.
 */
export function appFetch({ url, token, domains }: AppAddress, limits: FetchLimits): AppFetch {
  if (!URL.canParse(url)) throw new AppError('HUB_CHANGED', 'The Hub gave no address of the app.', { what: 'address' });
  const own = new URL(url);
  const ask = guardedFetch(limits);
  return async (input, init) => {
    const target = new URL(input);
    // Behind the Hub's proxy an app may take itself for an unencrypted one.
    if (target.host === own.host && target.protocol === 'http:') target.protocol = own.protocol;
    if (target.origin !== own.origin) {
      throw new AppError('HUB_CHANGED', `The app of ${own.host} asked to be asked elsewhere.`, { what: 'link' });
    }
    const headers = new Headers(init?.headers);
    headers.delete('authorization');
    if (token !== null && mayHaveToken(target, domains)) headers.set('authorization', `Bearer ${token.reveal()}`);
    return ask(target, { ...init, headers });
  };
}

/** An answer of an app that is not a success, as one of our codes. `answer.text` is its beginning. */
export async function appRefusal(response: Response, { host }: URL, hadToken: boolean): Promise<AppError> {
  const { status } = response;
  if (status === 401 || status === 403 || (status === 404 && !hadToken)) {
    await response.body?.cancel();
    return hadToken
      ? new AppError('MISSING_PERMISSION', 'The app is private, and this token may not use it.', { permission: 'read' })
      : new AppError('NOT_FOUND', 'The app is private, or is not there.', { what: host });
  }
  if (status === 404)
    return new AppError('NOT_FOUND', 'There is no such app, or none that can be asked this way.', { what: host });
  if (status === 429) {
    await response.body?.cancel();
    return new AppError('RATE_LIMITED', 'The app asks for a pause before the next question.', {
      retryAfterMs: retryAfterMs(response.headers, Date.now()),
    });
  }
  const said = upstreamWords(await shortText(response));
  if (status >= 500) {
    const words =
      status === 503 ? 'The app is not up: it is starting, asleep or was stopped.' : 'The app answered with an error.';
    return new AppError('PROVIDER_UNAVAILABLE', words, { provider: 'app', httpStatus: status });
  }
  return new AppError(
    'INVALID_INPUT',
    said === '' ? 'The app did not take this question.' : `The app did not take this question: ${said}`,
    { reason: said || `HTTP ${status}` },
  );
}
