// Brings the curves of a run into a table and keeps them up to date, through
// cuts of the wire: asked again, they begin anew.
import { client } from './client.ts';
import { followStream } from './follow-stream.ts';

/** Points column by column; see `pointsSchema`. */
type Points = Awaited<ReturnType<typeof client.runs.points>> extends AsyncIterable<infer P> ? P : never;

/**
 * Follows until `signal` aborts, the run is over, or the host says that there is none. `add` answers false when points
 * before these are missing, and is then given all of them again.
 */
export function followPoints(run: string, add: (points: Points) => boolean, signal: AbortSignal): Promise<void> {
  return followStream({
    open: (wanted) => client.runs.points({ run }, { signal: wanted }),
    onItem: add,
    isOver: () => true,
    endsWith: ({ code }) => code === 'NOT_FOUND',
    signal,
  });
}
