// A run: one training job on the Hub, followed from the click to the weights,
// and remembered when the Hub has forgotten it.
import { z } from 'zod';
import { problemSchema } from '../account/account.ts';
import { configChangeSchema, runConfigSchema } from './run-config.ts';

/** `smoke`: two steps to see whether it works. `salvage`: saves what a run left in its bucket. */
export const runKinds = ['train', 'smoke', 'salvage'] as const;
export type RunKind = (typeof runKinds)[number];

/**
 * `launching`: asked for, and not yet answered for certain. `refused`: certainly not there. `deleted`: the Hub has it
 * no more. `unknown`: a stage newer than this app.
 */
export const runStates = [
  'launching',
  'refused',
  'scheduling',
  'running',
  'completed',
  'failed',
  'canceled',
  'deleted',
  'unknown',
] as const;
export type RunState = (typeof runStates)[number];

export const runPhases = [
  'queued',
  'image',
  'dependencies',
  'model',
  'data',
  'training',
  'save',
  'push',
  'verified',
] as const;
export type RunPhase = (typeof runPhases)[number];

export const phaseSchema = z.object({
  phase: z.enum(runPhases),
  state: z.enum(['waiting', 'now', 'done', 'failed', 'skipped']),
  startedAt: z.string().nullable(),
  finishedAt: z.string().nullable(),
  /** What there is to say: `step 40 of 200`, `1,240 rows`, a repo. */
  detail: z.string().nullable(),
});

export const failureKinds = [
  'out-of-memory',
  'timeout',
  'credits',
  'permission',
  'gated',
  'bf16',
  'data',
  'dependencies',
  'push',
  'stuck',
  'not-there',
  'other',
] as const;

/** One thing that may help; several make a ladder, the gentlest first. */
export const remedySchema = z.object({
  id: z.string(),
  label: z.string(),
  why: z.string(),
  change: configChangeSchema.nullable(),
  /** Where a change of configuration does not help. */
  link: z.object({ label: z.string(), url: z.string() }).nullable(),
});
export type Remedy = z.infer<typeof remedySchema>;

export const runFailureSchema = z.object({
  kind: z.enum(failureKinds),
  /** One sentence for a person. */
  sentence: z.string(),
  /** What the script or the Hub said, redacted; null when it said nothing. */
  said: z.string().nullable(),
  remedies: z.array(remedySchema),
});
export type RunFailure = z.infer<typeof runFailureSchema>;

export const weightsSchema = z.object({
  /** `none`: the run pushes nothing. `looking`: being looked for. `unknown`: the Hub could not be asked. */
  state: z.enum(['none', 'waiting', 'looking', 'there', 'missing', 'unknown']),
  repo: z.string(),
  url: z.string(),
  /** The weights themselves. */
  files: z.array(z.object({ path: z.string(), bytes: z.number() })),
  kind: z.enum(['full', 'adapter']).nullable(),
  commit: z.string().nullable(),
  lookedAt: z.string().nullable(),
});

