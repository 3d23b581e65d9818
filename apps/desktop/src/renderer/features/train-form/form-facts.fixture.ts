// What a host might say of a model, a dataset and its hardware.
import type { Flavor } from '@hubdesk/shared/train/hardware';
import type { DatasetFacts, ModelFacts } from '@hubdesk/shared/train/run-facts';

export function modelFacts(told: Partial<ModelFacts> = {}): ModelFacts {
  return {
    model: 'sandy/tiny-llama',
    url: 'https://hub.example/sandy/tiny-llama',
    parameters: 1_000_000,
    dtype: 'F32',
    license: 'mit',
    access: 'open',
    architecture: 'LlamaForCausalLM',
    family: 'llama',
    hiddenSize: 64,
    layers: 2,
    vocabulary: 1_000,
    contextLength: 2_048,
    hasChatTemplate: true,
    quantization: null,
    baseModel: null,
    warm: true,
    trainable: { state: 'yes', reason: 'It is small enough for nearly any card.' },
    ...told,
  };
}

export function datasetFacts(told: Partial<DatasetFacts> = {}): DatasetFacts {
  return {
    dataset: 'sandy/small-questions',
    url: 'https://hub.example/datasets/sandy/small-questions',
    config: 'default',
    configs: ['default'],
    splits: [
      { split: 'train', rows: 640 },
      { split: 'validation', rows: 64 },
    ],
    columns: ['messages'],
    formats: ['messages'],
    problem: null,
    averageCharacters: 300,
    draft: null,
    ...told,
  };
}

const gpu = (model: string, count: number, memoryGb: number) => ({ kind: 'gpu', model, count, memoryGb });

export const flavors: readonly [Flavor, ...Flavor[]] = [
  {
    name: 'cpu-basic',
    label: 'CPU basic',
    cpu: '2 vCPU',
    memory: '16 GB',
    disk: null,
    accelerator: null,
    usdPerMinute: 0.000167,
  },
  {
    name: 't4-small',
    label: 'Nvidia T4 small',
    cpu: '4 vCPU',
    memory: '15 GB',
    disk: null,
    accelerator: gpu('T4', 1, 16),
    usdPerMinute: 0.00667,
  },
  {
    name: 'a10g-small',
    label: 'Nvidia A10G small',
    cpu: '4 vCPU',
    memory: '15 GB',
    disk: null,
    accelerator: gpu('A10G', 1, 24),
    usdPerMinute: 0.0167,
  },
  {
    name: 'a100-large',
    label: 'Nvidia A100 large',
    cpu: '12 vCPU',
    memory: '142 GB',
    disk: null,
    accelerator: gpu('A100', 1, 80),
    usdPerMinute: 0.0417,
  },
  {
    name: 'a10g-largex4',
    label: '4x Nvidia A10G large',
    cpu: '48 vCPU',
    memory: '184 GB',
    disk: null,
    accelerator: gpu('A10G', 4, 96),
    usdPerMinute: 0.0833,
  },
];
