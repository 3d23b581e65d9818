// Changes that may help a run that failed, each as one click. Those whose id is
// `resume`, `retry` or `salvage` are operations, the others change the
// configuration or lead somewhere.
import type { Flavor } from '@hubdesk/shared/train/hardware';
import type { Remedy } from '@hubdesk/shared/train/run';
import type { ConfigChange, RunConfig } from '@hubdesk/shared/train/run-config';

const longestTimeoutSeconds = 7 * 86_400;
const shortestLength = 256;
/** Cards that cannot reckon in bfloat16: those before Ampere. */
const beforeAmpere = /\b(?:T4|V100|P100|P4|K80)\b/i;

export function remedy(id: string, label: string, why: string, change: ConfigChange | null = null): Remedy {
  return { id, label, why, change, link: null };
}

export function linkRemedy(id: string, label: string, why: string, url: string): Remedy {
  return { id, label, why, change: null, link: { label, url } };
}

/** Needing less memory, the gentlest first, then a larger card. */
export function memoryLadder(config: RunConfig, flavors: readonly Flavor[]): Remedy[] {
  const { parameters, method, tuning } = config;
  const ladder: Remedy[] = [];
  const batch = parameters.per_device_train_batch_size;
  // Answers to one prompt are compared with each other: a batch must hold all of them.
  const half = Math.floor(batch / 2);
  if (batch > 1 && (method !== 'grpo' || half % parameters.num_generations === 0)) {
    const accumulation = Math.min(4_096, Math.round((parameters.gradient_accumulation_steps * batch) / half));
    ladder.push(
      remedy('smaller-batch', `Take ${half} at once instead of ${batch}`, 'Needs less memory and learns the same: more batches make up one step.', {
        parameters: { per_device_train_batch_size: half, gradient_accumulation_steps: accumulation },
      }),
    );
  }
  if (!parameters.gradient_checkpointing) {
    ladder.push(remedy('recompute', 'Recompute to save memory', 'Far less memory for about a quarter more time.', { parameters: { gradient_checkpointing: true } }));
  }
  const lengthKey = method === 'grpo' ? 'max_completion_length' : 'max_length';
  const shorter = Math.max(shortestLength, Math.floor(parameters[lengthKey] / 2));
  if (shorter < parameters[lengthKey]) {
    ladder.push(
      remedy('shorter', `Cut rows at ${shorter.toLocaleString('en')} tokens`, 'Memory grows with the longest row. What is beyond it is lost, so look at the lengths first.', {
        parameters: { [lengthKey]: shorter },
      }),
    );
  }
  const onCard = flavors.find(({ name }) => name === config.flavor)?.accelerator !== null;
  if (tuning === 'full') ladder.push(remedy('lora', 'Train with LoRA', 'Trains small matrices beside the weights, in a fraction of the memory.', { tuning: 'lora' }));
  if (tuning !== 'qlora' && onCard) ladder.push(remedy('qlora', 'Train with QLoRA', 'Keeps the weights in 4 bits while it trains.', { tuning: 'qlora' }));
  const larger = largerFlavor(config.flavor, flavors);
  if (larger) ladder.push(flavorRemedy('larger', larger, 'The next card with more memory.'));
  return ladder;
}

export function longerTimeout(config: RunConfig): Remedy[] {
  const timeoutSeconds = Math.min(longestTimeoutSeconds, config.timeoutSeconds * 2);
  if (timeoutSeconds === config.timeoutSeconds) return [];
  return [remedy('longer', `Allow ${durationText(timeoutSeconds)}`, 'Twice the time. You pay only for what it takes.', { timeoutSeconds })];
}

export function bf16Remedies(config: RunConfig, flavors: readonly Flavor[]): Remedy[] {
  const own = flavors.find(({ name }) => name === config.flavor);
  const newer = flavors.find(
    ({ accelerator }) => accelerator?.kind === 'gpu' && !beforeAmpere.test(accelerator.model) && cardGb(accelerator) >= cardGb(own?.accelerator ?? null),
  );
  return [
    remedy('float16', 'Use float16 instead', 'The older format, which this card has.', { parameters: { dtype: 'float16' } }),
    ...(newer ? [flavorRemedy('newer', newer, 'A newer card that reckons in bfloat16.')] : []),
  ];
}

/** Other hardware with about as much memory, the likest first. */
export function likeFlavors(flavor: string, flavors: readonly Flavor[], most: number): Remedy[] {
  const own = flavors.find(({ name }) => name === flavor);
  if (!own) return [];
  const gb = memoryOf(own);
  return flavors
    .filter((each) => each.name !== flavor && each.accelerator?.kind === own.accelerator?.kind && each.accelerator?.model !== (own.accelerator?.model ?? '') && memoryOf(each) >= gb)
    .toSorted((a, b) => memoryOf(a) - memoryOf(b) || priceOf(a) - priceOf(b))
    .slice(0, most)
    .map((each) => flavorRemedy(`flavor-${each.name}`, each, 'As much memory or more, and perhaps free at once.'));
}

function flavorRemedy(id: string, flavor: Flavor, why: string): Remedy {
  const price = flavor.usdPerMinute === null ? '' : `, $${(flavor.usdPerMinute * 60).toFixed(2)} an hour`;
  return remedy(id, `Run on ${flavor.label}${price}`, why, { flavor: flavor.name });
}

/** The next more memory a card, at the lowest price for it. */
function largerFlavor(flavor: string, flavors: readonly Flavor[]): Flavor | null {
  const own = flavors.find(({ name }) => name === flavor);
  if (!own) return null;
  const size = (each: Flavor) => (own.accelerator === null ? memoryOf(each) : cardGb(each.accelerator));
  const larger = flavors.filter((each) => (each.accelerator?.kind ?? null) === (own.accelerator?.kind ?? null) && size(each) > size(own));
  return larger.toSorted((a, b) => size(a) - size(b) || priceOf(a) - priceOf(b))[0] ?? null;
}

function cardGb(accelerator: Flavor['accelerator']): number {
  return accelerator?.memoryGb ? accelerator.memoryGb / Math.max(1, accelerator.count) : 0;
}

function memoryOf({ accelerator, memory }: Flavor): number {
  return accelerator === null ? Number.parseFloat(memory) || 0 : (accelerator.memoryGb ?? 0);
}

function priceOf({ usdPerMinute }: Flavor): number {
  return usdPerMinute ?? Infinity;
}

function durationText(seconds: number): string {
  const minutes = Math.round(seconds / 60);
  if (minutes < 120) return `${minutes} minutes`;
  const hours = Math.floor(minutes / 60);
  return minutes % 60 === 0 ? `${hours} hours` : `${hours} hours ${minutes % 60} minutes`;
}
