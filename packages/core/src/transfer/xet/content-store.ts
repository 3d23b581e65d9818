// The content store of Xet over HTTP (hub-docs `docs/xet/api.md`): takes xorbs and
// shards. Both may be sent twice without harm. The token goes to its own address alone.
import { AppError } from '@hubdesk/shared/errors';
import { z } from 'zod';
import { type Answer, hubFailure } from '../../hub/hub-failure.ts';
import type { SendBytes } from '../http/send-bytes.ts';
import type { XetToken } from './xet-token.ts';

export interface ContentStoreParts {
  /** Gives a token: another one than `refused`, which the store does not take any more. */
  getToken: (refused: XetToken | null) => Promise<XetToken>;
  send: SendBytes;
  /** Repeats what may be repeated, as its caller sees fit. */
  insist: <T>(ask: () => Promise<T>) => Promise<T>;
  /** Wall clock, epoch ms. */
  now: () => number;
  signal: AbortSignal;
}

export interface ContentStore {
  /** `onSent` counts bytes of this body; after a failure it starts again. */
  addXorb(hash: string, body: Uint8Array, onSent: (bytes: number) => void): Promise<void>;
  addShard(body: Uint8Array): Promise<void>;
}

const tokenMarginMs = 60_000;
const shardEvent = z.object({ type: z.string(), message: z.string().optional(), retryable: z.boolean().optional() });

export function contentStore({ getToken, send, insist, now, signal }: ContentStoreParts): ContentStore {
  let held: XetToken | null = null;
  let asking: Promise<XetToken> | null = null;
  let streamedShards = true;

  async function currentToken(): Promise<XetToken> {
    return held && held.expiresAtMs - tokenMarginMs > now() ? held : freshToken(held);
  }
  /** Several may find out at the same time that a token is over: they share the next one. */
  async function freshToken(refused: XetToken | null): Promise<XetToken> {
    if (held && held !== refused) return held;
    asking ??= getToken(refused).finally(() => (asking = null));
    held = await asking;
    return held;
  }

  async function post(path: string, body: Uint8Array, onSent?: (bytes: number) => void): Promise<Answer> {
    const attempt = ({ casUrl, accessToken, sessionId }: XetToken) =>
      send({
        method: 'POST',
        url: `${casUrl}${path}`,
        headers: {
          authorization: `Bearer ${accessToken.reveal()}`,
          'content-type': 'application/octet-stream',
          ...(sessionId === null ? {} : { 'x-xet-session-id': sessionId }),
        },
        body,
        onSent,
        signal,
      });
    const used = await currentToken();
    const answer = await attempt(used);
    return answer.status === 401 ? attempt(await freshToken(used)) : answer;
  }

  async function failure(answer: Answer): Promise<AppError> {
    const { casUrl } = await currentToken();
    return hubFailure(answer, { hubUrl: casUrl, host: new URL(casUrl).host, nowMs: now() });
  }

  return {
    addXorb: (hash, body, onSent) =>
      insist(async () => {
        const answer = await post(`/v1/xorbs/default/${hash}`, body, onSent);
        if (answer.status !== 200) throw await failure(answer);
      }),
    addShard: (body) =>
      insist(async () => {
        if (streamedShards) {
          const answer = await post('/v2/shards', body);
          if (answer.status === 200) return requireResult(answer.text);
          if (answer.status !== 404) throw await failure(answer);
          streamedShards = false;
        }
        const answer = await post('/v1/shards', body);
        if (answer.status !== 200) throw await failure(answer);
      }),
  };
}

/** The status of `/v2/shards` comes before the work is done: only the last line tells. */
function requireResult(text: string): void {
  const last = text.trimEnd().split('\n').at(-1) ?? '';
  let event: z.infer<typeof shardEvent> | undefined;
  try {
    event = shardEvent.safeParse(JSON.parse(last)).data;
  } catch {
    event = undefined;
  }
  if (event?.type === 'result') return;
  if (event?.type === 'error' && event.retryable !== true) {
    throw new AppError('INVALID_INPUT', 'The Hub did not accept the list of what was sent.', {
      reason: event.message ?? 'shard',
    });
  }
  throw new AppError('PROVIDER_UNAVAILABLE', 'The service has trouble at the moment.', {
    provider: 'huggingface',
    httpStatus: null,
  });
}
