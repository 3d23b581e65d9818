// Uploads and downloads, which go on while other pages are used and survive
// the app being closed.
import { z } from 'zod';
import { errorCodes } from '../errors.ts';
import { uploadWarningKinds } from './upload-warnings.ts';

export const transferKindSchema = z.enum(['upload', 'download']);

/**
 * `waiting`: for a delay the Hub asked for, or for the network. `stopped`: a person must do something first, said in
 * `problem`. `done`: the remote (or local) listing was compared with the manifest and is equal.
 */
export const transferStates = ['planning', 'running', 'waiting', 'paused', 'stopped', 'done', 'cancelled'] as const;
export const transferStateSchema = z.enum(transferStates);
export type TransferState = z.infer<typeof transferStateSchema>;

export const transferPhases = ['scanning', 'hashing', 'uploading', 'committing', 'downloading', 'verifying'] as const;
export const transferPhaseSchema = z.enum(transferPhases);
export type TransferPhase = z.infer<typeof transferPhaseSchema>;

/** A failure as it crosses the border; `code` decides the words. */
export const transferProblemSchema = z.object({
  code: z.enum(errorCodes),
  message: z.string(),
  data: z.record(z.string(), z.unknown()),
});

export const transferSchema = z.object({
  id: z.string(),
  kind: transferKindSchema,
  /** `namespace/name` on the Hub. */
  repo: z.string(),
  repoType: z.enum(['model', 'dataset', 'space']),
  repoUrl: z.string(),
  /** What it is called in a list: a file's or folder's name. */
  name: z.string(),
  /** Local folder the bytes come from or go to. */
  folder: z.string(),
  state: transferStateSchema,
  /** What is being done; several at once when files overlap. */
  phases: z.array(transferPhaseSchema),
  files: z.object({ total: z.number(), done: z.number(), failed: z.number() }),
  bytes: z.object({
    total: z.number(),
    hashed: z.number(),
    sent: z.number(),
    /** Already there: not sent. */ spared: z.number(),
  }),
  commits: z.number(),
  /** Over the last seconds; null while it does not flow. */
  bytesPerSecond: z.number().nullable(),
  /** Until the end, at this speed. */
  remainingMs: z.number().nullable(),
  /** When `waiting`: how long still. */
  waitMs: z.number().nullable(),
  /** Why it waits or stopped, or what failed last. */
  problem: transferProblemSchema.nullable(),
  /** Of another window or process of ours: looked at, not steered. */
  elsewhere: z.boolean(),
  startedAt: z.string(),
  finishedAt: z.string().nullable(),
  /** Where to look at the result: a commit's page or a folder. */
  resultUrl: z.string().nullable(),
});
export type Transfer = z.infer<typeof transferSchema>;

export const transferFileStates = [
  'planned',
  'hashing',
  'hashed',
  'sending',
  'sent',
  'committing',
  'done',
  'failed',
  'spared',
] as const;
export const transferFileSchema = z.object({
  path: z.string(),
  bytes: z.number(),
  /** Hashed or sent of `bytes`, by its state. */
  bytesDone: z.number(),
  state: z.enum(transferFileStates),
  /** How it travels: in the commit itself, or to the large-file store. */
  way: z.enum(['regular', 'lfs', 'xet']).nullable(),
  problem: transferProblemSchema.nullable(),
});
export type TransferFile = z.infer<typeof transferFileSchema>;

export const uploadWarningSchema = z.object({
  kind: z.enum(uploadWarningKinds),
  count: z.number(),
  /** The first few paths it is about. */
  paths: z.array(z.string()),
  /** A figure in words: `12,400 files, the Hub recommends fewer than 10,000 a folder`. */
  detail: z.string(),
});
export type UploadWarning = z.infer<typeof uploadWarningSchema>;
