// What a run's event lines amount to, in a size that does not grow with them.
// The same lines give the same digest in whatever order and however often they
// come: a stream that was cut tells them again. Unknown kinds change nothing.
import type { RunEvent } from '@hubdesk/shared/train/event-line';
import { z } from 'zod';

const count = z.number().nonnegative();

export const eventDigestSchema = z.object({
  trainer: z.string().nullable(),
  maxSteps: count.nullable(),
  /** When each kind was first told, in seconds of the job's clock; null where it named no time. */
  first: z.record(z.string(), z.number().nullable()),
  /** What there is to say of a kind: `1,240 rows`. */
  details: z.record(z.string(), z.string()),
  lastStep: z.object({ step: count, at: z.number().nullable(), epoch: z.number().nullable() }).nullable(),
  /** The latest steps, newest last, with the time each was first told. */
  steps: z.array(z.tuple([count, z.number()])),
  /** The last value of each name, and the step it belongs to. */
  latest: z.record(z.string(), z.object({ value: z.number(), step: count, at: z.number().nullable() })),
  checkpoints: z.array(count),
  verified: z.object({ repo: z.string(), files: z.array(z.string()) }).nullable(),
  error: z
    .object({ code: z.string(), type: z.string(), message: z.string(), row: z.number().nullable(), at: z.number().nullable() })
    .nullable(),
});
export type EventDigest = z.infer<typeof eventDigestSchema>;

export const emptyDigest: EventDigest = {
  trainer: null,
  maxSteps: null,
  first: {},
  details: {},
  lastStep: null,
  steps: [],
  latest: {},
  checkpoints: [],
  verified: null,
  error: null,
};

const stepsKept = 64;
const checkpointsKept = 1_000;
const namesKept = 100;
const longestMessage = 4_000;
/** Not values to be drawn. */
const notValues = new Set(['t', 'step', 'max_steps', 'epoch']);

/** Kinds whose first time marks a place on the timeline. */
const marks = new Set(['deps', 'model', 'data', 'start', 'step', 'eval', 'save', 'push', 'verified', 'error']);

export function addEvent(digest: EventDigest, event: RunEvent): EventDigest {
  const next: EventDigest = marks.has(event.kind) ? { ...digest, first: { ...digest.first, [event.kind]: earliest(digest.first[event.kind], event.at) } } : digest;
  const { fields } = event;
  switch (event.kind) {
    case 'deps':
      return { ...next, trainer: least(digest.trainer, textOf(fields['trainer'])) };
    case 'model':
      return withDetail(next, 'model', parametersText(numberOf(fields['parameters'])));
    case 'data':
      return withDetail(next, 'data', rowsText(numberOf(fields['train']), numberOf(fields['validation'])));
    case 'start':
      return { ...next, maxSteps: greatest(digest.maxSteps, numberOf(fields['max_steps'])) };
    case 'step':
    case 'eval':
      return addValues(next, event);
    case 'checkpoint': {
      const step = numberOf(fields['step']);
      if (step === null || digest.checkpoints.includes(step)) return next;
      return { ...next, checkpoints: [...digest.checkpoints, step].sort((a, b) => a - b).slice(-checkpointsKept) };
    }
    case 'push':
      return withDetail(next, 'push', textOf(fields['repo']));
    case 'verified':
      return addVerified(next, event);
    case 'error':
      return addError(next, event);
    default:
      return next;
  }
}

/** The numbers of a `step` or `eval` event that are curves, by name. */
export function curveValues({ fields }: RunEvent): Record<string, number> {
  const values: Record<string, number> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (typeof value === 'number' && Number.isFinite(value) && !notValues.has(name)) values[name] = value;
  }
  return values;
}

