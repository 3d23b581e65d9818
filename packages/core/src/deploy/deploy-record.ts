// What is remembered of a deployment, as it stands in its file. Everything a person sees of it is worked out from
// this; nothing in it is secret.
import { problemSchema } from '@hubdesk/shared/account/account';
import { deployConfigSchema, type DeployConfig } from '@hubdesk/shared/spaces/deploy-config';
import { deploySteps, jobSteps, type DeployStep } from '@hubdesk/shared/spaces/deploy-kinds';
import { type Deployment, deploymentSchema } from '@hubdesk/shared/spaces/deployment';
import { z } from 'zod';

const { state, steps, asked, failure } = deploymentSchema.shape;

export const deployRecordSchema = z.object({
  version: z.literal(1),
  id: z.uuid(),
  config: deployConfigSchema,
  state,
  createdAt: z.string(),
  updatedAt: z.string(),
  steps,
  /** `asked`: whether it was made is not certain. */
  space: z
    .object({ id: z.string(), url: z.string(), state: z.enum(['asked', 'there']), appUrl: z.string().nullable() })
    .nullable(),
  /** Repositories that this deployment made: it may delete these and no other. */
  made: z.array(z.string()),
  /** A token was given to it, as a secret: it is taken back where other answers need none. */
  gaveToken: z.boolean(),
  /** `id` null: whether it arrived is not certain. `parent` is the commit it was made on. */
  commit: z.object({ parent: z.string().nullable(), id: z.string().nullable() }).nullable(),
  /** Path to SHA-256 of what was pushed last. */
  pushed: z.record(z.string(), z.string()),
  /** `id` null: whether it was started is not certain. */
  job: z
    .object({
      namespace: z.string(),
      id: z.string().nullable(),
      url: z.string(),
      endpoint: z.string().nullable(),
      endsAt: z.string().nullable(),
    })
    .nullable(),
  /** The Hub's own word, and since when it has said so. */
  stage: z.string().nullable(),
  stageSince: z.string().nullable(),
  /** What stands still is to be started again before it is watched. */
  kick: z.boolean(),
  asked,
  usdPerHour: z.number().nullable(),
  failure,
  problem: problemSchema.nullable(),
});
export type DeployRecord = z.infer<typeof deployRecordSchema>;

export function stepsOf({ kind }: Pick<DeployConfig, 'kind'>): DeployRecord['steps'] {
  const names: readonly DeployStep[] = kind === 'job' ? jobSteps : deploySteps;
  return names.map((step) => ({ step, state: 'waiting', startedAt: null, finishedAt: null, detail: null }));
}

export function newRecord(id: string, config: DeployConfig, at: string): DeployRecord {
  return {
    version: 1,
    id,
    config,
    state: 'working',
    createdAt: at,
    updatedAt: at,
    steps: stepsOf(config),
    space: null,
    made: [],
    gaveToken: false,
    commit: null,
    pushed: {},
    job: null,
    stage: null,
    stageSince: null,
    kick: false,
    asked: null,
    usdPerHour: null,
    failure: null,
    problem: null,
  };
}

/** There is something to be done or to be watched. */
export function isAtWork({ state: now, config }: DeployRecord): boolean {
  return now === 'working' || (now === 'ready' && config.kind === 'job');
}

export type Following = Pick<Deployment, 'following' | 'problem'>;

/** As the page sees it. */
export function deploymentOf(record: DeployRecord, { following, problem }: Following): Deployment {
  const { space, job } = record;
  return {
    id: record.id,
    config: record.config,
    state: record.state,
    createdAt: record.createdAt,
    updatedAt: record.updatedAt,
    space: space?.state === 'there' ? { id: space.id, url: space.url, appUrl: space.appUrl } : null,
    job: job !== null && job.id !== null ? { ...job, id: job.id } : null,
    stage: record.stage,
    steps: record.steps,
    asked: record.asked,
    usdPerHour: record.usdPerHour,
    failure: record.failure,
    following: isAtWork(record) ? following : 'no',
    problem: problem ?? record.problem,
  };
}
