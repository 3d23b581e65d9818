// The provider grid: one row a provider, connected or not.
import { z } from 'zod';
import { problemSchema } from '../account/account.ts';
import { selectionSchema } from '../models/routing.ts';
import { providerIds } from '../providers/registry.ts';
import { query } from './operation.ts';

export const providerStateSchema = z.object({
  id: z.enum(providerIds),
  /** False until this version has an adapter for it. */
  supported: z.boolean(),
  /** `ready`: connected and a model is chosen. */
  state: z.enum(['disconnected', 'connected', 'ready', 'attention']),
  /** Who the provider says is connected, and as what; never characters of a key. */
  connectedAs: z.object({ name: z.string(), role: z.string().nullable() }).nullable(),
  selection: selectionSchema.nullable(),
  checkedAt: z.string().nullable(),
  problem: problemSchema.nullable(),
});
export type ProviderState = z.infer<typeof providerStateSchema>;

export const providers = {
  list: query({ summary: 'Every provider in the order of the grid', input: z.void(), output: z.array(providerStateSchema), example: undefined }),
};
