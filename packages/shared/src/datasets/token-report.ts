// What the rows are to one model: their lengths in its own tokens, and what a
// limit on length would cut.
import { z } from 'zod';

export const histogramSchema = z.object({
  /** Upper bounds in tokens, ascending; the last bucket has none and is counted in the last of `counts`. */
  bounds: z.array(z.number()),
  /** One longer than `bounds`. */
  counts: z.array(z.number()),
});

export const tokenReportSchema = z.object({
  model: z.string(),
  /** Rows counted so far and how many there are. */
  rows: z.number(),
  rowsTotal: z.number(),
  rowsPerSecond: z.number(),
  histogram: histogramSchema,
  /** In tokens a row. */
  median: z.number(),
  p95: z.number(),
  longest: z.object({ file: z.string(), row: z.number(), tokens: z.number() }).nullable(),
  /** All tokens of the rows, before anything is cut. */
  tokens: z.number(),
  /** Of these, the ones a loss is taken on. */
  trainedTokens: z.number(),
  /** With the asked `maxLength`: */
  maxLength: z.number(),
  cutRows: z.number(),
  /** Rows of which no trained token is left. */
  rowsWithoutAnswer: z.number(),
  tokensKept: z.number(),
  trainedTokensKept: z.number(),
  /** Rows the template refused, with the first such row and why. */
  refusedRows: z.number(),
  firstRefusal: z.object({ file: z.string(), row: z.number(), reason: z.string() }).nullable(),
  /** Rows whose trained tokens could not be told apart; all of their tokens count as trained. */
  maskMissingRows: z.number().optional(),
  /** Lengths of the rows of validation and test are not in the numbers above. */
  evaluationRows: z.number(),
});
export type TokenReport = z.infer<typeof tokenReportSchema>;

/** A row as the model sees it. The texts joined are the whole; special tokens stand as their own words. */
export const renderedRowSchema = z.object({
  model: z.string(),
  /** The first are shown; `tokens` counts all. */
  pieces: z.array(z.object({ text: z.string(), id: z.number(), trained: z.boolean(), special: z.boolean() })),
  tokens: z.number(),
  trainedTokens: z.number(),
  /** Where the text before tokenizing comes from. */
  template: z.enum(['chat-template', 'plain']),
  /** Why the trained tokens could not be told apart, or null. All are trained then. */
  maskMissing: z.string().nullable(),
});
export type RenderedRow = z.infer<typeof renderedRowSchema>;
