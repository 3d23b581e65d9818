// A dataset on the Hub.
import { z } from 'zod';

/** `namespace/name`; some old ones have no namespace. */
export const datasetIdSchema = z
  .string()
  .regex(/^(?:[\w.-]+\/)?[\w.-]+$/)
  .max(200);

export const datasetRowSchema = z.object({
  id: z.string(),
  private: z.boolean(),
  /** `manual` and `auto` ask for access first. */
  gated: z.enum(['no', 'auto', 'manual']),
  downloads: z.number().nullable(),
  likes: z.number().nullable(),
  lastModified: z.string().nullable(),
  tags: z.array(z.string()),
});
export type DatasetRow = z.infer<typeof datasetRowSchema>;

export const datasetDetailsSchema = datasetRowSchema.extend({
  url: z.string(),
  sha: z.string().nullable(),
  /** Null where the Hub does not say. */
  usedBytes: z.number().nullable(),
  files: z.number(),
  license: z.string().nullable(),
  languages: z.array(z.string()),
  sizeCategory: z.string().nullable(),
  description: z.string().nullable(),
  /** What this account may do with it. */
  mayWrite: z.boolean(),
});
export type DatasetDetails = z.infer<typeof datasetDetailsSchema>;

/** A part that loads on its own. `rows` is null where nobody has counted. */
export const datasetPartSchema = z.object({ config: z.string(), split: z.string(), rows: z.number().nullable() });
export type DatasetPart = z.infer<typeof datasetPartSchema>;

export const datasetPageSchema = z.object({
  /** The viewer's answer, or our own reading where the viewer has none (a private dataset on a free plan, one not ready yet). */
  from: z.enum(['viewer', 'files']),
  columns: z.array(z.object({ name: z.string(), type: z.string() })),
  /** Each row as JSON text. */
  rows: z.array(z.object({ row: z.number(), text: z.string(), cut: z.boolean() })),
  total: z.number().nullable(),
});
export type DatasetPage = z.infer<typeof datasetPageSchema>;

export const repoFileSchema = z.object({
  path: z.string(),
  kind: z.enum(['file', 'folder']),
  bytes: z.number(),
  lastModified: z.string().nullable(),
});
export type RepoFile = z.infer<typeof repoFileSchema>;

/** What the dataset's card says; the licence is the person's to choose. */
export const cardAnswersSchema = z.object({
  title: z.string().max(200),
  description: z.string().max(20_000),
  /** An SPDX-like id of the Hub's list, `other`, or `unknown`. */
  license: z.string().min(1).max(100),
  languages: z.array(z.string().max(20)).max(50),
  tags: z.array(z.string().max(100)).max(50),
});
export type CardAnswers = z.infer<typeof cardAnswersSchema>;
