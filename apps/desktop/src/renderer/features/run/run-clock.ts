// What a run has come to by now: its host tells it a few times a minute, and
// between two words time goes on.
import type { Run } from '@hubdesk/shared/train/run';
import { costUsd } from '@hubdesk/shared/train/run-cost';

/** Not over, as far as anybody knows. */
export function isLive({ state }: Pick<Run, 'state'>): boolean {
  return state === 'launching' || state === 'scheduling' || state === 'running';
}

export interface RunClock {
  runningSeconds: number;
  /** Begun minutes; null without a price. */
  costUsd: number | null;
  /** Until the weights are pushed, at the last pace. */
  remainingSeconds: number | null;
}

type Timed = Pick<
  Run,
  'state' | 'runningSeconds' | 'seenAt' | 'usdPerMinute' | 'costUsd' | 'progress' | 'timeoutSeconds'
>;

export function runClock(run: Timed, nowMs: number): RunClock {
  const seenMs = Date.parse(run.seenAt);
  // A clock that was put back in between takes nothing away.
  const since = run.state === 'running' && !Number.isNaN(seenMs) ? Math.max(0, (nowMs - seenMs) / 1_000) : 0;
  const most = run.timeoutSeconds ?? Number.POSITIVE_INFINITY;
  const runningSeconds = Math.max(run.runningSeconds, Math.min(run.runningSeconds + since, most));
  const remaining = run.progress?.remainingSeconds ?? null;
  return {
    runningSeconds,
    costUsd: run.state === 'running' ? costUsd(runningSeconds, run.usdPerMinute) : run.costUsd,
    remainingSeconds: remaining === null ? null : Math.max(0, remaining - since),
  };
}
