// How much memory a model takes to answer, and whether hardware has it: weights, room for answers, and what the
// framework itself takes. A rule of thumb, never a promise.
import type { Flavor } from '../train/hardware.ts';
import type { DeployKind } from './deploy-kinds.ts';
import type { DeployModel } from './deployment.ts';

type MemoryFit = 'fits' | 'tight' | 'no' | 'unknown';

/** Of the weights, for keys and values of a conversation and what passes through. */
const beside = 1.2;
const frameworkGb = { cpu: 1, gpu: 1.5, 'zero-gpu': 1.5, job: 2.5 };

/** In GB of 10⁹ bytes; null where nobody says how large the model is. */
export function answeringGb(model: DeployModel | null, kind: Exclude<DeployKind, 'static'>): number | null {
  const bytes = weightBytes(model, kind);
  return bytes === null ? null : (bytes * beside) / 1e9 + frameworkGb[kind];
}

/** As the app loads it: in 16 bits on a card, in 32 on a processor where that is not too much, quantized weights as they are. */
function weightBytes(model: DeployModel | null, kind: DeployKind): number | null {
  if (!model) return null;
  const { parameters, quantization } = model.facts;
  if (model.kind === 'adapter') {
    // Facts that are no larger than the adapter are its own: what it stands on is not known.
    if (parameters === null || parameters <= (model.weightsBytes ?? 0)) return null;
    return parameters * 2;
  }
  if (quantization !== null && model.weightsBytes !== null) return model.weightsBytes;
  const count =
    parameters ?? (model.weightsBytes === null ? null : model.weightsBytes / storedBytes(model.facts.dtype));
  if (count === null) return null;
  return count * (kind === 'cpu' && count * 4 <= 10e9 ? 4 : 2);
}

function storedBytes(dtype: string | null): number {
  if (dtype !== null && /64/.test(dtype)) return 8;
  if (dtype !== null && /32/.test(dtype)) return 4;
  return dtype !== null && /8/.test(dtype) ? 1 : 2;
}

export function fitOf(neededGb: number | null, availableGb: number | null): MemoryFit {
  if (neededGb === null || availableGb === null) return 'unknown';
  const share = neededGb / availableGb;
  return share <= 0.85 ? 'fits' : share <= 1 ? 'tight' : 'no';
}

/** Of all cards together, which share the model; of the machine without any, less what its system takes. */
export function flavorGb(flavor: Flavor): number | null {
  if (flavor.accelerator) return flavor.accelerator.memoryGb;
  const found = /([\d.]+)\s*([GT])i?B/i.exec(flavor.memory);
  if (!found) return null;
  return Number(found[1]) * (found[2]?.toUpperCase() === 'T' ? 1_000 : 1) - 1.5;
}
