// Brings the curves of a run into a table and keeps them up to date, through
// cuts of the wire: asked again, they begin anew.
import { client } from './client.ts';
import { whenOpen } from './connection.ts';
import { toFailure } from './failure.ts';

/** Points column by column; see `pointsSchema`. */
type Points = Awaited<ReturnType<typeof client.runs.points>> extends AsyncIterable<infer P> ? P : never;

const pauseMs = 1_000;

/**
 * Follows until `signal` aborts, the run is over, or the host says that there is none. `add` answers false when points
 * before these are missing, and is then given all of them again.
 */
export async function followPoints(run: string, add: (points: Points) => boolean, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      await whenOpen(signal);
      let isWhole = true;
      for await (const points of await client.runs.points({ run }, { signal })) {
        isWhole = add(points);
        if (!isWhole) break;
      }
      if (isWhole) return;
    } catch (error) {
      if (toFailure(error).code === 'NOT_FOUND') return;
    }
    await pause(signal);
  }
}

function pause(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const timer = setTimeout(resolve, pauseMs);
    signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
  });
}
