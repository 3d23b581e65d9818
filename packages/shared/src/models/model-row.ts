// One model as the picker knows it: the Hub's listing joined with what the
// inference router says of each provider. Facts only; ranking, choosing and
// formatting live elsewhere.
import { z } from 'zod';

/** One provider's way of serving a model, from the router's `GET /v1/models`. `null` means the router did not say. */
export const offerSchema = z.object({
  provider: z.string(),
  /** `live` and `error` are documented; any other word is kept and counts as not live. */
  status: z.string(),
  /** Tokens. */
  contextLength: z.number().nullable(),
  inputUsdPerMTok: z.number().nullable(),
  outputUsdPerMTok: z.number().nullable(),
  isFree: z.boolean(),
  tools: z.boolean().nullable(),
  structuredOutput: z.boolean().nullable(),
  firstTokenMs: z.number().nullable(),
  tokensPerSecond: z.number().nullable(),
  isModelAuthor: z.boolean(),
});
export type Offer = z.infer<typeof offerSchema>;

export const modelRowSchema = z.object({
  /** `namespace/name`, as the Hub spells it. */
  id: z.string(),
  downloads: z.number(),
  likes: z.number(),
  /** The Hub's `trendingScore`; 0 for a model that is not trending. */
  trending: z.number(),
  /** ISO 8601. */
  createdAt: z.string().nullable(),
  license: z.string().nullable(),
  gated: z.union([z.literal(false), z.enum(['auto', 'manual'])]),
  /** Number of parameters. */
  params: z.number().nullable(),
  offers: z.array(offerSchema),
});
export type ModelRow = z.infer<typeof modelRowSchema>;
