// Methods, tunings, rewards and formats in words for somebody who has never trained a model.
import { type RewardKind, rowFormatsOf, type RunMethod, type Tuning } from '@hubdesk/shared/train/methods';
import type { DatasetFacts } from '@hubdesk/shared/train/run-facts';

type RowFormat = DatasetFacts['formats'][number];

export const methodWords: Record<RunMethod, { label: string; help: string }> = {
  sft: { label: 'Learn from examples', help: 'Shows the model good answers until it answers that way by itself.' },
  dpo: {
    label: 'Prefer better answers',
    help: 'Shows a good and a bad answer to each prompt, and moves from one to the other.',
  },
  kto: { label: 'Thumbs up or down', help: 'Learns from single answers that somebody has marked as good or bad.' },
  grpo: {
    label: 'Practise for a reward',
    help: 'Lets the model try several answers and strengthens those that earn more.',
  },
};

export const tuningWords: Record<Tuning, { label: string; help: string }> = {
  full: { label: 'Full', help: 'Changes every weight. Learns the most, and needs the most memory.' },
  lora: { label: 'LoRA', help: 'Trains small matrices beside the weights. Nearly as good, on a much smaller card.' },
  qlora: { label: 'QLoRA', help: 'LoRA beside weights kept in 4 bits. The smallest memory; somewhat slower.' },
};

export const rewardWords: Record<RewardKind, { label: string; help: string; valueLabel: string; valueHint: string }> = {
  'contains-column': {
    label: 'Has the right answer in it',
    help: 'An answer earns the reward when it contains what a column of its row says.',
    valueLabel: 'Column with the right answer',
    valueHint: 'As the dataset calls it.',
  },
  'matches-pattern': {
    label: 'Has the right form',
    help: 'An answer earns the reward when a regular expression is found in it.',
    valueLabel: 'Pattern',
    valueHint: 'A regular expression of Python, such as <answer>.*</answer>',
  },
  'near-length': {
    label: 'Is about so long',
    help: 'The closer an answer is to this many characters, the more it earns.',
    valueLabel: 'Characters',
    valueHint: 'A whole number, such as 400.',
  },
};

export const formatWords: Record<RowFormat, string> = {
  messages: 'conversations',
  'prompt-completion': 'prompts with their answers',
  text: 'plain text',
  preference: 'pairs of a better and a worse answer',
  'unpaired-preference': 'answers marked good or bad',
  prompt: 'prompts alone',
};

/** Why a method cannot take the dataset, in one sentence; null when it can or nobody knows yet. */
export function methodProblem(method: RunMethod, dataset: DatasetFacts | null): string | null {
  if (dataset === null || dataset.formats.length === 0) return null;
  if (rowFormatsOf[method].some((format) => dataset.formats.includes(format))) return null;
  const needs = listed(rowFormatsOf[method].map((format) => formatWords[format]));
  return `Needs ${needs}; this dataset has ${listed(dataset.formats.map((format) => formatWords[format]))}.`;
}

/** What the dataset is good for, in one sentence. */
export function datasetVerdict({ formats, problem }: DatasetFacts): string {
  if (problem !== null) return problem;
  if (formats.length === 0) return 'Its rows are in no shape that a trainer takes.';
  return `Rows are ${listed(formats.map((format) => formatWords[format]))}: ready to train on.`;
}

function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}
