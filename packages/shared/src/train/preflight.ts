// What is looked at before anything is spent.
import { z } from 'zod';
import { configChangeSchema } from './run-config.ts';

export const checkIds = [
  'token',
  'payer',
  'credits',
  'budget',
  'script',
  'model',
  'dataset',
  'format',
  'template',
  'length',
  'output',
  'hardware',
  'timeout',
] as const;

/** `stops`: a launch would fail or go against a limit the person has set. `unknown`: could not be found out. */
export const checkStates = ['waiting', 'checking', 'ok', 'warning', 'stops', 'unknown', 'not-needed'] as const;

export const preflightCheckSchema = z.object({
  id: z.enum(checkIds),
  state: z.enum(checkStates),
  /** What was found, in one sentence. */
  finding: z.string(),
  /** What to do about it; null when there is nothing to do. */
  action: z
    .discriminatedUnion('kind', [
      z.object({ kind: z.literal('link'), label: z.string(), url: z.string() }),
      z.object({ kind: z.literal('change'), label: z.string(), change: configChangeSchema }),
      /** A place in the app, as it stands in the address: `/settings/providers`. */
      z.object({ kind: z.literal('go'), label: z.string(), place: z.string() }),
    ])
    .nullable(),
});
export type PreflightCheck = z.infer<typeof preflightCheckSchema>;

export const preflightSchema = z.object({ checks: z.array(preflightCheckSchema), done: z.boolean() });
export type Preflight = z.infer<typeof preflightSchema>;
