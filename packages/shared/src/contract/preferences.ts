// What a person likes, kept on disk and the same in every window.
import { z } from 'zod';
import { command, query } from './operation.ts';

export const preferencesSchema = z.object({
  theme: z.enum(['system', 'light', 'dark']),
  /** Model ids, newest first. */
  favouriteModels: z.array(z.string()).max(1_000),
  recentModels: z.array(z.string()).max(20),
  chat: z.object({
    system: z.string().max(100_000),
    temperature: z.number().min(0).max(2).nullable(),
    maxTokens: z.number().int().min(1).max(1_000_000).nullable(),
  }),
  /** The system's notifications of what becomes of a run. */
  notifications: z.boolean(),
});
export type Preferences = z.infer<typeof preferencesSchema>;

export const defaultPreferences: Preferences = {
  theme: 'system',
  favouriteModels: [],
  recentModels: [],
  chat: { system: '', temperature: null, maxTokens: null },
  notifications: false,
};

export const preferences = {
  get: query({ summary: 'All preferences', input: z.void(), output: preferencesSchema, example: undefined }),
  set: command({
    summary: 'Change those given and keep the others',
    input: preferencesSchema.partial(),
    output: preferencesSchema,
    example: { theme: 'dark' },
    touches: ['preferences'],
  }),
};
