// How many tokens a row has that is trained on, from the best that is known.
import type { RunConfig } from './run-config.ts';
import type { DatasetFacts, LengthFacts } from './run-facts.ts';

/** English text and code in today's vocabularies. */
const charactersPerToken = 4;

/** Of an average row as the trainer takes it, cut at `max_length`; null where nothing is known. For DPO both answers with their prompt. */
export function rowTokens(
  config: Pick<RunConfig, 'method' | 'parameters'>,
  dataset: DatasetFacts | null,
  lengths: LengthFacts | null,
): number | null {
  const { method, parameters } = config;
  const average = lengths?.averageTokens ?? fromCharacters(dataset);
  if (average === null) return null;
  if (method === 'grpo') return average + parameters.max_completion_length;
  return Math.max(1, Math.min(average, parameters.max_length * (method === 'dpo' ? 2 : 1)));
}

/** Rows of the split that is trained on; null where the Hub does not say. */
export function trainedRows(config: Pick<RunConfig, 'dataset'>, dataset: DatasetFacts | null): number | null {
  return rowsOf(config.dataset?.train, dataset);
}

export function evaluatedRows(config: Pick<RunConfig, 'dataset'>, dataset: DatasetFacts | null): number {
  return rowsOf(config.dataset?.evaluation, dataset) ?? 0;
}

function rowsOf(split: string | null | undefined, dataset: DatasetFacts | null): number | null {
  return dataset?.splits.find((each) => each.split === split)?.rows ?? null;
}

function fromCharacters(dataset: DatasetFacts | null): number | null {
  return dataset?.averageCharacters == null ? null : dataset.averageCharacters / charactersPerToken;
}