function addValues(digest: EventDigest, event: RunEvent): EventDigest {
  const step = numberOf(event.fields['step']);
  if (step === null) return digest;
  const latest = { ...digest.latest };
  for (const [name, value] of Object.entries(curveValues(event))) {
    const known = latest[name];
    const told = { value, step, at: event.at };
    if (!known || isLater(told, known)) latest[name] = told;
  }
  for (const name of Object.keys(latest).sort().slice(namesKept)) delete latest[name];
  if (event.kind !== 'step') return { ...digest, latest };
  const told = { step, at: event.at, epoch: numberOf(event.fields['epoch'], -Infinity) };
  const isNew = digest.lastStep === null || isLater({ ...told, value: told.epoch ?? 0 }, { ...digest.lastStep, value: digest.lastStep.epoch ?? 0 });
  return {
    ...digest,
    latest,
    maxSteps: greatest(digest.maxSteps, numberOf(event.fields['max_steps'])),
    lastStep: isNew ? told : digest.lastStep,
    steps: event.at === null ? digest.steps : withStep(digest.steps, step, event.at),
  };
}

function withStep(steps: EventDigest['steps'], step: number, at: number): EventDigest['steps'] {
  const known = steps.find(([each]) => each === step);
  if (known && known[1] <= at) return steps;
  const others = steps.filter(([each]) => each !== step);
  const next: EventDigest['steps'] = [...others, [step, at]];
  return next.sort(([a], [b]) => a - b).slice(-stepsKept);
}

interface Told {
  step: number;
  at: number | null;
  value: number;
}

/** Which of two values counts: the later step, then the later time; then anything, as long as it is always the same. */
function isLater(a: Told, b: Told): boolean {
  if (a.step !== b.step) return a.step > b.step;
  const [atA, atB] = [a.at ?? -Infinity, b.at ?? -Infinity];
  return atA === atB ? a.value > b.value : atA > atB;
}

function addVerified(digest: EventDigest, { fields }: RunEvent): EventDigest {
  const repo = textOf(fields['repo']);
  if (repo === null) return digest;
  const files = Array.isArray(fields['files']) ? fields['files'].filter((each) => typeof each === 'string').slice(0, 200) : [];
  const told = { repo, files };
  const known = digest.verified;
  const isKnown = known !== null && JSON.stringify(known) <= JSON.stringify(told);
  return withDetail(isKnown ? digest : { ...digest, verified: told }, 'verified', repo);
}

function addError(digest: EventDigest, { fields, at }: RunEvent): EventDigest {
  const told = {
    code: textOf(fields['code']) ?? 'FAILED',
    type: textOf(fields['type']) ?? 'Error',
    message: (textOf(fields['message']) ?? '').slice(0, longestMessage),
    row: numberOf(fields['row']),
    at,
  };
  const known = digest.error;
  if (known !== null) {
    // The first one is the cause; others follow from it.
    const [atKnown, atTold] = [known.at ?? Infinity, at ?? Infinity];
    if (atKnown < atTold || (atKnown === atTold && JSON.stringify(known) <= JSON.stringify(told))) return digest;
  }
  return { ...digest, error: told };
}

function withDetail(digest: EventDigest, kind: string, text: string | null): EventDigest {
  const detail = least(digest.details[kind] ?? null, text);
  return detail === null ? digest : { ...digest, details: { ...digest.details, [kind]: detail } };
}

function rowsText(train: number | null, validation: number | null): string | null {
  if (train === null) return null;
  const rows = `${train.toLocaleString('en')} ${train === 1 ? 'row' : 'rows'}`;
  return validation ? `${rows}, ${validation.toLocaleString('en')} to evaluate` : rows;
}

function parametersText(parameters: number | null): string | null {
  if (parameters === null) return null;
  for (const [size, word] of [[1e9, 'billion'], [1e6, 'million']] as const) {
    if (parameters >= size) return `${(parameters / size).toFixed(1).replace(/\.0$/, '')} ${word} parameters`;
  }
  return `${parameters.toLocaleString('en')} parameters`;
}

function earliest(known: number | null | undefined, at: number | null): number | null {
  if (known === null || known === undefined) return at;
  return at === null ? known : Math.min(known, at);
}

function greatest(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.max(a, b);
}

function least(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b;
  return a < b ? a : b;
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value.slice(0, longestMessage) : null;
}

function numberOf(value: unknown, min = 0): number | null {
  return typeof value === 'number' && Number.isFinite(value) && value >= min ? value : null;
}
