// The smallest sensible run for a model and a dataset, so that nobody begins at an
// empty form; and the same run with another method or on other hardware.
import { repoNameProblem } from '../datasets/repo-name.ts';
import { cardKindOf } from './card-kinds.ts';
import { estimateMemory } from './estimate-memory.ts';
import { estimateTime } from './estimate-time.ts';
import type { Flavor } from './hardware.ts';
import type { RunMethod, Tuning } from './methods.ts';
import { type PresetId, presetOf, presetValues } from './presets.ts';
import { leastRowsAtOnce } from './rows-at-once.ts';
import type { RunConfig } from './run-config.ts';
import type { DatasetFacts, LengthFacts, ModelFacts } from './run-facts.ts';
import { fittingMethods } from './used-format.ts';

/** Above so many parameters, training all of them takes a card that costs more than it is worth for a first run. */
const mostFullyTrained = 1.5e9;
/** Up to so many, a processor does. */
const mostOnProcessor = 50e6;
const withoutEstimateSeconds = 3_600;
const evaluationNames = ['validation', 'valid', 'val', 'dev', 'eval', 'evaluation', 'test'];
const longestName = 80;

/** What `defaultConfig` starts from; `flavors` is the live list, when it is there. */
export interface DefaultGiven {
  account: string;
  model: ModelFacts | null;
  dataset: DatasetFacts | null;
  lengths?: LengthFacts | null;
  flavors?: readonly Flavor[];
}

export function defaultConfig(given: DefaultGiven): RunConfig {
  const { account, model, dataset, lengths = null, flavors = [] } = given;
  const method = (dataset && fittingMethods(dataset)[0]) ?? 'sft';
  const name = runName(model?.model ?? null, dataset?.dataset ?? null);
  const start: Omit<RunConfig, 'parameters'> = {
    version: 1,
    name,
    model: model?.model ?? null,
    dataset: dataset && datasetChoice(dataset),
    method,
    tuning: tuningFor(model),
    reward: rewardFor(method, dataset),
    output: { repo: `${account}/${name}`, private: true },
    script: null,
    flavor: 'cpu-basic',
    timeoutSeconds: withoutEstimateSeconds,
    payer: null,
    keepCheckpoints: true,
    environment: {},
    secrets: [],
    giveToken: true,
    volumes: [],
    labels: {},
  };
  const first: RunConfig = { ...start, parameters: presetValues('standard', start, model, dataset, lengths) };
  // The batch is made for the card afterwards, so it is chosen for the smallest one.
  const flavor = bestFlavor(withLeastBatch(first), model, flavors);
  if (!flavor) return first;
  const chosen = {
    ...first,
    flavor: flavor.name,
    parameters: presetValues('standard', start, model, dataset, lengths, flavor),
  };
  const { timeoutSeconds } = estimateTime(chosen, model, dataset, lengths, flavor);
  return { ...chosen, timeoutSeconds: timeoutSeconds ?? withoutEstimateSeconds };
}

/**
 * The cheapest that it fits on, of cards with bfloat16 if there are such; else the cheapest it is tight on. A
 * processor only for models so small that it is fast enough. Null where it fits on nothing.
 */
export function bestFlavor(config: RunConfig, model: ModelFacts | null, flavors: readonly Flavor[]): Flavor | null {
  const small = model?.parameters != null && model.parameters <= mostOnProcessor;
  const usable = flavors
    .filter((flavor) => (flavor.accelerator ? flavor.accelerator.kind === 'gpu' : small))
    .toSorted((a, b) => (a.usdPerMinute ?? Infinity) - (b.usdPerMinute ?? Infinity));
  const modern = usable.filter((flavor) => cardKindOf(flavor)?.bfloat16 !== false);
  const verdicts = new Map(usable.map((flavor) => [flavor, estimateMemory(config, model, flavor).verdict]));
  const cheapest = (among: readonly Flavor[], verdict: string) =>
    among.find((flavor) => verdicts.get(flavor) === verdict);
  return (
    cheapest(modern, 'fits') ??
    cheapest(usable, 'fits') ??
    cheapest(modern, 'tight') ??
    cheapest(usable, 'tight') ??
    cheapest(modern, 'unknown') ??
    null
  );
}

/** The run with another method or tuning: its preset stays (or becomes the standard one), and what only the old one asked for goes. */
export function withMethod(
  config: RunConfig,
  method: RunMethod,
  tuning: Tuning,
  facts: {
    model: ModelFacts | null;
    dataset: DatasetFacts | null;
    lengths?: LengthFacts | null;
    flavor?: Flavor | null;
  },
): RunConfig {
  const { model, dataset, lengths = null, flavor = null } = facts;
  const preset: PresetId = presetOf(config, model, dataset, lengths) ?? 'standard';
  const changed: RunConfig = {
    ...config,
    method,
    tuning,
    reward: method === 'grpo' ? (config.reward ?? rewardFor(method, dataset)) : null,
  };
  return { ...changed, parameters: presetValues(preset, changed, model, dataset, lengths, flavor) };
}

/** Which split is trained on and which is tried, by their names. */
export function datasetChoice(dataset: DatasetFacts): NonNullable<RunConfig['dataset']> {
  const names = dataset.splits.map(({ split }) => split);
  const train =
    names.find((name) => name === 'train') ?? names.find((name) => name.startsWith('train')) ?? names[0] ?? 'train';
  // `train_sft` goes with `test_sft`.
  const ending = train.startsWith('train') ? train.slice('train'.length) : '';
  const evaluation =
    evaluationNames.map((name) => `${name}${ending}`).find((name) => names.includes(name)) ??
    evaluationNames.find((name) => names.includes(name));
  return {
    id: dataset.dataset,
    config: dataset.config,
    train,
    evaluation: evaluation === undefined || evaluation === train ? null : evaluation,
  };
}

function withLeastBatch(config: RunConfig): RunConfig {
  const least = leastRowsAtOnce(config.method, config.parameters);
  return { ...config, parameters: { ...config.parameters, per_device_train_batch_size: least } };
}

function tuningFor(model: ModelFacts | null): Tuning {
  if (model?.quantization) return 'qlora';
  return model?.parameters != null && model.parameters <= mostFullyTrained ? 'full' : 'lora';
}

function rewardFor(method: RunMethod, dataset: DatasetFacts | null): RunConfig['reward'] {
  if (method !== 'grpo') return null;
  const answer = dataset?.columns.find((column) =>
    ['answer', 'solution', 'ground_truth', 'target', 'label'].includes(column),
  );
  return answer === undefined ? { kind: 'near-length', value: '200' } : { kind: 'contains-column', value: answer };
}

/** `Qwen3-0.6B-small-questions`: fit for a label, a repository and a person. */
export function runName(model: string | null, dataset: string | null): string {
  const parts = [model, dataset].flatMap((id) => (id === null ? [] : [id.split('/').at(-1) ?? id]));
  const name = parts
    .join('-')
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/-{2,}/g, '-')
    .replace(/\.{2,}/g, '.')
    .slice(0, longestName)
    .replace(/^[.-]+|[.-]+$/g, '');
  return repoNameProblem(name) === null ? name : 'my-run';
}
