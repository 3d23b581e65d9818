// How much of a card's memory a run needs: weights, gradients, the optimizer's
// memory, what is kept of the rows on their way through. A rule of thumb with its reasoning, never a promise.
import { applyChange } from './apply-change.ts';
import { cardKindOf, devicesOf } from './card-kinds.ts';
import { sayGb } from './estimate-words.ts';
import type { Flavor } from './hardware.ts';
import { adapterParameters, type ModelShape, modelShapeOf } from './model-shape.ts';
import type { ConfigChange, RunConfig } from './run-config.ts';
import { leastRowsAtOnce, rowsAtOnce } from './rows-at-once.ts';
import type { ModelFacts } from './run-facts.ts';

export interface MemoryEstimate {
  verdict: 'fits' | 'tight' | 'no' | 'unknown';
  /** Of one card; each of several holds everything. */
  neededGb: number | null;
  availableGb: number | null;
  /** Largest first. */
  parts: { what: string; gb: number }[];
  sentence: string;
}

/** A change under which a run that does not fit would. */
export interface MemoryRemedy {
  label: string;
  change: ConfigChange;
  estimate: MemoryEstimate;
}

interface Sum {
  neededGb: number;
  parts: { what: string; gb: number }[];
}

const fitsUpTo = 0.85;
/** The driver's own, and what is lost between the pieces. */
const frameworkGb = 1;
const frameworkPart = 'the framework itself';
/** The loss is worked out so many tokens at a time (TRL's fused head), not for all at once. */
const lossTokens = 4_096;
/** Nobody knows how long GRPO's prompts are before they are counted. */
const assumedPromptTokens = 512;

/** What `config` needs on `flavor`, and whether it is there. Null facts make it unknown, not wrong. */
export function estimateMemory(config: RunConfig, model: ModelFacts | null, flavor: Flavor): MemoryEstimate {
  const estimate = withoutHelp(config, model, flavor);
  if (estimate.verdict !== 'no' || estimate.neededGb === null) return estimate;
  const remedy = memoryRemedy(config, model, flavor);
  const help = remedy
    ? `${remedy.label}, it would need about ${sayGb(remedy.estimate.neededGb ?? 0)}.`
    : 'It takes a card with more memory or a smaller model.';
  return { ...estimate, sentence: `${estimate.sentence} ${help}` };
}

/** The gentlest change that makes it fit on the same hardware, else one that makes it tight; null when none does. */
export function memoryRemedy(config: RunConfig, model: ModelFacts | null, flavor: Flavor): MemoryRemedy | null {
  const tried = changesThatSave(config).map(({ label, change }) => ({
    label,
    change,
    estimate: withoutHelp(applyChange(config, change), model, flavor),
  }));
  return (
    tried.find(({ estimate }) => estimate.verdict === 'fits') ??
    tried.find(({ estimate }) => estimate.verdict === 'tight') ??
    null
  );
}

function withoutHelp(config: RunConfig, model: ModelFacts | null, flavor: Flavor): MemoryEstimate {
  const availableGb = availableGbOf(flavor);
  const unknown = (sentence: string): MemoryEstimate => ({
    verdict: 'unknown',
    neededGb: null,
    availableGb,
    parts: [],
    sentence,
  });
  if (config.script !== null) return unknown('How much memory your own script needs is not known.');
  const shape = modelShapeOf(model);
  if (flavor.accelerator && flavor.accelerator.kind !== 'gpu')
    return { ...unknown(`The script is made for graphics cards, not for ${flavor.accelerator.model}.`), verdict: 'no' };
  if (!flavor.accelerator && config.tuning === 'qlora')
    return { ...unknown('QLoRA needs a graphics card, and this has none.'), verdict: 'no' };
  if (!shape) return unknown('How many parameters the model has is not known, so neither is the memory it needs.');
  const { neededGb, parts } = sumOf(config, shape, model?.quantization ?? null, flavor);
  if (availableGb === null)
    return {
      ...unknown(`Needs about ${sayGb(neededGb)}; how much memory this hardware has is not known.`),
      neededGb,
      parts,
    };
  const share = neededGb / availableGb;
  const verdict = share <= fitsUpTo ? 'fits' : share <= 1 ? 'tight' : 'no';
  return {
    verdict,
    neededGb,
    availableGb,
    parts,
    sentence: sentenceOf({ verdict, neededGb, availableGb, parts }, config, flavor),
  };
}

