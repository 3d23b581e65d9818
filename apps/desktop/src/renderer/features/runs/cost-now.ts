import { costUsd } from '@hubdesk/shared/train/run-cost';
import type { Run } from '@hubdesk/shared/train/run';
import { isOver } from './run-feed.ts';

/** What a run has cost by `nowMs` (epoch milliseconds): counted on from when it was last seen while it runs. */
export function costNow(run: Run, nowMs: number): number | null {
  if (isOver(run) || run.state !== 'running') return run.costUsd;
  const sinceSeconds = Math.max(0, (nowMs - Date.parse(run.seenAt)) / 1_000);
  return costUsd(run.runningSeconds + sinceSeconds, run.usdPerMinute);
}
