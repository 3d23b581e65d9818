// How a model is trained: the words that everything about training shares.
import type { RowFormat } from '../datasets/training-format.ts';

/** Trainers of TRL that Hubdesk writes a script for. */
export const runMethods = ['sft', 'dpo', 'kto', 'grpo'] as const;
export type RunMethod = (typeof runMethods)[number];

/** `full`: every weight. `lora`: small matrices beside them. `qlora`: those beside weights kept in 4 bits. */
export const tunings = ['full', 'lora', 'qlora'] as const;
export type Tuning = (typeof tunings)[number];

/** What each method trains on, the usual format first. Source: TRL `docs/source/dataset_formats.md`. */
export const rowFormatsOf: Record<RunMethod, readonly RowFormat[]> = {
  sft: ['messages', 'prompt-completion', 'text'],
  dpo: ['preference'],
  kto: ['unpaired-preference'],
  grpo: ['prompt'],
};

/** How an answer is rewarded by GRPO, without a model of its own to judge. */
export const rewardKinds = ['contains-column', 'matches-pattern', 'near-length'] as const;
export type RewardKind = (typeof rewardKinds)[number];
