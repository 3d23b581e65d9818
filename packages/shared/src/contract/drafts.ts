// Datasets in preparation: checked, mapped, edited, split, counted and written.
import { z } from 'zod';
import { checkItemSchema, splitSchema } from '../datasets/check-report.ts';
import { draftOriginSchema, draftPlanSchema, draftRowSchema, draftSchema, rowNameSchema } from '../datasets/draft.ts';
import { mappingSchema } from '../datasets/mapping.ts';
import { rowProblemSchema } from '../datasets/row-problem-schema.ts';
import { renderedRowSchema, tokenReportSchema } from '../datasets/token-report.ts';
import { rowFormatSchema, trainingMethodSchema } from '../datasets/training-format.ts';
import { hostPathSchema } from './files.ts';
import { modelIdSchema } from './models.ts';
import { command, query, stream } from './operation.ts';

const draftId = z.string().min(1).max(100);
const missing = 'no-such-draft';

/** What the table shows: everything, rows with some problem, or rows that hold a text. */
export const rowFilterSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('all') }),
  z.object({ kind: z.literal('problems'), problems: z.array(rowProblemSchema).min(1) }),
  z.object({ kind: z.literal('edited') }),
]);

export const drafts = {
  open: command({
    summary:
      'Begin a dataset from files, a folder, a drop or a dataset on the Hub; the same origin gives its draft again',
    input: z.object({ origin: draftOriginSchema }),
    output: draftSchema,
    example: { origin: { kind: 'paths', paths: ['/nowhere/train.jsonl'] } },
    touches: ['drafts'],
  }),
  list: query({
    summary: 'All drafts, newest first',
    input: z.void(),
    output: z.array(draftSchema),
    example: undefined,
  }),
  get: query({
    summary: 'One draft',
    input: z.object({ draft: draftId }),
    output: draftSchema,
    example: { draft: missing },
  }),
  close: command({
    summary: 'Forget a draft with its edits; the files stay',
    input: z.object({ draft: draftId }),
    output: z.void(),
    example: { draft: missing },
    touches: ['drafts'],
  }),
  check: stream({
    summary:
      'Read every row and say what will train and what will go wrong; a verdict comes at once and grows. Answers from memory when nothing changed',
    input: z.object({
      draft: draftId,
      /** Read again although nothing seems to have changed. */ again: z.boolean().default(false),
    }),
    output: checkItemSchema,
    example: { draft: missing },
  }),
  rows: query({
    summary: 'Rows of one file, or of those that a filter lets through, from a place on',
    input: z.object({
      draft: draftId,
      /** Null: all files, one after another. */
      file: z.string().max(4_096).nullable(),
      filter: rowFilterSchema.default({ kind: 'all' }),
      from: z.number().int().min(0),
      count: z.number().int().min(1).max(200),
    }),
    output: z.object({
      rows: z.array(draftRowSchema),
      /** How many there are in all; counted while the check goes on. */
      total: z.number(),
      counting: z.boolean(),
    }),
    example: { draft: missing, file: null, from: 0, count: 50 },
  }),
  row: query({
    summary: 'One row in full, up to 4 MB',
    input: z.object({ draft: draftId, row: rowNameSchema }),
    output: draftRowSchema,
    example: { draft: missing, row: { file: 'train.jsonl', row: 0 } },
  }),
  search: stream({
    summary: 'Rows that hold a text, as they are found; case does not matter',
    input: z.object({ draft: draftId, file: z.string().max(4_096).nullable(), text: z.string().min(1).max(1_000) }),
    output: z.object({
      rows: z.array(draftRowSchema),
      bytesRead: z.number(),
      bytesTotal: z.number(),
      done: z.boolean(),
    }),
    example: { draft: missing, file: null, text: 'hello' },
  }),
  plan: command({
    summary: 'Change the mapping, what is left out, or the split; what is not given stays',
    input: z.object({ draft: draftId, change: draftPlanSchema.partial() }),
    output: draftSchema,
    example: { draft: missing, change: { validationShare: 0.1 } },
    touches: ['drafts'],
  }),
  edit: command({
    summary: 'Give one row another text (a JSON object), leave it out, or take an edit back',
    input: z.object({
      draft: draftId,
      row: rowNameSchema,
      edit: z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('change'), text: z.string().max(4_000_000) }),
        z.object({ kind: z.literal('drop') }),
        z.object({ kind: z.literal('undo') }),
      ]),
    }),
    output: draftSchema,
    example: { draft: missing, row: { file: 'train.jsonl', row: 0 }, edit: { kind: 'drop' } },
    touches: ['drafts'],
  }),
  preview: query({
    summary: 'The first rows before and after a mapping, and how many of a sample it fits',
    input: z.object({ draft: draftId, mapping: mappingSchema, count: z.number().int().min(1).max(20).default(5) }),
    output: z.object({
      rows: z.array(
        z.object({
          name: rowNameSchema,
          before: z.string(),
          /** Null where the mapping does not fit. */ after: z.string().nullable(),
          reason: z.string().nullable(),
        }),
      ),
      format: rowFormatSchema,
      sampled: z.number(),
      fitting: z.number(),
    }),
    example: { draft: missing, mapping: { kind: 'text', template: '{text}' } },
  }),
  render: query({
    summary: 'A row as a model will see it, its trained tokens marked',
    input: z.object({
      draft: draftId,
      row: rowNameSchema,
      model: modelIdSchema,
      method: trainingMethodSchema,
      maxLength: z.number().int().min(1).max(10_000_000).nullable().default(null),
    }),
    /** Preference rows have two: chosen, then rejected. */
    output: z.array(renderedRowSchema.extend({ name: z.string() })),
    example: { draft: missing, row: { file: 'train.jsonl', row: 0 }, model: 'sandy/tiny-llama', method: 'sft' },
  }),
  tokens: stream({
    summary:
      'Lengths of all rows in the model’s own tokens, growing while they are counted; leaving off reading stops it',
    input: z.object({
      draft: draftId,
      model: modelIdSchema,
      method: trainingMethodSchema,
      maxLength: z.number().int().min(1).max(10_000_000),
    }),
    output: tokenReportSchema.extend({ done: z.boolean() }),
    example: { draft: missing, model: 'sandy/tiny-llama', method: 'sft', maxLength: 1_024 },
  }),
  write: stream({
    summary:
      'Write the dataset as it is planned into a new folder, one JSONL file a split; the files it comes from are not touched',
    input: z.object({ draft: draftId, /** Must not exist, or be empty. */ folder: hostPathSchema }),
    output: z.object({
      rowsWritten: z.number(),
      rowsTotal: z.number(),
      rowsLeftOut: z.number(),
      done: z.boolean(),
      files: z.array(z.object({ path: z.string(), split: splitSchema, rows: z.number(), bytes: z.number() })),
    }),
    example: { draft: missing, folder: '/nowhere/new' },
  }),
};
