// Training runs: looked at before they cost anything, launched once, followed to
// their end, and kept when the Hub has forgotten them.
import { z } from 'zod';
import { datasetIdSchema } from '../datasets/dataset.ts';
import { datasetFactsSchema, lengthFactsSchema, modelFactsSchema } from '../train/run-facts.ts';
import { preflightSchema } from '../train/preflight.ts';
import { logFilterSchema, logLineSchema, machineSampleSchema, pointsSchema, runSchema } from '../train/run.ts';
import { runConfigSchema, runNameSchema, variableNameSchema } from '../train/run-config.ts';
import { exampleConfig } from './example-run.ts';
import { hostPathSchema } from './files.ts';
import { modelIdSchema } from './models.ts';
import { command, query, stream } from './operation.ts';

const runId = z.string().min(1).max(100);
const one = z.object({ run: runId });
const missing = { run: 'no-such-run' };
const anyLine: z.infer<typeof logFilterSchema> = { level: null, events: true };

export const runs = {
  list: query({
    summary: 'All runs, those that go on first, then newest; also the ones another computer started',
    input: z.void(),
    output: z.array(runSchema),
    example: undefined,
  }),
  get: query({ summary: 'One run', input: one, output: runSchema, example: missing }),
  follow: stream({
    summary: 'The runs that go on, a few times a second while something happens',
    input: z.void(),
    output: z.object({ runs: z.array(runSchema) }),
    example: undefined,
  }),
  model: query({
    summary: 'What there is to know of a model before it is trained',
    input: z.object({ model: modelIdSchema }),
    output: modelFactsSchema,
    example: { model: 'sandy/tiny-llama' },
  }),
  dataset: query({
    summary: 'What there is to know of a dataset on the Hub before something is trained on it',
    input: z.object({ dataset: datasetIdSchema, config: z.string().max(200).nullable().default(null) }),
    output: datasetFactsSchema,
    example: { dataset: 'sandy/small-questions' },
  }),
  lengths: query({
    summary:
      'How long the rows are for the model: as counted in Datasets where that was done, otherwise from the first rows',
    input: z.object({
      config: runConfigSchema.pick({ model: true, dataset: true, method: true, parameters: true }),
    }),
    output: lengthFactsSchema,
    example: {
      config: {
        model: exampleConfig.model,
        dataset: exampleConfig.dataset,
        method: exampleConfig.method,
        parameters: exampleConfig.parameters,
      },
    },
  }),
  preflight: stream({
    summary: 'Look at everything a launch depends on; the checks come as they are done. Spends nothing',
    input: z.object({ config: runConfigSchema, kind: z.enum(['train', 'smoke']).default('train') }),
    output: preflightSchema,
    example: { config: exampleConfig },
  }),
  smokeOf: query({
    summary: 'The last smoke run of exactly this configuration; null when there was none',
    input: z.object({ config: runConfigSchema }),
    output: runSchema.nullable(),
    example: { config: exampleConfig },
  }),
  launch: command({
    summary: 'Start a run, once: the same `run` again answers the run that is there already',
    input: z.object({
      /** Made by the page, one for each click. */
      run: z.uuid(),
      kind: z.enum(['train', 'smoke']),
      config: runConfigSchema,
      /** Values of the secrets the configuration names. Sent to the Hub, kept nowhere. */
      secrets: z.record(variableNameSchema, z.string().max(20_000)).default({}),
      /** Go on from the last checkpoint of this run. */
      resumeFrom: runId.nullable().default(null),
    }),
    output: runSchema,
    example: {
      run: '00000000-0000-4000-8000-000000000000',
      kind: 'train',
      config: { ...exampleConfig, payer: 'no-such-namespace' },
    },
    touches: ['runs', 'budget'],
  }),
  cancel: command({
    summary: 'Stop a run; checkpoints that were kept stay',
    input: one,
    output: runSchema,
    example: missing,
    touches: ['runs', 'budget'],
  }),
  annotate: command({
    summary: 'Give a run another name or a note',
    input: one.extend({ name: runNameSchema.optional(), note: z.string().max(20_000).optional() }),
    output: runSchema,
    example: missing,
    touches: ['runs'],
  }),
  forget: command({
    summary: 'Take a run that is over out of the history, with its log; the job and the weights on the Hub stay',
    input: one,
    output: z.void(),
    example: missing,
    touches: ['runs'],
  }),
  lookForWeights: command({
    summary: 'Look again whether the weights are in the repository',
    input: one,
    output: runSchema,
    example: missing,
    touches: ['runs'],
  }),
  salvage: command({
    summary: 'Save what a run left in its bucket to its repository, by a small job of its own',
    input: one.extend({ as: z.uuid() }),
    output: runSchema,
    example: { ...missing, as: '00000000-0000-4000-8000-000000000000' },
    touches: ['runs', 'budget'],
  }),
  points: stream({
    summary: 'The curves of a run: what there is in pieces, then what comes',
    input: one,
    output: pointsSchema,
    example: missing,
  }),
  machine: stream({
    summary: 'Processor, memory and cards of a run that goes on: what was seen lately, then what is seen',
    input: one,
    output: z.object({ samples: z.array(machineSampleSchema) }),
    example: missing,
  }),
  followLog: stream({
    summary: 'How long the log is now and its last lines, at most once a frame; the lines themselves are asked for',
    input: one.extend({
      filter: logFilterSchema.default(anyLine),
      tail: z.number().int().min(0).max(500).default(200),
    }),
    output: z.object({
      /** Lines that the filter lets through. */
      total: z.number(),
      /** Still being filtered. */
      counting: z.boolean(),
      /** The last of them; `index` among those that the filter lets through. */
      tail: z.object({ index: z.number(), lines: z.array(logLineSchema) }),
      gaps: z.number(),
      /** No more will come. */
      over: z.boolean(),
    }),
    example: missing,
  }),
  logLines: query({
    summary: 'Lines of a run’s log, from a place among those that the filter lets through',
    input: one.extend({
      filter: logFilterSchema.default(anyLine),
      from: z.number().int().min(0),
      count: z.number().int().min(1).max(500),
    }),
    output: z.object({ lines: z.array(logLineSchema), total: z.number() }),
    example: { ...missing, from: 0, count: 100 },
  }),
  searchLog: query({
    summary: 'Where a text stands in a run’s log, whatever its case; at most the first 10,000 places',
    input: one.extend({ filter: logFilterSchema.default(anyLine), text: z.string().min(1).max(1_000) }),
    output: z.object({
      /** Among the lines that the filter lets through. */
      indexes: z.array(z.number()),
      more: z.boolean(),
    }),
    example: { ...missing, text: 'error' },
  }),
  saveLog: command({
    summary: 'Write a run’s log into a folder as a text file, without colours',
    input: one.extend({ folder: hostPathSchema }),
    output: z.object({ path: z.string() }),
    example: { ...missing, folder: '/nowhere' },
    touches: [],
  }),
};
