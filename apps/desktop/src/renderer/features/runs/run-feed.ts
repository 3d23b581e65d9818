// The runs that go on, followed in one place for the strip in the shell, the
// title and the pages. Holds the latest word on each run and nothing of the past.
import type { QueryClient } from '@tanstack/react-query';
import { createStore } from 'zustand/vanilla';
import type { Run } from '@hubdesk/shared/train/run';
import { client, orpc } from '../../api/client.ts';
import { whenOpen } from '../../api/connection.ts';

/** Runs that are not over, as the host last told them. */
export const liveRuns = createStore<readonly Run[]>(() => []);

const pauseMs = 1_000;

const lastStates: readonly Run['state'][] = ['refused', 'completed', 'failed', 'canceled', 'deleted'];

/** Nothing more becomes of it. A state newer than this app may still go on. */
export function isOver({ state, finishedAt }: Pick<Run, 'state' | 'finishedAt'>): boolean {
  return lastStates.includes(state) || (state === 'unknown' && finishedAt !== null);
}

/**
 * Follows until `signal` aborts, through cuts of the wire. `onOver` is called when one that went on does not any more,
 * and `onNew` when one goes on that did not: also while the wire was cut. A page that shows one run sees the same.
 */
export async function followRuns(
  queryClient: QueryClient,
  { onNew, onOver }: { onNew: () => void; onOver: () => void },
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    try {
      await whenOpen(signal);
      for await (const { runs } of await client.runs.follow(undefined, { signal })) {
        for (const run of runs) queryClient.setQueryData(orpc.runs.get.queryKey({ input: { run: run.id } }), run);
        const before = new Set(liveRuns.getState().map(({ id }) => id));
        const live = runs.filter((run) => !isOver(run));
        liveRuns.setState(live, true);
        const isOneNew = live.some(({ id }) => !before.delete(id));
        if (before.size > 0) onOver();
        else if (isOneNew) onNew();
      }
    } catch {
      // A cut wire; the loop waits for the next one.
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
