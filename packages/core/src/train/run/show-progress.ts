// How far the runs are, told to the taskbar for as long as they are followed.
import type { Run } from '@hubdesk/shared/train/run';
import type { Taskbar } from '../../ports/taskbar.ts';

type Seen = Pick<Run, 'state' | 'progress'>;

/** Of all that have begun their steps together, from 0 to 1; null while none has. */
export function shareOfRuns(runs: readonly Seen[]): number | null {
  const shares = runs.flatMap(({ state, progress }) =>
    state === 'running' && progress !== null && progress.maxSteps > 0 ? [Math.min(1, progress.step / progress.maxSteps)] : [],
  );
  return shares.length === 0 ? null : shares.reduce((sum, share) => sum + share, 0) / shares.length;
}

/** Ends with `followed`, and takes the sign away then. */
export async function showProgress(followed: AsyncIterable<{ runs: readonly Seen[] }>, taskbar: Taskbar): Promise<void> {
  let last: number | null = null;
  const show = (share: number | null) => {
    // A system draws it by the pixel; a hundredth is more than anybody sees.
    const next = share === null ? null : Math.round(share * 100) / 100;
    if (next !== last) taskbar.show(next);
    last = next;
  };
  try {
    for await (const { runs } of followed) show(shareOfRuns(runs));
  } finally {
    show(null);
  }
}
