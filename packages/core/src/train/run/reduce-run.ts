// How a run changes by what becomes known of it. Pure; what was told before,
// late or twice changes nothing. It compares the Hub's durations with each
// other and never one clock with another.
import type { Problem } from '@hubdesk/shared/account/account';
import type { RunEvent } from '@hubdesk/shared/train/event-line';
import type { RunState } from '@hubdesk/shared/train/run';
import type { HubJob } from '../../hub/job-schema.ts';
import { addEvent } from './event-digest.ts';
import type { Observation, RunRecord } from './run-record.ts';

export type RunFact =
  /** What the Hub says of the job; `at` is our own time, ISO. */
  | { kind: 'job'; job: HubJob; at: string }
  | { kind: 'events'; events: readonly RunEvent[] }
  | { kind: 'log'; lines: number; gaps: number; began: string | null }
  | { kind: 'log-whole' }
  /** The Hub has it no more. */
  | { kind: 'gone' }
  | { kind: 'refused'; problem: Problem }
  /** The person asks for it once more. */
  | { kind: 'asked-again' };

const stateOfStage: Readonly<Record<string, RunState>> = {
  SCHEDULING: 'scheduling',
  RUNNING: 'running',
  COMPLETED: 'completed',
  ERROR: 'failed',
  CANCELED: 'canceled',
  DELETED: 'deleted',
};
const overStates: ReadonlySet<RunState> = new Set(['completed', 'failed', 'canceled', 'deleted', 'refused']);

export function reduceRun(record: RunRecord, fact: RunFact): RunRecord {
  switch (fact.kind) {
    case 'job':
      return withJob(record, fact.job, fact.at);
    case 'events':
      return { ...record, digest: fact.events.reduce(addEvent, record.digest) };
    case 'log':
      return { ...record, logLines: Math.max(record.logLines, fact.lines), logGaps: Math.max(record.logGaps, fact.gaps), logBegan: record.logBegan ?? fact.began };
    case 'log-whole':
      return { ...record, logWhole: true };
    case 'gone':
      return { ...record, gone: true };
    case 'refused':
      return record.job === null ? { ...record, launch: 'refused', problem: fact.problem } : record;
    case 'asked-again':
      return record.job === null ? { ...record, launch: 'asked', problem: null } : record;
  }
}

export function stateOf(record: Pick<RunRecord, 'seen' | 'gone' | 'launch'>): RunState {
  const seen = record.seen === null ? null : (stateOfStage[record.seen.stage] ?? 'unknown');
  if (seen !== null && overStates.has(seen)) return seen;
  if (record.gone) return 'deleted';
  if (seen !== null) return seen;
  return record.launch === 'refused' ? 'refused' : 'launching';
}

export function isOverState(state: RunState): boolean {
  return overStates.has(state);
}

export function isOver(record: RunRecord): boolean {
  return isOverState(stateOf(record));
}

function withJob(record: RunRecord, job: HubJob, at: string): RunRecord {
  const seen: Observation = {
    stage: job.stage,
    message: job.message,
    cancelReason: job.cancelReason,
    createdAt: job.createdAt || null,
    startedAt: job.startedAt,
    finishedAt: job.finishedAt,
    schedulingSeconds: job.schedulingSeconds ?? 0,
    runningSeconds: job.runningSeconds ?? 0,
  };
  const known: RunRecord = {
    ...record,
    launch: 'there',
    problem: null,
    job: record.job ?? job.id,
    jobUrl: record.jobUrl ?? job.url,
    timeoutSeconds: job.timeoutSeconds ?? record.timeoutSeconds,
  };
  if (record.seen !== null && !isNewer(seen, record.seen)) return known;
  return { ...known, seen, seenAt: at };
}

/** Whether `a` was told after `b`, by what the job itself had gone through. Of two that say as much, always the same one. */
function isNewer(a: Observation, b: Observation): boolean {
  const [overA, overB] = [isEnd(a), isEnd(b)];
  if (overA !== overB) return overA;
  const [ageA, ageB] = [a.schedulingSeconds + a.runningSeconds, b.schedulingSeconds + b.runningSeconds];
  if (ageA !== ageB) return ageA > ageB;
  const [rankA, rankB] = [rankOf(a), rankOf(b)];
  return rankA === rankB ? JSON.stringify(a) >= JSON.stringify(b) : rankA > rankB;
}

function isEnd({ stage }: Observation): boolean {
  const state = stateOfStage[stage];
  return state !== undefined && overStates.has(state);
}

const stageOrder = ['SCHEDULING', '', 'RUNNING', 'DELETED', 'CANCELED', 'ERROR', 'COMPLETED'];

/** Unknown stages stand between waiting and running. */
function rankOf({ stage }: Observation): number {
  const rank = stageOrder.indexOf(stage);
  return rank < 0 ? 1 : rank;
}
