// Who may come through a Space's door: anybody into a public Space, into a private one whoever may read it, by token or
// by a signed link. A call of a ZeroGPU Space uses up GPU seconds of whoever makes it, and is refused without any.
import type { IncomingMessage } from 'node:http';
import { callerOf, type Caller } from '../caller.ts';
import { Refusal } from '../http/reply.ts';
import { maySee } from '../repos/access.ts';
import type { Store } from '../store.ts';
import type { AppTokens } from './app-token.ts';
import { ZERO_GPU } from './space-hardware.ts';
import type { Space } from './space.ts';
import type { ZeroGpuQuota } from './zero-gpu-quota.ts';

interface Desk {
  store: Store;
  now: () => number;
  tokens: AppTokens;
  quota: ZeroGpuQuota;
}

// What a call is taken to have used: how long it really ran cannot be told from outside.
const CALL_GPU_SECONDS = 10;
const CALL = /\/(?:queue\/join|call\/(?:v2\/)?\w+|run\/\w+)$/;

/** Throws a Refusal for whoever may not come in. */
export function admit({ store, now, tokens, quota }: Desk, space: Space, request: IncomingMessage, url: URL): void {
  const { name, visibility } = space.repo.facts;
  const caller = knownCaller(store, request);
  const signed = url.searchParams.get('__sign');
  if (visibility === 'private' && !maySee(caller, space.repo) && !(signed && tokens.admits(signed, name, now()))) {
    throw new Refusal(401, 'This Space is private.');
  }
  if (space.hardware.requested !== ZERO_GPU || request.method !== 'POST' || !CALL.test(url.pathname)) return;
  const account = caller?.account.name;
  if (quota.of(account).current < CALL_GPU_SECONDS) {
    throw new Refusal(429, 'You have exceeded your ZeroGPU quota. It comes back tomorrow.');
  }
  quota.use(account, CALL_GPU_SECONDS);
}

// An app may use the header for itself: a token that is not ours is nobody's.
function knownCaller(store: Store, { headers }: IncomingMessage): Caller | undefined {
  try {
    return callerOf(store, headers);
  } catch {
    return undefined;
  }
}