export const runSchema = z.object({
  /** Made by us; the job's label `hubdesk-run`. */
  id: z.string(),
  kind: z.enum(runKinds),
  name: z.string(),
  note: z.string(),
  /** Null for a run of which only the job is known. */
  config: runConfigSchema.nullable(),
  /** Owns and pays for the job. */
  namespace: z.string(),
  job: z.string().nullable(),
  jobUrl: z.string().nullable(),
  state: z.enum(runStates),
  /** The Hub's own word, and what it adds. */
  stage: z.string().nullable(),
  message: z.string().nullable(),
  model: z.string().nullable(),
  dataset: z.string().nullable(),
  flavor: z.string(),
  createdAt: z.string(),
  startedAt: z.string().nullable(),
  finishedAt: z.string().nullable(),
  /** By the Hub's clock, at `seenAt` by ours: a screen counts on from there while it runs. */
  runningSeconds: z.number(),
  seenAt: z.string(),
  timeoutSeconds: z.number().nullable(),
  usdPerMinute: z.number().nullable(),
  /** Begun minutes; null where there is no price. */
  costUsd: z.number().nullable(),
  phases: z.array(phaseSchema),
  progress: z
    .object({
      step: z.number(),
      maxSteps: z.number(),
      epoch: z.number().nullable(),
      secondsPerStep: z.number().nullable(),
      /** Until the weights are pushed, at this pace. */
      remainingSeconds: z.number().nullable(),
      projectedUsd: z.number().nullable(),
      /** At this pace the timeout comes first. */
      beyondTimeout: z.boolean(),
    })
    .nullable(),
  /** The last values told, by their name in the log: `loss`, `eval_loss`, … */
  latest: z.record(z.string(), z.number()),
  checkpoints: z.array(z.number()),
  weights: weightsSchema,
  failure: runFailureSchema.nullable(),
  /** What trains: `trl`, or the Sandbox's `tiny`. Null until the script has said. */
  trainer: z.string().nullable(),
  /** Where its checkpoints are, as `namespace/bucket` and a folder in it. */
  artifacts: z.object({ bucket: z.string(), folder: z.string() }).nullable(),
  resumedFrom: z.string().nullable(),
  log: z.object({
    lines: z.number(),
    /** Places where lines are missing because the Hub had them no more. */ gaps: z.number(),
  }),
  /** `waiting`: for the network or for a delay the Hub asked for. `stopped`: a person must do something, see `problem`. */
  following: z.enum(['no', 'live', 'waiting', 'stopped']),
  problem: problemSchema.nullable(),
});
export type Run = z.infer<typeof runSchema>;

export const logLevels = ['debug', 'info', 'warning', 'error'] as const;
export type LogLevel = (typeof logLevels)[number];

export const logLineSchema = z.object({
  /** From 0, over the whole log. */
  line: z.number(),
  at: z.string().nullable(),
  /** Without control characters; colours stand as SGR sequences (`ESC [ … m`) and as nothing else. */
  text: z.string(),
  level: z.enum(logLevels),
  /** An event line of ours, which says the same as the timeline. */
  event: z.boolean(),
  /** The line was longer than what is kept. */
  cut: z.boolean(),
  /** Lines are missing before this one: how many, or null where nobody knows. Absent: none. */
  missingBefore: z.number().nullable().optional(),
});
export type LogLine = z.infer<typeof logLineSchema>;

/** Which lines are shown. */
export const logFilterSchema = z.object({
  /** This level and the graver ones; null: all. */
  level: z.enum(logLevels).nullable(),
  /** False leaves our event lines out. */
  events: z.boolean(),
});
export type LogFilter = z.infer<typeof logFilterSchema>;

/** Points of a run's curves, column by column. */
export const pointsSchema = z.object({
  /** Index of the first of these among all points of the run. 0 begins anew. */
  from: z.number(),
  step: z.array(z.number()),
  /** Seconds since 1970, by the job's clock. */
  time: z.array(z.number()),
  /** By name: `loss`, `eval_loss`, `learning_rate`, `grad_norm`, … Each as long as `step`; null where it was not told. */
  values: z.record(z.string(), z.array(z.number().nullable())),
});
export type Points = z.infer<typeof pointsSchema>;

/** One look at the machine. */
export const machineSampleSchema = z.object({
  at: z.string(),
  cpuPercent: z.number().nullable(),
  memoryBytes: z.number().nullable(),
  memoryTotalBytes: z.number().nullable(),
  receivedBytesPerSecond: z.number().nullable(),
  sentBytesPerSecond: z.number().nullable(),
  gpus: z.array(
    z.object({
      id: z.string(),
      percent: z.number().nullable(),
      memoryBytes: z.number().nullable(),
      memoryTotalBytes: z.number().nullable(),
    }),
  ),
});
export type MachineSample = z.infer<typeof machineSampleSchema>;
