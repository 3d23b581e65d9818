// Chat models of the demo that also look at pictures: the router serves them, but their task is another.
import type { Family } from './demo-chat-models.ts';

export const VISION_FAMILIES: readonly Family[] = [
  {
    author: 'Qwen',
    license: 'apache-2.0',
    type: 'qwen3_vl',
    gated: false,
    contextLength: 262144,
    tools: true,
    released: ['2025-01', '2025-10'],
    languages: ['en', 'zh'],
    names:
      'Qwen3-VL-8B-Instruct Qwen3-VL-30B-A3B-Instruct Qwen3-VL-235B-A22B-Instruct Qwen2.5-VL-7B-Instruct Qwen2.5-VL-72B-Instruct',
  },
  {
    author: 'google',
    license: 'gemma',
    type: 'gemma3',
    gated: 'manual',
    contextLength: 131072,
    tools: false,
    released: ['2025-03', '2025-03'],
    languages: ['en'],
    names: 'gemma-3-4b-it gemma-3-12b-it gemma-3-27b-it',
  },
  {
    author: 'zai-org',
    license: 'mit',
    type: 'glm4v',
    gated: false,
    contextLength: 65536,
    tools: true,
    released: ['2025-08', '2025-08'],
    languages: ['en', 'zh'],
    names: 'GLM-4.5V=108/12',
  },
];
