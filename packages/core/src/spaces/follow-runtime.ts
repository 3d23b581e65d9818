// How a Space is, now and after each change: told by the Hub's stream of events, and asked for where that is not to be
// had. Goes on through cuts until `signal`; rejects with what only a person can solve.
import type { SpaceRuntime } from '@hubdesk/shared/spaces/space';
import type { HubClient } from '../hub/hub-client.ts';
import { spaceRuntimeWireSchema } from '../hub/space-schema.ts';
import { openSpaceStream } from '../hub/space-streams.ts';
import { fetchRuntime } from '../hub/spaces.ts';
import type { Clock } from '../ports/clock.ts';
import type { Secret } from '../secrets/secret.ts';
import { createAlarm } from '../train/run/pause.ts';
import { isHopeless, pauseAfter } from './hopeless.ts';
import { inBatches } from './in-batches.ts';

export interface FollowRuntimeParts {
  hub: HubClient;
  space: string;
  token(): Promise<Secret>;
  clock: Clock;
  signal: AbortSignal;
}

export interface RuntimeNews {
  /** ISO, by our clock. */
  at: string;
  runtime: SpaceRuntime;
  /** `waiting`: for the network or a delay the Hub asked for; what is told is what was known last. */
  following: 'live' | 'waiting';
}

const batch = { most: 100, withinMs: 100 };

/** Each state once. Ends with `signal`; rejects with NOT_FOUND when the Space is gone. */
export async function* followRuntime(parts: FollowRuntimeParts): AsyncGenerator<RuntimeNews, void> {
  const { clock, signal } = parts;
  const alarm = createAlarm(clock);
  const told: { last: RuntimeNews | null } = { last: null };
  let failures = 0;

  function news(runtime: SpaceRuntime, following: RuntimeNews['following']): RuntimeNews | null {
    const { last } = told;
    const isNew = last?.following !== following || JSON.stringify(last.runtime) !== JSON.stringify(runtime);
    if (!isNew) return null;
    told.last = { at: new Date(clock.now()).toISOString(), runtime, following };
    return told.last;
  }

  while (!signal.aborted) {
    let failure: unknown = null;
    try {
      for await (const runtime of runtimes(parts)) {
        failures = 0;
        const next = news(runtime, 'live');
        if (next) yield next;
      }
    } catch (error) {
      if (signal.aborted) return;
      failure = error;
    }
    // A stream that is not to be had says nothing of the Space: only the Space itself does.
    try {
      const next = news(await askOnce(parts), 'live');
      if (next) yield next;
    } catch (error) {
      if (signal.aborted) return;
      if (isHopeless(error)) throw error;
      failure = error;
      const next = told.last && news(told.last.runtime, 'waiting');
      if (next) yield next;
    }
    await alarm.pause(pauseAfter(failure, failures), signal);
    failures += 1;
  }
}

async function askOnce({ hub, space, token, signal }: FollowRuntimeParts): Promise<SpaceRuntime> {
  return fetchRuntime(hub, space, { token: await token(), signal });
}

async function* runtimes(parts: FollowRuntimeParts): AsyncGenerator<SpaceRuntime> {
  const { hub, space, token, clock, signal } = parts;
  const connection = new AbortController();
  const call = { token: await token(), signal: AbortSignal.any([signal, connection.signal]) };
  try {
    for await (const events of inBatches(openSpaceStream(hub, { space, what: 'events' }, call), { ...batch, clock })) {
      const told = events.map(readRuntime);
      yield* told.filter((runtime) => runtime !== null);
      // What else it may say, it says because something has changed; however often it says so, once is enough.
      if (told.includes(null)) yield await askOnce(parts);
    }
  } finally {
    connection.abort();
  }
}

function readRuntime(data: string): SpaceRuntime | null {
  try {
    return spaceRuntimeWireSchema.safeParse(JSON.parse(data)).data ?? null;
  } catch {
    return null;
  }
}
