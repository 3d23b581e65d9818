// Three ways to train the same thing: see whether it works, do it as it is
// usually done, do it with care. Each gives every parameter, made for the method, the model's size and the rows' lengths.
import type { Flavor } from './hardware.ts';
import { estimateMemory } from './estimate-memory.ts';
import { trainingSteps } from './estimate-time.ts';
import type { RunMethod } from './methods.ts';
import { type ParameterKey, parametersFor, type ParameterValues } from './parameters.ts';
import { trainedRows } from './row-tokens.ts';
import { leastRowsAtOnce } from './rows-at-once.ts';
import type { RunConfig } from './run-config.ts';
import type { DatasetFacts, LengthFacts, ModelFacts } from './run-facts.ts';
import { usedFormat } from './used-format.ts';

export const presets = [
  {
    id: 'try',
    label: 'Try',
    help: 'A few dozen steps, to see whether the loss falls and the answers take shape. Minutes, not hours.',
  },
  {
    id: 'standard',
    label: 'Standard',
    help: 'What usually works: the whole dataset, once to three times as it is large or small, with a few evaluations.',
  },
  {
    id: 'careful',
    label: 'Careful',
    help: 'Smaller steps, more of LoRA, evaluations and checkpoints more often. Takes longer and loses less if something breaks.',
  },
] as const;
export type PresetId = (typeof presets)[number]['id'];

const trySteps = 30;
/** Rows to a step: enough for a steady direction. */
const rowsAStep: Record<RunMethod, number> = { sft: 16, dpo: 16, kto: 16, grpo: 16 };
const batches = [8, 4, 2, 1];
const lengthStep = 128;
const lengthWithoutFacts = 1_024;
const mostLength = 4_096;

/** A run before its parameters are chosen. */
type WithoutValues = Omit<RunConfig, 'parameters'>;

/** Values that follow from sizes and hardware: another card or longer rows do not make another preset. */
const followed: ReadonlySet<ParameterKey> = new Set<ParameterKey>([
  'max_length',
  'per_device_train_batch_size',
  'gradient_accumulation_steps',
  'gradient_checkpointing',
  'eval_steps',
  'save_steps',
  'logging_steps',
  'assistant_only_loss',
  'max_steps',
  'eos_token',
  'seed',
]);

/**
 * Every parameter as the preset has it for `config`'s method, tuning and data; those the method does not ask for have
 * sensible values too. With `flavor` the batch is the largest that fits, else one that suits the model's size.
 */
export function presetValues(
  id: PresetId,
  config: WithoutValues,
  model: ModelFacts | null,
  dataset: DatasetFacts | null,
  lengths: LengthFacts | null,
  flavor: Flavor | null = null,
): ParameterValues {
  const { method, tuning } = config;
  const rows = trainedRows(config, dataset);
  const tiny = (model?.parameters ?? Infinity) < 300e6;
  const rank = id === 'careful' ? 32 : 16;
  const first: ParameterValues = {
    num_train_epochs: id === 'try' ? 1 : epochsOf(method, rows),
    max_steps: -1,
    max_length: lengthOf(model, dataset, lengths),
    learning_rate: rateOf(config, tiny) * (id === 'careful' ? 0.5 : 1),
    lr_scheduler_type: 'cosine',
    warmup_ratio: id === 'careful' ? 0.1 : 0.03,
    weight_decay: tuning === 'full' && method === 'sft' ? 0.01 : 0,
    max_grad_norm: 1,
    optim: 'adamw_torch_fused',
    seed: 42,
    per_device_train_batch_size: 1,
    gradient_accumulation_steps: 1,
    gradient_checkpointing: !tiny,
    packing: false,
    assistant_only_loss: method === 'sft' && usedFormat('sft', dataset) === 'messages',
    eos_token: null,
    // GRPO without a comparison to the first model is TRL's own choice and saves the memory for one.
    beta: method === 'grpo' ? 0 : 0.1,
    num_generations: id === 'try' ? 4 : 8,
    max_completion_length: id === 'try' ? 128 : 256,
    lora_r: rank,
    lora_alpha: 2 * rank,
    lora_dropout: 0.05,
    lora_target_modules: 'all-linear',
    dtype: 'auto',
    attn_implementation: 'auto',
    logging_steps: 1,
    eval_steps: 50,
    save_steps: 100,
    save_total_limit: id === 'careful' ? 3 : 2,
    report_to: 'none',
  };
  const batched = { ...first, ...batchOf({ ...config, parameters: first }, model, flavor, rows) };
  const steps = trainingSteps({ ...config, parameters: batched }, dataset, lengths, flavor);
  if (id === 'try') {
    const most = Math.max(1, Math.min(trySteps, steps ?? trySteps));
    return { ...batched, max_steps: most, eval_steps: most, save_steps: most };
  }
  return { ...batched, ...intervals(id, steps) };
}

