// What a job says while it lives, as the Hub streams it: its log, its figures, its stages (reference hub-api 3.4).
// Yields the text of each event and judges none of it. It never asks again by itself: a stream that ends or breaks is
// the reader's to judge, who alone knows what was kept of it.
import { isAppError } from '@hubdesk/shared/errors';
import type { Secret } from '../secrets/secret.ts';
import { readEvents, usualIdleMs } from './event-stream.ts';
import type { HubClient } from './hub-client.ts';
import { jobUrl } from './jobs.ts';

export interface JobStream {
  namespace: string;
  id: string;
  what: 'logs' | 'metrics' | 'events';
  /** Only so many of the last lines, then what comes; all of them when absent. */
  tail?: number;
}

export interface JobStreamCall {
  token: Secret;
  signal?: AbortSignal | undefined;
  /** Longest silence; a keep-alive, which the Hub sends about every 30 seconds, ends it. */
  idleMs?: number;
}

/**
 * The data of one event after the other, until the Hub closes the stream, which says nothing of the job: ask for its
 * stage. Figures of a job that is over are no failure but an end. Rejects with TIMEOUT after a silence of `idleMs`,
 * with PROVIDER_UNAVAILABLE where the connection breaks, with CANCELLED once `signal` is aborted, and with the codes
 * of `hubFailure`. Aborting `signal` ends the request at once; leaving the loop does so too.
 */
export async function* openJobStream(
  hub: HubClient,
  stream: JobStream,
  call: JobStreamCall,
): AsyncGenerator<string, 'closed'> {
  for await (const events of openJobBatches(hub, stream, call)) for (const data of events) yield data;
  return 'closed';
}

/** As `openJobStream`, with all that came in one piece at once: for a log that comes as fast as the wire carries it. */
export async function* openJobBatches(
  hub: HubClient,
  { namespace, id, what, tail }: JobStream,
  call: JobStreamCall,
): AsyncGenerator<readonly string[], 'closed'> {
  const url = `${jobUrl(hub, namespace, id)}/${what}${tail === undefined ? '' : `?tail=${tail}`}`;
  let body: ReadableStream<Uint8Array>;
  try {
    const limits = { headersMs: 60_000, stallMs: call.idleMs ?? usualIdleMs };
    body = await hub.stream(url, {
      token: call.token,
      signal: call.signal,
      permission: 'jobs',
      what: 'This job',
      limits,
    });
  } catch (error) {
    if (what === 'metrics' && isAppError(error, 'PROVIDER_UNAVAILABLE') && error.data.httpStatus === 500)
      return 'closed';
    throw error;
  }
  yield* readEvents(body);
  return 'closed';
}
