// A deployment: one model on its way to where it answers, followed until it does.
import { z } from 'zod';
import { problemSchema } from '../account/account.ts';
import { modelFactsSchema } from '../train/run-facts.ts';
import { deployConfigSchema } from './deploy-config.ts';
import { deployKinds, deploySteps, deployTemplates } from './deploy-kinds.ts';
import { spaceFailureSchema } from './space-failure.ts';

/** `ready`: it was asked and answered (a static page: it is there). `ended`: a job that is over. */
export const deploymentStates = ['working', 'ready', 'failed', 'cancelled', 'ended'] as const;

export const deployStepSchema = z.object({
  step: z.enum([...deploySteps, 'job']),
  state: z.enum(['waiting', 'now', 'done', 'failed', 'skipped']),
  startedAt: z.string().nullable(),
  finishedAt: z.string().nullable(),
  /** What there is to say: the repo, `3 files`, the Hub's stage. */
  detail: z.string().nullable(),
});

export const deploymentSchema = z.object({
  /** Made by the page. */
  id: z.string(),
  config: deployConfigSchema,
  state: z.enum(deploymentStates),
  createdAt: z.string(),
  updatedAt: z.string(),
  /** Null until it is there; then with its page, and where the app answers. */
  space: z.object({ id: z.string(), url: z.string(), appUrl: z.string().nullable() }).nullable(),
  job: z
    .object({
      namespace: z.string(),
      id: z.string(),
      url: z.string(),
      /** `https://…/v1`, to be asked with a token that may read the job. */
      endpoint: z.string().nullable(),
      endsAt: z.string().nullable(),
    })
    .nullable(),
  /** The Hub's own word for the Space or job; null before there is one. */
  stage: z.string().nullable(),
  steps: z.array(deployStepSchema),
  asked: z.object({ question: z.string(), answer: z.string(), tookMs: z.number(), at: z.string() }).nullable(),
  usdPerHour: z.number().nullable(),
  failure: spaceFailureSchema.nullable(),
  /** `waiting`: for the network or a delay the Hub asked for. `stopped`: a person must do something, see `problem`. */
  following: z.enum(['no', 'live', 'waiting', 'stopped']),
  problem: problemSchema.nullable(),
});
export type Deployment = z.infer<typeof deploymentSchema>;

/** What there is to know of a model before it is deployed. */
export const deployModelSchema = z.object({
  facts: modelFactsSchema,
  private: z.boolean(),
  /** Null: there are no weights to serve. */
  kind: z.enum(['full', 'adapter']).nullable(),
  weightsBytes: z.number().nullable(),
  /** Of an adapter: what it stands on. */
  base: z
    .object({ model: z.string(), private: z.boolean(), access: modelFactsSchema.shape.access, url: z.string() })
    .nullable(),
  /** `pipeline_tag`. */
  task: z.string().nullable(),
  /** Templates it can be asked with, the most fitting first. */
  templates: z.array(z.enum(deployTemplates)),
  /** Why it cannot be deployed, and what to do; null when it can. */
  problem: z.string().nullable(),
  /** Why an app needs a token or a volume to read it; null when everybody may. */
  needsAccess: z.string().nullable(),
});
export type DeployModel = z.infer<typeof deployModelSchema>;

/** One way to deploy, as far as this account can have it. */
export const deployOptionSchema = z.object({
  kind: z.enum(deployKinds),
  /** `unclear`: only the Hub knows, and says so when it is asked. */
  state: z.enum(['yes', 'no', 'unclear']),
  /** Why, in one sentence; with what would help where it is not `yes`. */
  reason: z.string(),
  link: z.object({ label: z.string(), url: z.string() }).nullable(),
  /** The cheapest; 0 is free, null: no price is known. */
  usdPerHour: z.number().nullable(),
  /** Hardware to choose from, cheapest first; empty where there is no choice. */
  flavors: z.array(
    z.object({
      name: z.string(),
      label: z.string(),
      usdPerHour: z.number().nullable(),
      memoryGb: z.number().nullable(),
      fit: z.enum(['fits', 'tight', 'no', 'unknown']),
    }),
  ),
  recommended: z.boolean(),
});
export type DeployOption = z.infer<typeof deployOptionSchema>;

export const deployCheckIds = [
  'token',
  'namespace',
  'name',
  'kind',
  'credits',
  'budget',
  'model',
  'access',
  'files',
  'readme',
] as const;

export const deployCheckSchema = z.object({
  id: z.enum(deployCheckIds),
  /** `stops`: starting would fail. */
  state: z.enum(['ok', 'warning', 'stops', 'unknown']),
  finding: z.string(),
  action: z
    .discriminatedUnion('kind', [
      z.object({ kind: z.literal('link'), label: z.string(), url: z.string() }),
      /** Other answers in the form. */
      z.object({ kind: z.literal('config'), label: z.string(), patch: z.record(z.string(), z.unknown()) }),
      /** A place in the app. */
      z.object({ kind: z.literal('go'), label: z.string(), place: z.string() }),
    ])
    .nullable(),
});
export type DeployCheck = z.infer<typeof deployCheckSchema>;

export const deployFileSchema = z.object({
  path: z.string(),
  bytes: z.number(),
  /** Null for what is no text, or too long to show. */
  text: z.string().nullable(),
  from: z.enum(['generated', 'edited', 'folder']),
});
export type DeployFile = z.infer<typeof deployFileSchema>;
