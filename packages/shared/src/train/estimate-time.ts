// How long a run takes, before anybody has seen its first step: floating point
// operations over the card's speed, and what comes before and after. Good to a factor of about two, and says so.
import { stepsOf } from '../datasets/training-steps.ts';
import { cardKindOf, devicesOf } from './card-kinds.ts';
import { sayDuration, sayStep } from './estimate-words.ts';
import type { Flavor } from './hardware.ts';
import { type ModelShape, modelShapeOf } from './model-shape.ts';
import { evaluatedRows, rowTokens, trainedRows } from './row-tokens.ts';
import { rowsAtOnce } from './rows-at-once.ts';
import type { RunConfig } from './run-config.ts';
import type { DatasetFacts, LengthFacts, ModelFacts } from './run-facts.ts';

export interface TimeEstimate {
  /** Changes of the weights; null where the number of rows is not known and nothing else ends the run. */
  steps: number | null;
  /** Before the first step and after the last: image, packages, model, data; save and push. */
  setupSeconds: number;
  secondsPerStep: number | null;
  totalSeconds: number | null;
  /** To propose: about 1.5 times the total, rounded up to something a person would say. */
  timeoutSeconds: number | null;
  sentence: string;
}

interface Speed {
  /** Floating point operations a second that a trainer really gets. */
  flops: number;
  /** Bytes a second its memory gives. */
  bandwidth: number;
  /** What starting a batch costs, however small. */
  batchSeconds: number;
}

/** When nothing is known of the rows' lengths. */
const assumedTokens = 512;
const spareFactor = 1.5;
const minute = 60;
const hour = 3_600;
const saidTimeouts = [
  ...[10, 15, 20, 30, 45].map((minutes) => minutes * minute),
  ...[1, 1.5, 2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 24, 36, 48, 72, 96, 120, 144, 168].map((hours) => hours * hour),
];

/** Null facts are filled with likely ones where that makes sense; where the number of steps is not known, so is the total. */
export function estimateTime(
  config: RunConfig,
  model: ModelFacts | null,
  dataset: DatasetFacts | null,
  lengths: LengthFacts | null,
  flavor: Flavor,
): TimeEstimate {
  const shape = modelShapeOf(model);
  const setupSeconds = setupSecondsOf(config, shape, flavor);
  const nothing = { setupSeconds, secondsPerStep: null, totalSeconds: null, timeoutSeconds: null };
  if (config.script !== null)
    return {
      ...nothing,
      steps: null,
      sentence: 'How long your own script runs is not known: set the timeout yourself.',
    };
  if (config.model === null) return { ...nothing, steps: null, sentence: 'Choose a model first.' };
  const steps = trainingSteps(config, dataset, lengths, flavor);
  if (!shape)
    return { ...nothing, steps, sentence: 'How large the model is is not known, so neither is how long a step takes.' };
  const tokens = rowTokens(config, dataset, lengths);
  const secondsPerStep = secondsOfStep(config, shape, tokens ?? assumedTokens, flavor);
  if (steps === null)
    return {
      ...nothing,
      steps,
      secondsPerStep,
      sentence: `A step takes ${sayStep(secondsPerStep)}; how many there are depends on the number of rows, which is not known.`,
    };
  const evaluationSeconds = secondsOfEvaluations(config, shape, {
    tokens: tokens ?? assumedTokens,
    steps,
    dataset,
    flavor,
  });
  const totalSeconds = setupSeconds + steps * secondsPerStep + evaluationSeconds;
  const proposed = timeoutFor(totalSeconds);
  const many = `${steps.toLocaleString('en-US')} step${steps === 1 ? '' : 's'} of ${sayStep(secondsPerStep)}`;
  const evaluated = evaluationSeconds > minute ? `, ${sayDuration(evaluationSeconds)} of evaluation` : '';
  const guess = tokens === null ? ' The rows were taken to be of middling length.' : '';
  const beyond = totalSeconds > (saidTimeouts.at(-1) ?? 0) ? ' That is longer than a job may take.' : '';
  return {
    steps,
    setupSeconds,
    secondsPerStep,
    totalSeconds,
    timeoutSeconds: proposed,
    sentence: `About ${sayDuration(totalSeconds)}: ${sayDuration(setupSeconds)} to get ready and to save, ${many}${evaluated}. It may take half or twice as long.${guess}${beyond}`,
  };
}

