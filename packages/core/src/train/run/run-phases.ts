// The timeline of a run, from what the Hub said of the job and what the job
// said of itself. The Hub's times and the job's own come from different clocks:
// a step between them that cannot be true loses its beginning instead.
import { runPhases, type RunPhase, type RunState } from '@hubdesk/shared/train/run';
import { pushesWeights, type Phase, type RunRecord } from './run-record.ts';
import { isOverState, stateOf } from './reduce-run.ts';

/** The event that ends each phase. */
const endOf: Partial<Record<RunPhase, string>> = { dependencies: 'deps', model: 'model', data: 'data', save: 'save', push: 'verified', verified: 'verified' };
/** Clocks of machines next to each other differ by so much. */
const slackSeconds = 120;

interface Span {
  startedAt: string | null;
  finishedAt: string | null;
  done: boolean;
}

export function phasesOf(record: RunRecord): Phase[] {
  const state = stateOf(record);
  const spans = runPhases.map((phase) => spanOf(record, phase));
  const last = spans.findLastIndex(({ done }) => done);
  const over = isOverState(state);
  return runPhases.map((phase, index): Phase => {
    const span = spans[index] ?? { startedAt: null, finishedAt: null, done: false };
    const isNow = index === nowIndex(record, state, spans);
    const phaseState = span.done ? 'done' : over ? endState(state, isNow) : isNow ? 'now' : index < last || isLeftOut(record, phase) ? 'skipped' : 'waiting';
    const past = phaseState === 'done' || phaseState === 'failed' || phaseState === 'now';
    return {
      phase,
      state: phaseState,
      startedAt: past ? span.startedAt : null,
      finishedAt: span.done ? span.finishedAt : null,
      detail: detailOf(record, phase),
    };
  });
}

/** The first phase that is not done, of those that come after the last one that is. */
function nowIndex(record: RunRecord, state: RunState, spans: readonly Span[]): number {
  if (state === 'launching' || state === 'refused') return -1;
  if (state === 'scheduling' && record.seen?.startedAt === null) return 0;
  const last = spans.findLastIndex(({ done }) => done);
  return runPhases.findIndex((phase, index) => index > last && !isLeftOut(record, phase));
}

function endState(state: RunState, isNow: boolean): Phase['state'] {
  return isNow && state === 'failed' ? 'failed' : 'skipped';
}

function isLeftOut(record: RunRecord, phase: RunPhase): boolean {
  return record.config !== null && !pushesWeights(record) && (phase === 'push' || phase === 'verified' || (phase === 'save' && record.kind === 'smoke'));
}

function spanOf(record: RunRecord, phase: RunPhase): Span {
  const { seen, digest, logBegan } = record;
  const started = seen?.startedAt ?? null;
  switch (phase) {
    case 'queued':
      return { startedAt: seen?.createdAt ?? null, finishedAt: notBefore(started, seen?.createdAt ?? null), done: started !== null || digest.first['deps'] !== undefined };
    case 'image':
      return { startedAt: started, finishedAt: notBefore(logBegan, started), done: logBegan !== null || record.logLines > 0 || anyEvent(record) };
    case 'dependencies':
      return { ...between(record, secondsOf(logBegan ?? started), digest.first['deps'] ?? null), done: digest.first['deps'] !== undefined };
    case 'training':
      return trainingSpan(record);
    case 'push':
      return { ...between(record, digest.first['push'] ?? null, digest.first['verified'] ?? null), done: digest.first['verified'] !== undefined };
    case 'verified': {
      const at = digest.first['verified'] ?? null;
      return { ...between(record, at, at), done: at !== null || digest.first['verified'] !== undefined };
    }
    default: {
      const end = digest.first[endOf[phase] ?? ''];
      return { ...between(record, eventBefore(record, end ?? null), end ?? null), done: end !== undefined };
    }
  }
}

function trainingSpan(record: RunRecord): Span {
  const { digest } = record;
  const start = digest.first['start'] ?? digest.first['step'] ?? null;
  const { lastStep, maxSteps } = digest;
  const allSteps = lastStep !== null && maxSteps !== null && lastStep.step >= maxSteps;
  const done = allSteps || digest.first['save'] !== undefined || digest.first['push'] !== undefined;
  return { ...between(record, start, done ? (lastStep?.at ?? digest.first['save'] ?? null) : null), done };
}

/** The last event of the job's own before `end`: where the phase that `end` ends began. */
function eventBefore({ digest }: RunRecord, end: number | null): number | null {
  if (end === null) return null;
  const earlier = Object.entries(digest.first).flatMap(([kind, at]) => (at !== null && at < end && kind !== 'step' && kind !== 'eval' ? [at] : []));
  const steps = digest.lastStep?.at;
  if (steps !== null && steps !== undefined && steps < end) earlier.push(steps);
  return earlier.length === 0 ? null : Math.max(...earlier);
}

function between(record: RunRecord, start: number | null, end: number | null): { startedAt: string | null; finishedAt: string | null } {
  const longest = (record.seen?.runningSeconds ?? 0) + slackSeconds;
  const possible = start === null || end === null || (end >= start && end - start <= longest);
  return { startedAt: possible ? isoOf(start) : null, finishedAt: isoOf(end) };
}

function detailOf(record: RunRecord, phase: RunPhase): string | null {
  const { digest } = record;
  if (phase === 'training' && digest.lastStep !== null) {
    const { step } = digest.lastStep;
    return digest.maxSteps === null ? `step ${step.toLocaleString('en')}` : `step ${step.toLocaleString('en')} of ${digest.maxSteps.toLocaleString('en')}`;
  }
  if (phase === 'dependencies') return digest.trainer;
  return digest.details[phase] ?? null;
}

function anyEvent({ digest }: RunRecord): boolean {
  return Object.keys(digest.first).length > 0;
}

function notBefore(at: string | null, start: string | null): string | null {
  const [a, b] = [secondsOf(at), secondsOf(start)];
  return a !== null && b !== null && a < b ? start : at;
}

function secondsOf(at: string | null): number | null {
  const ms = at === null ? NaN : Date.parse(at);
  return Number.isNaN(ms) ? null : ms / 1000;
}

/** Null also for what is no time a calendar has. */
function isoOf(seconds: number | null): string | null {
  if (seconds === null) return null;
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}
