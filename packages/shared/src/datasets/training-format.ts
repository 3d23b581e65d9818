// What a dataset's rows can be for a trainer, and which method takes which.
// Source: TRL `docs/source/dataset_formats.md` (1.9).
import { z } from 'zod';

export const trainingMethods = ['sft', 'dpo', 'kto', 'grpo', 'reward'] as const;
export const trainingMethodSchema = z.enum(trainingMethods);
export type TrainingMethod = z.infer<typeof trainingMethodSchema>;

/**
 * `messages` is `{messages: [{role, content}]}` · `prompt-completion` is `{prompt, completion}` (texts or message lists) ·
 * `text` is `{text}` · `preference` is `{prompt?, chosen, rejected}` · `unpaired-preference` is `{prompt, completion, label}` ·
 * `prompt` is `{prompt}` with any further columns.
 */
export const rowFormats = [
  'messages',
  'prompt-completion',
  'text',
  'preference',
  'unpaired-preference',
  'prompt',
] as const;
export const rowFormatSchema = z.enum(rowFormats);
export type RowFormat = z.infer<typeof rowFormatSchema>;

/** The formats each method trains on, the usual one first. */
export const formatsOf: Record<TrainingMethod, readonly RowFormat[]> = {
  sft: ['messages', 'prompt-completion', 'text'],
  dpo: ['preference'],
  kto: ['unpaired-preference'],
  grpo: ['prompt'],
  reward: ['preference'],
};

/** Roles the chat templates know. */
export const roles = ['system', 'user', 'assistant', 'tool'] as const;
export type Role = (typeof roles)[number];
