// Configurations of runs that a person keeps under a name, and the one being worked on.
import { z } from 'zod';
import { runConfigSchema } from '../train/run-config.ts';
import { exampleConfig } from './example-run.ts';
import { command, query } from './operation.ts';

const recipeName = z.string().trim().min(1).max(100);

export const recipeSchema = z.object({ name: z.string(), savedAt: z.string(), config: runConfigSchema });
export type Recipe = z.infer<typeof recipeSchema>;

export const recipes = {
  list: query({
    summary: 'Kept configurations, newest first',
    input: z.void(),
    output: z.array(recipeSchema),
    example: undefined,
  }),
  save: command({
    summary: 'Keep a configuration; one of the same name is replaced only when `replace` says so',
    input: z.object({ name: recipeName, config: runConfigSchema, replace: z.boolean().default(false) }),
    output: recipeSchema,
    example: { name: 'Small questions', config: exampleConfig, replace: true },
    touches: ['recipes'],
  }),
  remove: command({
    summary: 'Throw a kept configuration away',
    input: z.object({ name: recipeName }),
    output: z.void(),
    example: { name: 'no-such-recipe' },
    touches: ['recipes'],
  }),
  draft: query({
    summary: 'The configuration that was being worked on; null when there is none',
    input: z.void(),
    output: runConfigSchema.nullable(),
    example: undefined,
  }),
  keepDraft: command({
    summary: 'Remember the configuration that is being worked on; null forgets it',
    input: z.object({ config: runConfigSchema.nullable() }),
    output: z.void(),
    example: { config: null },
    touches: [],
  }),
};
