// Deployments: a model put where it answers, followed until it was asked and did.
import { z } from 'zod';
import { deployConfigSchema } from '../spaces/deploy-config.ts';
import { deployTemplates } from '../spaces/deploy-kinds.ts';
import {
  deployCheckSchema,
  deployFileSchema,
  deployModelSchema,
  deploymentSchema,
  deployOptionSchema,
} from '../spaces/deployment.ts';
import { pairKeySchema } from '../spaces/space.ts';
import { exampleDeployConfig } from './example-deployment.ts';
import { modelIdSchema } from './models.ts';
import { command, query, stream } from './operation.ts';
import { logPieceSchema } from './spaces.ts';

const one = z.object({ deployment: z.string().min(1).max(100) });
const missing = { deployment: 'no-such-deployment' };
/** One that is to go on with other answers: what it has made itself is in nobody's way. */
const again = z.string().min(1).max(100).nullable().default(null);
const secrets = z.record(pairKeySchema, z.string().max(100_000)).default({});

export const deployments = {
  model: query({
    summary: 'What there is to know of a model before it is deployed',
    input: z.object({ model: modelIdSchema }),
    output: deployModelSchema,
    example: { model: 'sandy/tiny-llama' },
  }),
  options: query({
    summary: 'The ways to deploy that a namespace can have, with reasons and prices',
    input: z.object({
      namespace: z.string().min(1).max(100),
      model: modelIdSchema.nullable(),
      template: z.enum(deployTemplates),
      deployment: again,
    }),
    output: z.array(deployOptionSchema),
    example: { namespace: 'sandy', model: 'sandy/tiny-llama', template: 'chat' },
  }),
  files: query({
    summary: 'The files that would be pushed',
    input: z.object({ config: deployConfigSchema }),
    output: z.object({
      files: z.array(deployFileSchema),
      totalBytes: z.number(),
      /** Of a folder, left out. */ leftOut: z.array(z.string()),
    }),
    example: { config: exampleDeployConfig },
  }),
  check: query({
    summary: 'Look at everything a deployment depends on; changes nothing',
    input: z.object({
      config: deployConfigSchema,
      /** Names of the secrets that will be given. */ given: z.array(z.string()).default([]),
      deployment: again,
    }),
    output: z.array(deployCheckSchema),
    example: { config: exampleDeployConfig },
  }),
  start: command({
    summary: 'Deploy, once: the same `deployment` again answers the one that is there already',
    input: z.object({
      /** Made by the page, one for each click. */
      deployment: z.uuid(),
      config: deployConfigSchema,
      /** Values for `config.secrets`, and `HF_TOKEN` where `config.access` is `secret`. Sent to the Hub, kept nowhere. */
      secrets,
    }),
    output: deploymentSchema,
    example: {
      deployment: '00000000-0000-4000-8000-000000000000',
      config: { ...exampleDeployConfig, namespace: 'no-such-namespace' },
    },
    touches: ['deployments', 'spaces'],
  }),
  list: query({
    summary: 'All deployments, those at work first, then newest',
    input: z.void(),
    output: z.array(deploymentSchema),
    example: undefined,
  }),
  get: query({ summary: 'One deployment', input: one, output: deploymentSchema, example: missing }),
  follow: stream({
    summary: 'The deployments that are at work or serve on a job, a few times a second while something happens',
    input: z.void(),
    output: z.object({ deployments: z.array(deploymentSchema) }),
    example: undefined,
  }),
  log: stream({
    summary: 'What the Space or job of a deployment says',
    input: one.extend({ log: z.enum(['build', 'run']) }),
    output: logPieceSchema,
    example: { ...missing, log: 'build' },
  }),
  ask: stream({
    summary: 'Ask what was deployed one question; its answer comes as it grows, whole each time',
    input: one.extend({ question: z.string().min(1).max(8_000) }),
    output: z.object({ answer: z.string(), done: z.boolean(), tookMs: z.number() }),
    example: { ...missing, question: 'Hello' },
  }),
  retry: command({
    summary: 'Go on from the step that failed, with these answers in place of the earlier ones (null: the same)',
    input: one.extend({ config: deployConfigSchema.nullable().default(null), secrets }),
    output: deploymentSchema,
    example: missing,
    touches: ['deployments', 'spaces'],
  }),
  cancel: command({
    summary:
      'Stop a deployment. A job ends; a Space stays as it is unless `remove`, which deletes what this deployment made',
    input: one.extend({ remove: z.boolean().default(false) }),
    output: deploymentSchema,
    example: missing,
    touches: ['deployments', 'spaces'],
  }),
  forget: command({
    summary: 'Take a deployment that is over from the list; the Space stays',
    input: one,
    output: z.void(),
    example: missing,
    touches: ['deployments'],
  }),
  draft: query({
    summary: 'The deployment that was being put together; null when there is none',
    input: z.void(),
    output: deployConfigSchema.nullable(),
    example: undefined,
  }),
  keepDraft: command({
    summary: 'Remember the deployment that is being put together; null forgets it',
    input: z.object({ config: deployConfigSchema.nullable() }),
    output: z.void(),
    example: { config: null },
    touches: [],
  }),
};