function sentenceOf(found: Omit<MemoryEstimate, 'sentence'>, config: RunConfig, flavor: Flavor): string {
  const { verdict, neededGb, availableGb, parts } = found;
  const where = !flavor.accelerator ? 'the machine' : devicesOf(flavor) > 1 ? 'each card' : 'the card';
  const [largest] = parts;
  const share = largest ? largest.gb / (neededGb ?? 1) : 0;
  const most =
    !largest || largest.what === frameworkPart
      ? ''
      : `, ${share > 0.5 ? 'most of it' : 'the largest part'} ${largest.what} (${sayGb(largest.gb)})`;
  const [needed, available] = [sayGb(neededGb ?? 0), sayGb(availableGb ?? 0)];
  const needs =
    verdict === 'no'
      ? `Needs about ${needed}${most}, and ${where} has ${available}`
      : `Needs about ${needed} of ${where}’s ${available}${most}`;
  const ending = {
    fits: '.',
    tight: '. That is tight: a long row may be too much.',
    no: ': it will not fit.',
    unknown: '.',
  };
  const old =
    cardKindOf(flavor)?.bfloat16 === false
      ? config.parameters.dtype === 'bfloat16'
        ? ' This card has no bfloat16: choose “auto” or float16.'
        : ' This card has no bfloat16, so float16 is used, which is less steady.'
      : '';
  return `${needs}${ending[verdict]}${old}`;
}

/** Of one card, or of the machine without any, less what its system takes. */
function availableGbOf(flavor: Flavor): number | null {
  if (flavor.accelerator) {
    const { memoryGb } = flavor.accelerator;
    return memoryGb === null ? null : memoryGb / devicesOf(flavor);
  }
  const found = /([\d.]+)\s*([GT])i?B/i.exec(flavor.memory);
  if (!found) return null;
  const gb = Number(found[1]) * (found[2]?.toUpperCase() === 'T' ? 1_000 : 1);
  return Math.max(0.5, gb - 1.5);
}

function sumOf(config: RunConfig, shape: ModelShape, quantization: string | null, flavor: Flavor): Sum {
  const { method, tuning, parameters: values } = config;
  const full = tuning === 'full';
  const wide = weightsInFullWidth(config, flavor);
  const trained = full ? shape.parameters : adapterParameters(shape, values.lora_r, values.lora_target_modules);
  const weightBytes = storedBytes(config, shape, quantization, wide);
  const gradientBytes = full && !wide ? 2 : 4;
  const rows = rowsAtOnce(method, values) * (method === 'dpo' ? 2 : 1);
  const tokensARow = method === 'grpo' ? values.max_completion_length + assumedPromptTokens : values.max_length;
  const tokens = rows * tokensARow;

  const bytes: [what: string, bytes: number][] = [
    ['the weights', weightBytes],
    ['the gradients', trained * gradientBytes * (devicesOf(flavor) > 1 ? 2 : 1)],
    [
      'the optimizer’s memory',
      trained * optimizerBytes(flavor.accelerator ? values.optim : 'adamw_torch', gradientBytes),
    ],
    ['the rows on their way through', activationBytes(config, shape, { rows, tokensARow, wide })],
    ['scores for every word of the vocabulary', Math.min(tokens, lossTokens) * shape.vocabulary * 6],
    [frameworkPart, flavor.accelerator ? frameworkGb * 1e9 : 0.5e9],
  ];
  if (!full) bytes.push(['the LoRA matrices', trained * 4]);
  // Autocast keeps copies of 32-bit weights in 16 bits while a batch goes forward.
  if (full && wide && flavor.accelerator) bytes.push(['16-bit copies of the weights', shape.parameters * 2]);
  // With LoRA the model without its matrices is the reference.
  if (full && (method === 'dpo' || method === 'kto' || (method === 'grpo' && values.beta > 0)))
    bytes.push(['the model as it was, to compare with', weightBytes]);
  if (method === 'grpo') bytes.push(['answers being written', cacheBytes(config, shape, tokensARow)]);
  const parts = bytes
    .map(([what, each]) => ({ what, gb: each / 1e9 }))
    .filter(({ gb }) => gb > 0)
    .toSorted((a, b) => b.gb - a.gb);
  return { neededGb: parts.reduce((sum, { gb }) => sum + gb, 0), parts };
}

