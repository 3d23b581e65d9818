// What is known of a model and a dataset before a run: what estimates and the
// preflight are made from.
import { z } from 'zod';
import { rowFormatSchema } from '../datasets/training-format.ts';

export const modelFactsSchema = z.object({
  model: z.string(),
  url: z.string(),
  /** Number of parameters; null where the Hub does not say. */
  parameters: z.number().nullable(),
  /** Of the weights as they are stored: `BF16`, `F32`, … */
  dtype: z.string().nullable(),
  license: z.string().nullable(),
  /** `open`, or gated and whether this account is let in. */
  access: z.enum(['open', 'let-in', 'asks', 'refused', 'unknown']),
  /** `LlamaForCausalLM`; null where it has no config. */
  architecture: z.string().nullable(),
  /** `llama`, `qwen3`, …: the family its template and layers belong to. */
  family: z.string().nullable(),
  hiddenSize: z.number().nullable(),
  layers: z.number().nullable(),
  vocabulary: z.number().nullable(),
  /** Tokens the model was made for. */
  contextLength: z.number().nullable(),
  hasChatTemplate: z.boolean(),
  /** The weights are already in 4 or 8 bits: only QLoRA-like training takes them. */
  quantization: z.string().nullable(),
  /** Only an adapter; trained from its base instead. */
  baseModel: z.string().nullable(),
  warm: z.boolean(),
  trainable: z.object({
    state: z.enum(['yes', 'with-care', 'no']),
    /** One sentence. */
    reason: z.string(),
  }),
});
export type ModelFacts = z.infer<typeof modelFactsSchema>;

export const datasetFactsSchema = z.object({
  dataset: z.string(),
  url: z.string(),
  config: z.string().nullable(),
  configs: z.array(z.string()),
  splits: z.array(z.object({ split: z.string(), rows: z.number().nullable() })),
  columns: z.array(z.string()),
  /** Formats the rows are in, judged from the first of them. */
  formats: z.array(rowFormatSchema),
  /** Why no method takes it, and what to do; null when one does. */
  problem: z.string().nullable(),
  /** Characters of an average row, from the first ones. */
  averageCharacters: z.number().nullable(),
  /** An id to count tokens with: the draft of this dataset, where one is open. */
  draft: z.string().nullable(),
});
export type DatasetFacts = z.infer<typeof datasetFactsSchema>;

/** Lengths in the model's tokens, as counted in Datasets or from the first rows. */
export const lengthFactsSchema = z.object({
  rows: z.number(),
  /** False: worked out from some rows only. */
  complete: z.boolean(),
  averageTokens: z.number(),
  p95Tokens: z.number(),
  longestTokens: z.number(),
  /** Rows longer than the `max_length` asked with. */
  cutRows: z.number(),
  /** Of these, rows of which no answer is left. */
  lostRows: z.number(),
  /** Rows the template refuses. */
  refusedRows: z.number(),
});
export type LengthFacts = z.infer<typeof lengthFactsSchema>;
