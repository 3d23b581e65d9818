// Which of a dataset's formats a method trains on.
import type { RowFormat } from '../datasets/training-format.ts';
import { rowFormatsOf, type RunMethod } from './methods.ts';
import type { DatasetFacts } from './run-facts.ts';

/** The usual one of those that fit; null where none does or the dataset is not known. */
export function usedFormat(method: RunMethod, dataset: DatasetFacts | null): RowFormat | null {
  return rowFormatsOf[method].find((format) => dataset?.formats.includes(format)) ?? null;
}

/** What is rare among datasets says more of what one is for: prompts are in nearly all of them. */
const mostTellingFirst: readonly RunMethod[] = ['dpo', 'kto', 'sft', 'grpo'];

/** Methods that take the dataset as it is, the one it was made for first. */
export function fittingMethods(dataset: DatasetFacts): RunMethod[] {
  return mostTellingFirst.filter((method) => usedFormat(method, dataset) !== null);
}