/** As TRL counts them; null where the rows are not known. */
export function trainingSteps(
  config: RunConfig,
  dataset: DatasetFacts | null,
  lengths: LengthFacts | null,
  flavor: Flavor | null,
): number | null {
  const { parameters: values } = config;
  // A limit on steps stands above the epochs: the data is gone through again until it is reached.
  if (values.max_steps > 0) return values.max_steps;
  const rows = trainedRows(config, dataset);
  if (rows === null) return null;
  return stepsOf({
    rows: sequencesOf(rows, config, dataset, lengths),
    epochs: values.num_train_epochs,
    batch: rowsAtOnce(config.method, values),
    accumulation: values.gradient_accumulation_steps,
    devices: flavor ? devicesOf(flavor) : 1,
  });
}

/** Packed rows share a sequence; with GRPO each prompt stands for as many as it is answered. */
function sequencesOf(
  rows: number,
  config: RunConfig,
  dataset: DatasetFacts | null,
  lengths: LengthFacts | null,
): number {
  const { parameters: values, method } = config;
  if (method === 'grpo') return rows * values.num_generations;
  if (method !== 'sft' || !values.packing) return rows;
  const tokens = rowTokens(config, dataset, lengths);
  return tokens === null ? rows : Math.max(1, Math.ceil((rows * tokens) / values.max_length));
}

function secondsOfStep(config: RunConfig, shape: ModelShape, tokensARow: number, flavor: Flavor): number {
  const { parameters: values, method } = config;
  const speed = speedOf(config, shape, flavor);
  const rows = rowsAtOnce(method, values) * values.gradient_accumulation_steps;
  const tokens = rows * (method === 'sft' && values.packing ? values.max_length : tokensARow);
  const working = (operationsPerToken(config) * shape.parameters * tokens) / speed.flops;
  const starting = values.gradient_accumulation_steps * speed.batchSeconds;
  return working + starting + (method === 'grpo' ? secondsOfWriting(config, shape, speed) : 0);
}

/** Forward 2 operations a parameter and token, backward 4; LoRA has no gradients of the weights to work out, which is half of backward. */
function operationsPerToken({ parameters: values, method, tuning }: RunConfig): number {
  const once = 2;
  const backward = tuning === 'full' ? 4 : 2;
  const again = values.gradient_checkpointing ? once : 0;
  const reference = method === 'dpo' || method === 'kto' || (method === 'grpo' && values.beta > 0) ? once : 0;
  // KTO also reads each prompt with another row's answer.
  return once + backward + again + reference + (method === 'kto' ? once : 0);
}

/** Answers are written a token at a time, all of a step together: each time the weights go through memory once. */
function secondsOfWriting({ parameters: values }: RunConfig, shape: ModelShape, speed: Speed): number {
  const perToken = Math.max(speed.batchSeconds / 4, (shape.parameters * 2) / speed.bandwidth);
  return values.max_completion_length * perToken;
}

function secondsOfEvaluations(
  config: RunConfig,
  shape: ModelShape,
  { tokens, steps, dataset, flavor }: { tokens: number; steps: number; dataset: DatasetFacts | null; flavor: Flavor },
): number {
  const rows = evaluatedRows(config, dataset);
  if (rows === 0) return 0;
  const speed = speedOf(config, shape, flavor);
  const times = Math.floor(steps / config.parameters.eval_steps);
  return (times * rows * tokens * 2 * shape.parameters) / (speed.flops * devicesOf(flavor));
}

function speedOf({ tuning }: RunConfig, shape: ModelShape, flavor: Flavor): Speed {
  const kind = cardKindOf(flavor);
  const small = shape.parameters < 100e6;
  if (!kind) {
    const cores = Number(/\d+/.exec(flavor.cpu)?.[0] ?? 2);
    return { flops: cores * 12e9, bandwidth: 20e9, batchSeconds: small ? 0.02 : 0.1 };
  }
  // What trainers reach of the data sheet: less where the model is too small to fill the card or is unpacked from 4 bits.
  const share = (shape.parameters < 1e9 ? 0.15 : 0.3) * (tuning === 'qlora' ? 0.6 : 1);
  return {
    flops: kind.teraflops * 1e12 * share,
    bandwidth: kind.bandwidth * 1e9 * 0.5,
    batchSeconds: small ? 0.05 : 0.1,
  };
}

function setupSecondsOf({ tuning }: RunConfig, shape: ModelShape | null, flavor: Flavor): number {
  const packages = flavor.accelerator ? 4 * minute : 2 * minute;
  const bytes = (shape?.parameters ?? 1e9) * 2;
  const download = bytes / 150e6;
  const push = (tuning === 'full' ? bytes : 0.2e9) / 100e6;
  return Math.round(packages + download + push);
}

function timeoutFor(totalSeconds: number): number | null {
  return saidTimeouts.find((seconds) => seconds >= totalSeconds * spareFactor) ?? saidTimeouts.at(-1) ?? null;
}
