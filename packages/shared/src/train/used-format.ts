// Which of a dataset's formats a method trains on.
import type { RowFormat } from '../datasets/training-format.ts';
import { rowFormatsOf, type RunMethod, runMethods } from './methods.ts';
import type { DatasetFacts } from './run-facts.ts';

/** The usual one of those that fit; null where none does or the dataset is not known. */
export function usedFormat(method: RunMethod, dataset: DatasetFacts | null): RowFormat | null {
  return rowFormatsOf[method].find((format) => dataset?.formats.includes(format)) ?? null;
}

/** Methods that take the dataset as it is. */
export function fittingMethods(dataset: DatasetFacts): RunMethod[] {
  return runMethods.filter((method) => usedFormat(method, dataset) !== null);
}
