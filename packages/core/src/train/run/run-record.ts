// What is remembered of a run, as it stands in its file. Everything a person
// sees of it is worked out from this; nothing in it is secret.
import { problemSchema } from '@hubdesk/shared/account/account';
import { phaseSchema, runFailureSchema, runKinds, weightsSchema } from '@hubdesk/shared/train/run';
import { runConfigSchema } from '@hubdesk/shared/train/run-config';
import { z } from 'zod';
import { emptyDigest, eventDigestSchema } from './event-digest.ts';

export const recordVersion = 1;

const instant = z.string().nullable();

/** The latest the Hub has told of the job. */
export const observationSchema = z.object({
  stage: z.string(),
  message: z.string().nullable(),
  cancelReason: z.string().nullable(),
  /** By the Hub's clock. */
  createdAt: instant,
  startedAt: instant,
  finishedAt: instant,
  schedulingSeconds: z.number().nonnegative(),
  runningSeconds: z.number().nonnegative(),
});
export type Observation = z.infer<typeof observationSchema>;

export const runRecordSchema = z.object({
  version: z.literal(recordVersion),
  id: z.string().min(1),
  kind: z.enum(runKinds),
  name: z.string(),
  note: z.string(),
  config: runConfigSchema.nullable().catch(null),
  namespace: z.string(),
  /** `asked`: whether it is there is not certain. `refused`: it certainly is not. */
  launch: z.enum(['asked', 'refused', 'there']),
  /** Why it was refused. */
  problem: problemSchema.nullable().catch(null),
  job: z.string().nullable(),
  jobUrl: z.string().nullable(),
  createdAt: z.string(),
  flavor: z.string(),
  timeoutSeconds: z.number().nullable(),
  usdPerMinute: z.number().nullable(),
  seen: observationSchema.nullable(),
  /** When that was, by our clock. */
  seenAt: z.string(),
  /** The Hub has no such job any more. */
  gone: z.boolean(),
  digest: eventDigestSchema.catch(emptyDigest),
  /** When the first line of the log was written, by the Hub's clock. */
  logBegan: instant,
  logLines: z.number(),
  logGaps: z.number(),
  /** The log was read to its end after the job was over. */
  logWhole: z.boolean(),
  /** It was followed from here; one of another computer that was over when it was found is only listed. */
  followed: z.boolean(),
  artifacts: z.object({ bucket: z.string(), folder: z.string() }).nullable(),
  resumedFrom: z.string().nullable(),
  /** The run whose bucket this one saves. */
  salvages: z.string().nullable(),
  weights: weightsSchema.omit({ repo: true, url: true }),
  failure: runFailureSchema.nullable().catch(null),
});
export type RunRecord = z.infer<typeof runRecordSchema>;
export type Phase = z.infer<typeof phaseSchema>;

export function newRecord(
  given: Pick<RunRecord, 'id' | 'kind' | 'name' | 'config' | 'namespace' | 'createdAt' | 'flavor'> & Partial<RunRecord>,
): RunRecord {
  return {
    version: recordVersion,
    note: '',
    launch: 'asked',
    problem: null,
    job: null,
    jobUrl: null,
    timeoutSeconds: given.config?.timeoutSeconds ?? null,
    usdPerMinute: null,
    seen: null,
    seenAt: given.createdAt,
    gone: false,
    digest: emptyDigest,
    logBegan: null,
    logLines: 0,
    logGaps: 0,
    logWhole: false,
    followed: false,
    artifacts: null,
    resumedFrom: null,
    salvages: null,
    weights: { state: pushesWeights(given) ? 'waiting' : 'none', files: [], kind: null, commit: null, lookedAt: null },
    failure: null,
    ...given,
  };
}

/** Whether weights are to be in a repository at its end. A script of one's own may push or not: they are looked for. */
export function pushesWeights({ kind, config }: Pick<RunRecord, 'kind' | 'config'>): boolean {
  return kind !== 'smoke' && config !== null && config.giveToken;
}
