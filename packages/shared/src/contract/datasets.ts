// Datasets on the Hub: mine and everybody's, looked at and looked after.
import { z } from 'zod';
import {
  cardAnswersSchema,
  datasetDetailsSchema,
  datasetIdSchema,
  datasetPageSchema,
  datasetPartSchema,
  datasetRowSchema,
  repoFileSchema,
} from '../datasets/dataset.ts';
import { command, query } from './operation.ts';

const example = { dataset: 'sandy/small-questions' };

export const datasets = {
  mine: query({
    summary: 'Datasets of the account and of the organizations it may write to',
    input: z.void(),
    output: z.array(datasetRowSchema),
    example: undefined,
  }),
  search: query({
    summary: 'Datasets on the Hub by the beginning of their name or by words; most downloaded first',
    input: z.object({ text: z.string().max(200), cursor: z.string().max(2_000).nullable().default(null) }),
    output: z.object({ rows: z.array(datasetRowSchema), cursor: z.string().nullable() }),
    example: { text: 'small' },
  }),
  get: query({
    summary: 'One dataset',
    input: z.object({ dataset: datasetIdSchema }),
    output: datasetDetailsSchema,
    example,
  }),
  parts: query({
    summary: 'Its configurations and splits',
    input: z.object({ dataset: datasetIdSchema }),
    output: z.array(datasetPartSchema),
    example,
  }),
  page: query({
    summary: 'Rows of one split, from the viewer or from the files themselves',
    input: z.object({
      dataset: datasetIdSchema,
      config: z.string().max(200),
      split: z.string().max(200),
      from: z.number().int().min(0),
      count: z.number().int().min(1).max(100),
    }),
    output: datasetPageSchema,
    example: { ...example, config: 'default', split: 'train', from: 0, count: 20 },
  }),
  files: query({
    summary: 'What is in a folder of the repository',
    input: z.object({
      dataset: datasetIdSchema,
      folder: z.string().max(1_024).default(''),
      cursor: z.string().max(2_000).nullable().default(null),
    }),
    output: z.object({ files: z.array(repoFileSchema), cursor: z.string().nullable() }),
    example,
  }),
  namespaces: query({
    summary: 'Where the token may create a dataset, and why not elsewhere',
    input: z.void(),
    output: z.array(
      z.object({
        name: z.string(),
        kind: z.enum(['user', 'organization']),
        mayWrite: z.boolean(),
        reason: z.string().nullable(),
      }),
    ),
    example: undefined,
  }),
  checkName: query({
    summary: 'Whether a name is free, taken by a dataset this account may write to, taken, or refused by the Hub',
    input: z.object({ namespace: z.string().min(1).max(100), name: z.string().max(200) }),
    output: z.object({ state: z.enum(['free', 'mine', 'taken', 'refused']), reason: z.string().nullable() }),
    example: { namespace: 'sandy', name: 'small-questions' },
  }),
  licenses: query({
    summary: 'Licences the Hub knows, the usual ones first',
    input: z.void(),
    output: z.array(z.object({ id: z.string(), name: z.string(), url: z.string().nullable() })),
    example: undefined,
  }),
  card: query({
    summary:
      'The card (README.md) for a draft, as it would be uploaded; one that is already in the repository keeps what a person wrote',
    input: z.object({ draft: z.string().min(1).max(100), repo: datasetIdSchema, answers: cardAnswersSchema }),
    output: z.object({ text: z.string(), warnings: z.array(z.string()) }),
    example: {
      draft: 'no-such-draft',
      repo: 'sandy/new',
      answers: { title: 'New', description: '', license: 'mit', languages: ['en'], tags: [] },
    },
  }),
  rename: command({
    summary: 'Give a dataset another name or namespace; old links lead to the new one',
    input: z.object({ dataset: datasetIdSchema, to: datasetIdSchema }),
    output: z.void(),
    example: { dataset: 'sandy/absent', to: 'sandy/absent-too' },
    touches: ['datasets'],
  }),
  setVisibility: command({
    summary: 'Make a dataset private or public',
    input: z.object({ dataset: datasetIdSchema, private: z.boolean() }),
    output: z.void(),
    example: { dataset: 'sandy/absent', private: true },
    touches: ['datasets'],
  }),
  remove: command({
    summary: 'Delete a dataset for good. `confirm` must repeat its name',
    input: z.object({ dataset: datasetIdSchema, confirm: z.string().max(200) }),
    output: z.void(),
    example: { dataset: 'sandy/absent', confirm: 'sandy/absent' },
    touches: ['datasets'],
  }),
};
