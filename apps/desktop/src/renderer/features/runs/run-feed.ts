// The runs that go on, followed in one place for the strip in the shell, the
// title and the pages. Holds the latest word on each run and nothing of the past.
import type { QueryClient } from '@tanstack/react-query';
import { createStore } from 'zustand/vanilla';
import type { Run } from '@hubdesk/shared/train/run';
import { client, orpc } from '../../api/client.ts';
import { followStream } from '../../api/follow-stream.ts';

/** Runs that are not over, as the host last told them. */
export const liveRuns = createStore<readonly Run[]>(() => []);

const lastStates: readonly Run['state'][] = ['refused', 'completed', 'failed', 'canceled', 'deleted'];

/** Nothing more becomes of it. A state newer than this app may still go on. */
export function isOver({ state, finishedAt }: Pick<Run, 'state' | 'finishedAt'>): boolean {
  return lastStates.includes(state) || (state === 'unknown' && finishedAt !== null);
}

/**
 * Follows until `signal` aborts, through cuts of the wire. `onOver` is called when one that went on does not any more,
 * and `onNew` when one goes on that did not: also while the wire was cut. A page that shows one run sees the same.
 */
export function followRuns(
  queryClient: QueryClient,
  { onNew, onOver }: { onNew: () => void; onOver: () => void },
  signal: AbortSignal,
): Promise<void> {
  return followStream({
    open: (wanted) => client.runs.follow(undefined, { signal: wanted }),
    onItem: ({ runs }) => {
      for (const run of runs) queryClient.setQueryData(orpc.runs.get.queryKey({ input: { run: run.id } }), run);
      const before = new Set(liveRuns.getState().map(({ id }) => id));
      const live = runs.filter((run) => !isOver(run));
      liveRuns.setState(live, true);
      const isOneNew = live.some(({ id }) => !before.delete(id));
      if (before.size > 0) onOver();
      else if (isOneNew) onNew();
    },
    endsWith: () => false,
    signal,
  });
}
