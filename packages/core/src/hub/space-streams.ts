// What a Space says while it is built and while it runs, how it fares and how it is, as the Hub streams it (reference
// hub-api 4.2). It never asks again by itself: a stream begins anew with all there was, and who reads it knows what
// was kept.
import type { Secret } from '../secrets/secret.ts';
import { readEvents, usualIdleMs } from './event-stream.ts';
import type { HubClient } from './hub-client.ts';
import { spaceApi } from './spaces.ts';

export interface SpaceStream {
  space: string;
  what: 'logs/build' | 'logs/run' | 'events' | 'metrics';
  /** Of a log: only so many of the last lines, then what comes; all of them when absent. */
  tail?: number;
}

export interface SpaceStreamCall {
  token: Secret;
  signal?: AbortSignal | undefined;
  /** Longest silence; a keep-alive ends it. */
  idleMs?: number;
}

/**
 * The data of one event after the other, as JSON text, until the Hub closes the stream, which says nothing of the
 * Space. Rejects with TIMEOUT after a silence of `idleMs`, with PROVIDER_UNAVAILABLE where the connection breaks, with
 * CANCELLED once `signal` is aborted, and with the codes of `hubFailure`. Leaving the loop ends the request.
 */
export async function* openSpaceStream(
  hub: HubClient,
  { space, what, tail }: SpaceStream,
  call: SpaceStreamCall,
): AsyncGenerator<string, 'closed'> {
  const url = `${spaceApi(hub, space)}/${what}${tail === undefined ? '' : `?tail=${tail}`}`;
  const body = await hub.stream(url, {
    token: call.token,
    signal: call.signal,
    repo: space,
    repoType: 'space',
    permission: 'deploy',
    limits: { headersMs: 60_000, stallMs: call.idleMs ?? usualIdleMs },
  });
  // A keep-alive of these streams is an event without data.
  for await (const events of readEvents(body)) for (const data of events) if (data !== '') yield data;
  return 'closed';
}
