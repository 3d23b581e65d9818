// Limits the person sets on what runs may cost. A launch that could go beyond one is stopped.
import { z } from 'zod';
import { command, query } from './operation.ts';

const limitUsd = z.number().positive().max(1_000_000).nullable();

export const budgetSchema = z.object({
  /** The most one run may cost at worst; null: no limit. */
  runUsd: limitUsd,
  /** The most all runs of a calendar month (UTC) may cost. */
  monthUsd: limitUsd,
  /** Spent this month so far. */
  spentUsd: z.number(),
  /** What could still be added by the runs that go on now. */
  openUsd: z.number(),
  /** `hub`: the account's own figures. `history`: only what was run from here. */
  spentFrom: z.enum(['hub', 'history']),
});
export type Budget = z.infer<typeof budgetSchema>;

export const budget = {
  get: query({ summary: 'The limits and what was spent', input: z.void(), output: budgetSchema, example: undefined }),
  set: command({
    summary: 'Set the limits; null takes one away',
    input: z.object({ runUsd: limitUsd, monthUsd: limitUsd }),
    output: budgetSchema,
    example: { runUsd: 5, monthUsd: 50 },
    touches: ['budget'],
  }),
};
