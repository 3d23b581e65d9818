// How busy the machine of a Space is, for as long as it runs, and again when it runs the next time. Ends with `signal`.
import type { MachineSample } from '@hubdesk/shared/train/run';
import { isAppError } from '@hubdesk/shared/errors';
import type { HubClient } from '../hub/hub-client.ts';
import { openSpaceStream } from '../hub/space-streams.ts';
import type { Clock } from '../ports/clock.ts';
import type { Secret } from '../secrets/secret.ts';
import { readMachineSample } from '../train/run/machine-ring.ts';
import { createAlarm } from '../train/run/pause.ts';
import { isHopeless, pauseAfter } from './hopeless.ts';
import { inBatches } from './in-batches.ts';
import { requireThere } from './require-there.ts';

const batch = { most: 60, withinMs: 50 };
/** The Hub ends the stream of a machine that does not run. */
const shortestPauseMs = 3_000;

export async function* followMachine(parts: {
  hub: HubClient;
  space: string;
  token(): Promise<Secret>;
  clock: Clock;
  signal: AbortSignal;
}): AsyncGenerator<{ samples: MachineSample[] }, void> {
  const { hub, space, token, clock, signal } = parts;
  const alarm = createAlarm(clock);
  for (let failures = 0; !signal.aborted; failures += 1) {
    const connection = new AbortController();
    let failure: unknown = null;
    try {
      const call = { token: await token(), signal: AbortSignal.any([signal, connection.signal]) };
      for await (const events of inBatches(openSpaceStream(hub, { space, what: 'metrics' }, call), {
        ...batch,
        clock,
      })) {
        const at = new Date(clock.now()).toISOString();
        const samples = events.flatMap((data) => readMachineSample(data, at) ?? []);
        if (samples.length > 0) yield { samples };
        failures = 0;
      }
    } catch (error) {
      if (signal.aborted) return;
      // A machine that does not run may have no such stream.
      if (isAppError(error, 'NOT_FOUND')) await requireThere({ hub, space, token, signal });
      else if (isHopeless(error)) throw error;
      failure = error;
    } finally {
      connection.abort();
    }
    await alarm.pause(Math.max(shortestPauseMs, pauseAfter(failure, failures)), signal);
  }
}
