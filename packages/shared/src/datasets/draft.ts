// A dataset in preparation: what was opened, and what shall become of it. The
// files themselves are never touched.
import { z } from 'zod';
import { splitSchema, verdictSchema } from './check-report.ts';
import { mappingSchema } from './mapping.ts';
import { rowProblemSchema } from './row-problem-schema.ts';

/** Where the rows come from. */
export const draftOriginSchema = z.discriminatedUnion('kind', [
  /** Files and folders of this computer. */
  z.object({ kind: z.literal('paths'), paths: z.array(z.string().min(1).max(4_096)).min(1).max(1_000) }),
  /** Received from the page: see `files.receive`. */
  z.object({ kind: z.literal('drop'), drop: z.uuid() }),
  /** A dataset on the Hub. `config` null: the only or default one. */
  z.object({
    kind: z.literal('hub'),
    dataset: z.string().min(1).max(200),
    revision: z.string().max(200).default('main'),
    config: z.string().max(200).nullable(),
  }),
]);
export type DraftOrigin = z.infer<typeof draftOriginSchema>;

/** `{file, row}` names one row; a file is named by its path in the draft. */
export const rowNameSchema = z.object({ file: z.string().max(4_096), row: z.number().int().min(0) });
export type RowName = z.infer<typeof rowNameSchema>;

export const draftPlanSchema = z.object({
  /** Null: the rows stay as they are. */
  mapping: mappingSchema.nullable(),
  /** Rows with these problems are left out of the new file. */
  dropped: z.array(rowProblemSchema),
  /** Where there is no validation file: how much of train becomes one. 0 is none. */
  validationShare: z.number().min(0).max(0.5),
  /** Decides which rows; the same seed chooses the same rows. */
  seed: z.number().int().min(0).max(4_294_967_295),
  /** Another split than the one read from a file's name, by its path. */
  splits: z.record(z.string(), splitSchema),
});
export type DraftPlan = z.infer<typeof draftPlanSchema>;

export const draftSchema = z.object({
  id: z.string(),
  name: z.string(),
  origin: draftOriginSchema,
  plan: draftPlanSchema,
  /** Rows changed or left out by hand. */
  edits: z.object({ changed: z.number(), dropped: z.number() }),
  openedAt: z.string(),
  /** Bytes still on their way from the page, or null when all are there. */
  arriving: z.object({ receivedBytes: z.number(), totalBytes: z.number() }).nullable(),
  /** What the last finished check found, with its best verdict; null before there was one. */
  found: z
    .object({
      rows: z.number(),
      bytes: z.number(),
      verdict: verdictSchema.pick({ method: true, state: true }).nullable(),
    })
    .nullable()
    .default(null),
});
export type Draft = z.infer<typeof draftSchema>;

/** One row as the table shows it. */
export const draftRowSchema = rowNameSchema.extend({
  /** From 1, where the format has lines. */
  line: z.number().nullable(),
  /** The row as JSON text, cut at `textLimit`; an unreadable one as it stands. */
  text: z.string(),
  cut: z.boolean(),
  bytes: z.number(),
  problems: z.array(z.object({ kind: rowProblemSchema, detail: z.string() })),
  /** `changed`: the text is the edited one. */
  edit: z.enum(['none', 'changed', 'dropped']),
});
export type DraftRow = z.infer<typeof draftRowSchema>;