/** 32 bits, as the script has it: asked for, for training of everything (small steps would be lost), and without a card. */
function weightsInFullWidth(config: RunConfig, flavor: Flavor): boolean {
  const { dtype } = config.parameters;
  if (!flavor.accelerator) return true;
  if (config.tuning === 'full') return dtype !== 'bfloat16';
  return dtype === 'float32';
}

function storedBytes(config: RunConfig, shape: ModelShape, quantization: string | null, wide: boolean): number {
  const { parameters, embeddings } = shape;
  const eightBits = quantization !== null && /8|int8|fp8/i.test(quantization) && !/4/.test(quantization);
  if (eightBits) return (parameters - embeddings) * 1.05 + embeddings * 2;
  // NF4 with its scales; the embeddings stay in 16 bits.
  if (config.tuning === 'qlora' || quantization !== null) return (parameters - embeddings) * 0.56 + embeddings * 2;
  return parameters * (wide ? 4 : 2);
}

function optimizerBytes(optimizer: string, weightBytes: number): number {
  if (optimizer.includes('8bit')) return 2;
  if (optimizer === 'adafactor') return 0.1;
  return 2 * weightBytes;
}

function activationBytes(
  { parameters: values }: RunConfig,
  { hidden, layers }: ModelShape,
  { rows, tokensARow, wide }: { rows: number; tokensARow: number; wide: boolean },
): number {
  const tokens = rows * tokensARow;
  // Measured for decoders with fused attention: about 34 bytes for each number of a layer's width (Korthikanti 2022).
  const layer = tokens * hidden * 34 * (wide ? 1.4 : 1);
  // Without fused attention every token's score of every other is kept.
  const scores = values.attn_implementation === 'eager' ? rows * (hidden / 128) * tokensARow ** 2 * 6 : 0;
  const kept = tokens * hidden * (wide ? 4 : 2);
  return values.gradient_checkpointing ? kept * layers + layer + scores : (layer + scores) * layers;
}

/** Keys and values of answers that are made together, a quarter of the width each (grouped heads). */
function cacheBytes({ parameters: values }: RunConfig, { hidden, layers }: ModelShape, tokens: number): number {
  const together = rowsAtOnce('grpo', values) * values.gradient_accumulation_steps;
  return together * tokens * layers * 2 * (hidden / 4) * 2;
}

/** The gentlest first; each holds the ones before it that cost no quality. */
function changesThatSave(config: RunConfig): { label: string; change: ConfigChange }[] {
  const { parameters: values, method, tuning } = config;
  const changes: { label: string; change: ConfigChange }[] = [];
  const recompute = { gradient_checkpointing: true };
  const least = leastRowsAtOnce(method, values);
  const batch = values.per_device_train_batch_size;
  const small =
    batch > least
      ? {
          per_device_train_batch_size: least,
          gradient_accumulation_steps: Math.min(4_096, Math.ceil((values.gradient_accumulation_steps * batch) / least)),
        }
      : {};
  if (!values.gradient_checkpointing)
    changes.push({ label: 'If parts are recomputed to save memory', change: { parameters: recompute } });
  if (batch > least)
    changes.push({
      label: least === 1 ? 'With one row at a time' : `With ${least} rows at a time`,
      change: { parameters: { ...recompute, ...small } },
    });
  const lean = { ...recompute, ...small };
  // LoRA learns at about ten times the rate of full training.
  const adapterRate =
    tuning === 'full'
      ? { ...lean, learning_rate: Number(Math.min(2e-4, values.learning_rate * 10).toPrecision(3)) }
      : lean;
  if (tuning === 'full') {
    if (!values.optim.includes('8bit') && values.optim !== 'adafactor')
      changes.push({ label: 'With the 8-bit optimizer', change: { parameters: { ...lean, optim: 'adamw_8bit' } } });
    changes.push({ label: 'With LoRA', change: { tuning: 'lora', parameters: adapterRate } });
  }
  if (tuning !== 'qlora') changes.push({ label: 'With QLoRA', change: { tuning: 'qlora', parameters: adapterRate } });
  if (method !== 'grpo' && values.max_length > 512)
    changes.push({
      label: `With rows of at most ${Math.max(512, Math.floor(values.max_length / 2))} tokens`,
      change: { parameters: { ...lean, max_length: Math.max(512, Math.floor(values.max_length / 2)) } },
    });
  return changes;
}
