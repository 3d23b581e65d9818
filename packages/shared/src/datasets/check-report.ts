// What the check of a dataset found: growing while it runs, final at its end.
import { z } from 'zod';
import { mappingSchema } from './mapping.ts';
import { fileProblemSchema, rowProblemSchema } from './row-problem-schema.ts';
import { rowFormatSchema, trainingMethodSchema } from './training-format.ts';

export const fileFormats = ['jsonl', 'json', 'csv', 'tsv', 'parquet', 'text'] as const;
export const fileFormatSchema = z.enum(fileFormats);
export type FileFormat = z.infer<typeof fileFormatSchema>;

export const splits = ['train', 'validation', 'test'] as const;
export const splitSchema = z.enum(splits);
export type Split = z.infer<typeof splitSchema>;

/** One file of a draft. `path` is relative to what was opened, with `/`. */
export const draftFileSchema = z.object({
  path: z.string(),
  split: splitSchema,
  format: fileFormatSchema.nullable(),
  bytes: z.number(),
  /** Null until counted. */
  rows: z.number().nullable(),
  /** Of its rows, those that the plan leaves out for their problems; each once. */
  leftOut: z.number(),
  problems: z.array(
    z.object({
      kind: fileProblemSchema,
      /** What the system said, or where; empty when there is nothing to add. */ detail: z.string(),
    }),
  ),
});
export type DraftFile = z.infer<typeof draftFileSchema>;

export const columnTypes = ['null', 'boolean', 'number', 'text', 'list', 'object'] as const;
export const columnSchema = z.object({
  name: z.string(),
  /** Rows a type was seen in. */
  types: z.partialRecord(z.enum(columnTypes), z.number()),
  missing: z.number(),
});
export type Column = z.infer<typeof columnSchema>;

/** Where a problem stands. `row` counts from 0 within its file; `line` from 1 where the format has lines. */
export const rowPlaceSchema = z.object({
  file: z.string(),
  row: z.number(),
  line: z.number().nullable(),
  /** What exactly, fit to be shown: a column, a role, `position 17: …`, the kind of secret. Never the secret. */
  detail: z.string(),
});
export type RowPlace = z.infer<typeof rowPlaceSchema>;

export const problemCountSchema = z.object({
  kind: rowProblemSchema,
  count: z.number(),
  /** The first few. The rest is found with the table's filter. */
  examples: z.array(rowPlaceSchema),
});
export type ProblemCount = z.infer<typeof problemCountSchema>;

export const verdictSchema = z.object({
  method: trainingMethodSchema,
  state: z.enum(['ready', 'needs-mapping', 'cannot-train']),
  /** The format the rows are in, or would be in after the mapping. */
  format: rowFormatSchema.nullable(),
  /** One sentence. */
  reason: z.string(),
  /** What makes it ready in one click. */
  mapping: mappingSchema.nullable(),
  /** What still stops the training, in rows that are not left out yet; a row with several problems counts once. */
  leaveOut: z.object({ kinds: z.array(rowProblemSchema), rows: z.number() }),
});
export type Verdict = z.infer<typeof verdictSchema>;

export const checkReportSchema = z.object({
  files: z.array(draftFileSchema),
  rows: z.number(),
  bytes: z.number(),
  columns: z.array(columnSchema),
  problems: z.array(problemCountSchema),
  /** One a method; empty until the first rows were read. */
  verdicts: z.array(verdictSchema),
  longestRowBytes: z.number(),
  averageRowBytes: z.number(),
  /** Entries of a folder that were left out. `reason` is a file problem's kind. */
  skipped: z.array(z.object({ path: z.string(), reason: fileProblemSchema })),
});
export type CheckReport = z.infer<typeof checkReportSchema>;

export const checkItemSchema = z.object({
  /** False: the verdict of what was read until now. */
  done: z.boolean(),
  bytesRead: z.number(),
  bytesTotal: z.number(),
  elapsedMs: z.number(),
  report: checkReportSchema,
});
export type CheckItem = z.infer<typeof checkItemSchema>;
