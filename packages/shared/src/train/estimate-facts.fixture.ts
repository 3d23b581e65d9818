// Facts of well-known sizes, for the tests of estimates.
import { exampleConfig } from '../contract/example-run.ts';
import type { Flavor } from './hardware.ts';
import type { RunConfig } from './run-config.ts';
import type { DatasetFacts, LengthFacts, ModelFacts } from './run-facts.ts';

export function modelOf(given: Partial<ModelFacts> = {}): ModelFacts {
  return {
    model: 'Qwen/Qwen3-8B',
    url: 'https://huggingface.co/Qwen/Qwen3-8B',
    parameters: 8.19e9,
    dtype: 'BF16',
    license: 'apache-2.0',
    access: 'open',
    architecture: 'Qwen3ForCausalLM',
    family: 'qwen3',
    hiddenSize: 4_096,
    layers: 36,
    vocabulary: 151_936,
    contextLength: 40_960,
    hasChatTemplate: true,
    quantization: null,
    baseModel: null,
    warm: true,
    trainable: { state: 'yes', reason: '' },
    ...given,
  };
}

export const smallModel = modelOf({
  model: 'Qwen/Qwen3-0.6B',
  parameters: 0.6e9,
  hiddenSize: 1_024,
  layers: 28,
});

export const tinyModel = modelOf({
  model: 'sandy/tiny-llama',
  parameters: 1.1e6,
  hiddenSize: 64,
  layers: 2,
  vocabulary: 1_000,
  contextLength: 512,
});

export function datasetOf(given: Partial<DatasetFacts> = {}): DatasetFacts {
  return {
    dataset: 'sandy/small-questions',
    url: 'https://huggingface.co/datasets/sandy/small-questions',
    config: null,
    configs: ['default'],
    splits: [
      { split: 'train', rows: 1_000 },
      { split: 'test', rows: 100 },
    ],
    columns: ['messages'],
    formats: ['messages'],
    problem: null,
    averageCharacters: 1_200,
    draft: null,
    ...given,
  };
}

export function lengthsOf(given: Partial<LengthFacts> = {}): LengthFacts {
  return {
    rows: 1_000,
    complete: true,
    averageTokens: 300,
    p95Tokens: 700,
    longestTokens: 900,
    cutRows: 0,
    lostRows: 0,
    refusedRows: 0,
    ...given,
  };
}

function card(name: string, model: string, count: number, memoryGb: number, usdPerHour: number): Flavor {
  return {
    name,
    label: `Nvidia ${model}`,
    cpu: '8 vCPU',
    memory: '30 GB',
    disk: '400 GB',
    accelerator: { kind: 'gpu', model, count, memoryGb },
    usdPerMinute: usdPerHour / 60,
  };
}

export const flavors = {
  cpu: {
    name: 'cpu-basic',
    label: 'CPU Basic',
    cpu: '2 vCPU',
    memory: '16 GB',
    disk: '20 GB',
    accelerator: null,
    usdPerMinute: 0.01 / 60,
  },
  t4: card('t4-small', 'T4', 1, 16, 0.4),
  l4: card('l4x1', 'L4', 1, 24, 0.8),
  a10g: card('a10g-small', 'A10G', 1, 24, 1),
  a10gTwice: card('a10g-largex2', 'A10G', 2, 48, 3),
  a100: card('a100-large', 'A100', 1, 80, 2.5),
  h200: card('h200', 'H200', 1, 141, 5),
} satisfies Record<string, Flavor>;

export const flavorList: readonly Flavor[] = Object.values(flavors);

export function runOf(
  given: Partial<Omit<RunConfig, 'parameters'>> = {},
  values: Partial<RunConfig['parameters']> = {},
): RunConfig {
  return { ...exampleConfig, ...given, parameters: { ...exampleConfig.parameters, max_steps: -1, ...values } };
}
