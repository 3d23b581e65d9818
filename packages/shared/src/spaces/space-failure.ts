// Why a Space, or a deployment, does not get up: the lines that say so, and what may help.
import { z } from 'zod';

export const failureKinds = [
  'missing-package',
  'version-clash',
  'no-gpu-function',
  'out-of-memory',
  'illegal-duration',
  'file-not-found',
  'gated',
  'no-app-file',
  'config-error',
  'syntax',
  'stuck',
  'no-answer',
  'name-taken',
  'payment',
  'permission',
  'rate-limited',
  'quota',
  'deadline',
  'not-there',
  'other',
] as const;
export type FailureKind = (typeof failureKinds)[number];

/** What one click does. Everything but `config` is an operation of `spaces` on the Space as it is. */
export const spaceChangeSchema = z.discriminatedUnion('kind', [
  /** The whole new text of a file, in one commit. */
  z.object({ kind: z.literal('file'), path: z.string(), text: z.string(), message: z.string() }),
  z.object({ kind: z.literal('hardware'), flavor: z.string() }),
  z.object({ kind: z.literal('variable'), key: z.string(), value: z.string() }),
  z.object({ kind: z.literal('restart'), factory: z.boolean() }),
  /** Opens the file for the person to change; `line` from 1. */
  z.object({ kind: z.literal('edit'), path: z.string(), line: z.number().nullable() }),
  /** Asks the person for the value of this secret. */
  z.object({ kind: z.literal('secret'), key: z.string() }),
  /** Other answers in the form of a deployment, then on from the step that failed. */
  z.object({ kind: z.literal('config'), patch: z.record(z.string(), z.unknown()) }),
]);
export type SpaceChange = z.infer<typeof spaceChangeSchema>;

/** Several make a ladder, the gentlest first. */
export const spaceRemedySchema = z.object({
  id: z.string(),
  label: z.string(),
  why: z.string(),
  change: spaceChangeSchema.nullable(),
  link: z.object({ label: z.string(), url: z.string() }).nullable(),
});
export type SpaceRemedy = z.infer<typeof spaceRemedySchema>;

export const spaceFailureSchema = z.object({
  kind: z.enum(failureKinds),
  /** One sentence for a person. */
  sentence: z.string(),
  /** The lines of the log that say so, redacted; empty where the Hub said it another way. */
  lines: z.array(z.string()),
  /** Which log they are of. */
  log: z.enum(['build', 'run']).nullable(),
  remedies: z.array(spaceRemedySchema),
});
export type SpaceFailure = z.infer<typeof spaceFailureSchema>;
