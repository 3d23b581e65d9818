// A tiny model as the files of a model repo, and back. `config.json` names the type, so that nobody takes it for
// something that another library could load; the weights are a real safetensors file.
import { z } from 'zod';
import { readSafetensors, writeSafetensors, type Tensor } from './safetensors.ts';
import { parameterCount, weightShapes, WEIGHT_NAMES, type TinyShape, type TinyWeights } from './tiny-network.ts';

export const TINY_MODEL_TYPE = 'sandbox-tiny';

const config = z.object({
  model_type: z.literal(TINY_MODEL_TYPE),
  context: z.int().min(1).max(256),
  byte_width: z.int().min(1).max(256),
  buckets: z.int().min(1).max(65_536),
  word_width: z.int().min(1).max(256),
  hidden: z.int().min(1).max(4096),
  system: z.string().default(''),
});

export interface TinyModel {
  shape: TinyShape;
  weights: TinyWeights;
}

export interface TinyCard {
  dataset: string;
  /** The model that was asked for; the tiny model is not made from it. */
  askedFor: string;
  steps: number;
  loss: number;
  evalLoss?: number;
}

export function isTinyConfig(configJson: string): boolean {
  try {
    return z.looseObject({ model_type: z.literal(TINY_MODEL_TYPE) }).safeParse(JSON.parse(configJson)).success;
  } catch {
    return false;
  }
}

/** `config.json` and `model.safetensors`. */
export function weightFiles({ shape, weights }: TinyModel): Record<'config.json' | 'model.safetensors', Uint8Array> {
  const shapes = weightShapes(shape);
  const tensors: Record<string, Tensor> = {};
  for (const name of WEIGHT_NAMES) tensors[name] = { shape: shapes[name], values: weights[name] };
  const told = {
    architectures: ['SandboxTinyForCausalLM'],
    model_type: TINY_MODEL_TYPE,
    torch_dtype: 'float32',
    vocab_size: 256,
    context: shape.context,
    byte_width: shape.byteWidth,
    buckets: shape.buckets,
    word_width: shape.wordWidth,
    hidden: shape.hidden,
  };
  return {
    'config.json': Buffer.from(`${JSON.stringify(told, null, 2)}\n`),
    'model.safetensors': writeSafetensors(tensors, { format: 'pt' }),
  };
}

/** Throws for files that are not a tiny model's or do not fit together. */
export function readTinyModel(files: Readonly<Record<string, Uint8Array>>): TinyModel {
  const [configFile, weightsFile] = [files['config.json'], files['model.safetensors']];
  if (!configFile || !weightsFile) throw new Error('A tiny model has config.json and model.safetensors');
  const read = config.parse(JSON.parse(Buffer.from(configFile).toString('utf8')));
  const shape: TinyShape = {
    context: read.context,
    byteWidth: read.byte_width,
    buckets: read.buckets,
    wordWidth: read.word_width,
    hidden: read.hidden,
  };
  const tensors = readSafetensors(weightsFile);
  const shapes = weightShapes(shape);
  const weight = (name: keyof TinyWeights): Float32Array => {
    const tensor = tensors[name];
    if (!tensor || tensor.shape.join() !== shapes[name].join()) throw new Error(`${name} does not fit config.json`);
    return tensor.values;
  };
  return {
    shape,
    weights: {
      byteEmbedding: weight('byteEmbedding'),
      wordEmbedding: weight('wordEmbedding'),
      hiddenWeight: weight('hiddenWeight'),
      hiddenBias: weight('hiddenBias'),
      outputWeight: weight('outputWeight'),
      outputBias: weight('outputBias'),
    },
  };
}

export function cardFile(repo: string, shape: TinyShape, card: TinyCard): Uint8Array {
  const isDataset = /^[\w.-]+\/[\w.-]+$/.test(card.dataset);
  return Buffer.from(`---
library_name: sandbox-tiny
pipeline_tag: text-generation
tags:
- sandbox-tiny
- text-generation
- conversational
- trained-in-the-sandbox
${isDataset ? `datasets:\n- ${card.dataset}\n` : ''}---

# ${repo.split('/').at(-1)}

A byte-level language model with ${parameterCount(shape).toLocaleString('en')} parameters that the Sandbox's own tiny trainer
trained, by gradient descent, on \`${card.dataset}\`. It stands in for a fine-tuned \`${card.askedFor}\`, of which it has
nothing: the machine could not run the real training stack.

| | |
| --- | --- |
| steps | ${card.steps} |
| training loss, nats a byte | ${card.loss.toFixed(4)} |
${card.evalLoss === undefined ? '' : `| loss on held-out rows | ${card.evalLoss.toFixed(4)} |\n`}
It looks back ${shape.context} bytes, and at the words of the question as a bag. Only the Sandbox can load it: its
\`model_type\` is \`${TINY_MODEL_TYPE}\`.
`);
}