/** Which preset the parameters are, whatever the hardware and the data make of it; null: none, they were changed by hand. */
export function presetOf(
  config: RunConfig,
  model: ModelFacts | null,
  dataset: DatasetFacts | null,
  lengths: LengthFacts | null,
): PresetId | null {
  const counted = parametersFor(config.method, config.tuning)
    .map(({ key }) => key as ParameterKey)
    .filter((key) => !followed.has(key));
  const same = ({ id }: { id: PresetId }) => {
    const values = presetValues(id, config, model, dataset, lengths);
    const limited = config.parameters.max_steps > 0;
    return (
      (id === 'try' ? limited && config.parameters.max_steps <= trySteps : !limited) &&
      counted.every((key) => config.parameters[key] === values[key])
    );
  };
  return presets.find(same)?.id ?? null;
}

function epochsOf(method: RunMethod, rows: number | null): number {
  if (method !== 'sft') return 1;
  if (rows === null || rows > 20_000) return 1;
  return rows > 3_000 ? 2 : 3;
}

/** Source: TRL's own defaults (`*_config.py`) for full training; ten times as much for LoRA ("LoRA without regret"). */
function rateOf({ method, tuning }: WithoutValues, tiny: boolean): number {
  const full = { sft: tiny ? 5e-5 : 2e-5, dpo: 1e-6, kto: 1e-6, grpo: 1e-6 }[method];
  const adapters = { sft: 2e-4, dpo: 1e-5, kto: 1e-5, grpo: 1e-5 }[method];
  return tuning === 'full' ? full : adapters;
}

/** Long enough that hardly a row is cut, in steps of 128, and not beyond what the model was made for. */
function lengthOf(model: ModelFacts | null, dataset: DatasetFacts | null, lengths: LengthFacts | null): number {
  const wanted = lengths
    ? lengths.longestTokens <= mostLength
      ? lengths.longestTokens
      : lengths.p95Tokens
    : dataset?.averageCharacters == null
      ? lengthWithoutFacts
      : Math.max(lengthWithoutFacts, dataset.averageCharacters);
  const most = Math.min(mostLength, model?.contextLength ?? mostLength);
  return Math.max(8, Math.min(most, Math.max(256, Math.ceil(wanted / lengthStep) * lengthStep)));
}

function batchOf(
  config: RunConfig,
  model: ModelFacts | null,
  flavor: Flavor | null,
  rows: number | null,
): Pick<ParameterValues, 'per_device_train_batch_size' | 'gradient_accumulation_steps' | 'gradient_checkpointing'> {
  const { method, parameters: values } = config;
  const devices = Math.max(1, flavor?.accelerator?.count ?? 1);
  const wanted = Math.max(1, Math.min(rowsAStep[method], rows === null ? Infinity : Math.ceil(rows / 4)));
  const least = leastRowsAtOnce(method, values);
  const larger = method === 'grpo' ? [] : batches.filter((size) => size > least && size * devices <= wanted);
  const sizes = [...larger, least];
  const checkpointing = values.gradient_checkpointing;
  const made = (size: number, gradient_checkpointing = checkpointing) => ({
    per_device_train_batch_size: size,
    gradient_accumulation_steps: Math.max(1, Math.round(wanted / (size * devices))),
    gradient_checkpointing,
  });
  if (flavor) {
    const fits = sizes.find((size) => {
      const { verdict } = estimateMemory({ ...config, parameters: { ...values, ...made(size) } }, model, flavor);
      return verdict === 'fits';
    });
    if (fits !== undefined) return made(fits);
    return made(least, true);
  }
  const billions = (model?.parameters ?? 3e9) / 1e9;
  const perRow = (billions < 1 ? 8 : billions < 4 ? 4 : billions < 10 ? 2 : 1) * Math.min(1, 2_048 / values.max_length);
  return made(sizes.find((size) => size <= perRow) ?? least);
}

/** How often things happen, so that there are enough of them to see and not so many that they take the time. */
function intervals(
  id: PresetId,
  steps: number | null,
): Pick<ParameterValues, 'logging_steps' | 'eval_steps' | 'save_steps'> {
  if (steps === null || steps === 0) return { logging_steps: 5, eval_steps: 100, save_steps: 200 };
  const every = (times: number) => Math.max(1, Math.ceil(steps / times));
  const careful = id === 'careful';
  return {
    logging_steps: Math.min(10, Math.max(1, Math.floor(steps / 100))),
    eval_steps: every(careful ? 10 : 4),
    save_steps: every(careful ? 5 : 3),
  };
}
