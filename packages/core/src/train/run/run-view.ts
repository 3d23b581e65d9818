// A run as people see it, worked out from its record.
import { costUsd, paceOf, project } from '@hubdesk/shared/train/run-cost';
import type { Run } from '@hubdesk/shared/train/run';
import { phasesOf } from './run-phases.ts';
import { isOver, stateOf } from './reduce-run.ts';
import { pushesWeights, type RunRecord } from './run-record.ts';

export interface Following {
  following: Run['following'];
  problem: Run['problem'];
}

export const notFollowed: Following = { following: 'no', problem: null };

export function viewOf(record: RunRecord, { following, problem }: Following, hubUrl: string): Run {
  const { config, seen, digest } = record;
  const repo = digest.verified?.repo ?? config?.output.repo ?? '';
  const runningSeconds = seen?.runningSeconds ?? 0;
  return {
    id: record.id,
    kind: record.kind,
    name: record.name,
    note: record.note,
    config,
    namespace: record.namespace,
    job: record.job,
    jobUrl: record.jobUrl,
    state: stateOf(record),
    stage: seen?.stage ?? null,
    message: seen?.message ?? seen?.cancelReason ?? null,
    model: config?.model ?? null,
    dataset: config?.dataset?.id ?? null,
    flavor: record.flavor,
    createdAt: record.createdAt,
    startedAt: seen?.startedAt ?? null,
    finishedAt: seen?.finishedAt ?? null,
    runningSeconds,
    seenAt: record.seenAt,
    timeoutSeconds: record.timeoutSeconds,
    usdPerMinute: record.usdPerMinute,
    costUsd: costUsd(runningSeconds, record.usdPerMinute),
    phases: phasesOf(record),
    progress: progressOf(record),
    latest: Object.fromEntries(Object.entries(digest.latest).map(([name, { value }]) => [name, value])),
    checkpoints: digest.checkpoints,
    weights: { repo, url: repo === '' ? '' : `${hubUrl}/${repo}`, ...record.weights },
    failure: record.failure,
    trainer: digest.trainer,
    artifacts: record.artifacts,
    resumedFrom: record.resumedFrom,
    log: { lines: record.logLines, gaps: record.logGaps },
    following,
    problem: record.problem ?? problem,
  };
}

export function progressOf(record: RunRecord): Run['progress'] {
  const { lastStep, maxSteps, steps } = record.digest;
  if (lastStep === null || maxSteps === null || maxSteps <= 0) return null;
  const told = { step: Math.min(lastStep.step, maxSteps), maxSteps, epoch: lastStep.epoch };
  const secondsPerStep = paceOf(steps);
  if (secondsPerStep === null || isOver(record)) {
    return { ...told, secondsPerStep, remainingSeconds: null, projectedUsd: null, beyondTimeout: false };
  }
  return {
    ...told,
    secondsPerStep,
    ...project({
      stepsLeft: maxSteps - told.step,
      secondsPerStep,
      pushes: pushesWeights(record),
      runningSeconds: record.seen?.runningSeconds ?? 0,
      timeoutSeconds: record.timeoutSeconds,
      usdPerMinute: record.usdPerMinute,
    }),
  };
}

/** Those that go on first, then the newest. */
export function inOrder(runs: readonly Run[], over: (run: Run) => boolean): Run[] {
  return runs.toSorted((a, b) => Number(over(a)) - Number(over(b)) || b.createdAt.localeCompare(a.createdAt) || (a.id < b.id ? 1 : -1));
}
