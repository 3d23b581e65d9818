// Text-generation models that at least one inference provider keeps warm.
import { z } from 'zod';
import { modelRowSchema } from '../models/model-row.ts';
import { selectionSchema } from '../models/routing.ts';
import { command, query, stream } from './operation.ts';

export const modelIdSchema = z
  .string()
  .regex(/^[\w.-]+\/[\w.-]+$/)
  .max(200);

export const modelDetailsSchema = modelRowSchema.extend({
  /** False when no provider serves it now. */
  warm: z.boolean(),
  library: z.string().nullable(),
  tags: z.array(z.string()),
  lastModified: z.string().nullable(),
  /** The model's page, where access to a gated one is asked for. */
  url: z.string(),
});
export type ModelDetails = z.infer<typeof modelDetailsSchema>;

export const catalogueItemSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('rows'), rows: z.array(modelRowSchema) }),
  z.object({
    type: z.literal('done'),
    total: z.number(),
    fetchedAt: z.string(),
    /** The router could not be asked: prices, context and speed are missing. */
    offersMissing: z.boolean(),
  }),
]);
export type CatalogueItem = z.infer<typeof catalogueItemSchema>;

export const models = {
  catalogue: stream({
    summary: 'The complete list, page by page, joined with who serves each and for how much',
    input: z.object({ refresh: z.boolean().default(false) }),
    output: catalogueItemSchema,
    example: { refresh: false },
  }),
  get: query({
    summary: 'One model in full',
    input: z.object({ model: modelIdSchema }),
    output: modelDetailsSchema,
    example: { model: 'meta-llama/Llama-3.1-8B-Instruct' },
  }),
  mine: query({
    summary: 'Models of the account and its organizations, those changed last first',
    input: z.void(),
    output: z.array(z.object({ id: z.string(), params: z.number().nullable(), license: z.string().nullable() })),
    example: undefined,
  }),
  select: command({
    summary: 'Choose the model to talk to, who serves it and who pays; null chooses none',
    input: z.object({ selection: selectionSchema.nullable() }),
    output: z.void(),
    example: { selection: { model: 'meta-llama/Llama-3.1-8B-Instruct', routing: 'auto', billTo: null } },
    touches: ['models', 'providers', 'preferences'],
  }),
  selected: query({
    summary: 'The chosen model and whether it is still warm (null: not known yet)',
    input: z.void(),
    output: z.object({ selection: selectionSchema, warm: z.boolean().nullable() }).nullable(),
    example: undefined,
  }),
};
