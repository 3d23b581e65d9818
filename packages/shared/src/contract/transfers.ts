// Uploads and downloads in the background. Each is kept in a journal, so that
// neither a cut cable nor a killed app costs more than one part of a file.
import { z } from 'zod';
import { cardAnswersSchema, datasetIdSchema } from '../datasets/dataset.ts';
import { transferFileSchema, transferFileStates, transferSchema, uploadWarningSchema } from '../datasets/transfer.ts';
import { hostPathSchema } from './files.ts';
import { command, query, stream } from './operation.ts';

const one = z.object({ transfer: z.string().min(1).max(100) });
const example = { transfer: 'no-such-transfer' };

/** What is uploaded: a draft as it is planned (written anew where that changes it), or a folder or file as it is. */
export const uploadSourceSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('draft'), draft: z.string().min(1).max(100), card: cardAnswersSchema.nullable() }),
  z.object({ kind: z.literal('path'), path: hostPathSchema }),
]);

export const uploadTargetSchema = z.object({
  repo: datasetIdSchema,
  /** Create it, with this visibility; null: it must exist. */
  create: z.object({ private: z.boolean() }).nullable(),
  /** Folder inside the repository; empty is its root. */
  folder: z.string().max(1_024).default(''),
  message: z.string().max(500).default(''),
});

export const transfers = {
  list: query({
    summary: 'All transfers, running ones first, then newest',
    input: z.void(),
    output: z.array(transferSchema),
    example: undefined,
  }),
  get: query({ summary: 'One transfer', input: one, output: transferSchema, example }),
  files: query({
    summary: 'Files of a transfer, those at work and those that failed first',
    input: one.extend({
      state: z.enum(transferFileStates).nullable().default(null),
      from: z.number().int().min(0).default(0),
      count: z.number().int().min(1).max(500).default(100),
    }),
    output: z.object({ files: z.array(transferFileSchema), total: z.number() }),
    example,
  }),
  follow: stream({
    summary: 'All transfers that are not over, a few times a second while something moves',
    input: z.void(),
    output: z.object({ transfers: z.array(transferSchema) }),
    example: undefined,
  }),
  plan: query({
    summary: 'What an upload would be: files, bytes, commits, and the Hub’s limits it would meet',
    input: z.object({ source: uploadSourceSchema, target: uploadTargetSchema }),
    output: z.object({
      files: z.number(),
      bytes: z.number(),
      commits: z.number(),
      /** The draft is written anew first. */ rewrites: z.boolean(),
      warnings: z.array(uploadWarningSchema),
    }),
    example: { source: { kind: 'path', path: '/nowhere' }, target: { repo: 'sandy/new', create: { private: true } } },
  }),
  upload: command({
    summary: 'Start an upload; it goes on in the background',
    input: z.object({ source: uploadSourceSchema, target: uploadTargetSchema }),
    output: transferSchema,
    example: { source: { kind: 'path', path: '/nowhere' }, target: { repo: 'sandy/new', create: { private: true } } },
    touches: ['transfers', 'datasets'],
  }),
  download: command({
    summary: 'Start a download of a repository or some of its files into a new folder inside `folder`',
    input: z.object({
      repoType: z.enum(['model', 'dataset', 'space']),
      repo: datasetIdSchema,
      revision: z.string().max(200).default('main'),
      /** Null: everything. */ paths: z.array(z.string().max(1_024)).max(10_000).nullable(),
      folder: hostPathSchema,
    }),
    output: transferSchema,
    example: { repoType: 'dataset', repo: 'sandy/absent', paths: null, folder: '/nowhere' },
    touches: ['transfers'],
  }),
  pause: command({
    summary: 'Stop sending; what is on its way ends first or is sent again',
    input: one,
    output: transferSchema,
    example,
    touches: ['transfers'],
  }),
  resume: command({
    summary: 'Go on where it stopped',
    input: one,
    output: transferSchema,
    example,
    touches: ['transfers', 'datasets'],
  }),
  cancel: command({
    summary: 'End it for good; what was committed or written stays',
    input: one,
    output: transferSchema,
    example,
    touches: ['transfers'],
  }),
  forget: command({
    summary: 'Take one that is over from the list, with its journal',
    input: one,
    output: z.void(),
    example,
    touches: ['transfers'],
  }),
};
