// What a host might say of a model and of the ways to deploy it.
import type { DeployModel, DeployOption } from '@hubdesk/shared/spaces/deployment';

export function deployModel(told: Partial<DeployModel> = {}, id = 'sandy/tiny-llama'): DeployModel {
  return {
    facts: {
      model: id,
      url: `https://hub.example/${id}`,
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
      warm: false,
      trainable: { state: 'yes', reason: '' },
    },
    private: false,
    kind: 'full',
    weightsBytes: 4_000_000,
    base: null,
    task: 'text-generation',
    templates: ['chat', 'completion'],
    problem: null,
    needsAccess: null,
    ...told,
  };
}

const gpus = [
  { name: 't4-small', label: 'Nvidia T4 small', usdPerHour: 0.4, memoryGb: 16, fit: 'fits' },
  { name: 'a10g-small', label: 'Nvidia A10G small', usdPerHour: 1, memoryGb: 24, fit: 'fits' },
] as const;

export const deployOptions: readonly DeployOption[] = [
  {
    kind: 'zero-gpu',
    state: 'yes',
    reason: 'Free: a GPU for each call.',
    link: null,
    usdPerHour: 0,
    flavors: [],
    recommended: true,
  },
  {
    kind: 'gpu',
    state: 'yes',
    reason: 'It can sleep.',
    link: null,
    usdPerHour: 0.4,
    flavors: [...gpus],
    recommended: false,
  },
  {
    kind: 'cpu',
    state: 'no',
    reason: 'An app on a processor is part of PRO.',
    link: { label: 'Plans and prices', url: 'https://hub.example/pricing' },
    usdPerHour: 0,
    flavors: [],
    recommended: false,
  },
  { kind: 'static', state: 'yes', reason: 'A page.', link: null, usdPerHour: 0, flavors: [], recommended: false },
  {
    kind: 'job',
    state: 'yes',
    reason: 'Until its deadline.',
    link: null,
    usdPerHour: 0.4,
    flavors: [...gpus],
    recommended: false,
  },
];
