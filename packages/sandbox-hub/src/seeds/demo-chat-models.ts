// The text-generation models of the demo, family by family. A size is read out of the name (`30B-A3B`), or follows
// it as `=billions` or `=billions/active billions` where the name does not tell.
// The names are those of real models so that a list looks like a list; every figure about them is invented.

export interface Family {
  author: string;
  license: string;
  /** The Hub's model type, which is also a tag. */
  type: string;
  gated: false | 'auto' | 'manual';
  contextLength: number;
  tools: boolean;
  /** First and last month of release, `YYYY-MM`. */
  released: readonly [string, string];
  languages: readonly string[];
  names: string;
}

const EUROPE = ['en', 'fr', 'de', 'es', 'it', 'pt'];

export const FAMILIES: readonly Family[] = [
  {
    author: 'meta-llama',
    license: 'llama3.3',
    type: 'llama',
    gated: 'manual',
    contextLength: 131072,
    tools: true,
    released: ['2024-04', '2025-04'],
    languages: [...EUROPE, 'hi', 'th'],
    names: `Llama-3.3-70B-Instruct Llama-3.1-8B-Instruct Llama-3.1-70B-Instruct Llama-3.1-405B-Instruct
      Llama-3.2-1B-Instruct Llama-3.2-3B-Instruct Llama-4-Scout-17B-16E-Instruct=109/17 Llama-4-Maverick-17B-128E-Instruct=400/17
      Meta-Llama-3-8B-Instruct Meta-Llama-3-70B-Instruct Llama-Guard-3-8B Llama-Guard-4-12B`,
  },
  {
    author: 'Qwen',
    license: 'apache-2.0',
    type: 'qwen3',
    gated: false,
    contextLength: 262144,
    tools: true,
    released: ['2025-04', '2025-09'],
    languages: ['en', 'zh'],
    names: `Qwen3-0.6B Qwen3-1.7B Qwen3-4B Qwen3-8B Qwen3-14B Qwen3-32B Qwen3-30B-A3B Qwen3-235B-A22B
      Qwen3-4B-Instruct-2507 Qwen3-4B-Thinking-2507 Qwen3-30B-A3B-Instruct-2507 Qwen3-30B-A3B-Thinking-2507
      Qwen3-235B-A22B-Instruct-2507 Qwen3-235B-A22B-Thinking-2507 Qwen3-Coder-30B-A3B-Instruct
      Qwen3-Coder-480B-A35B-Instruct Qwen3-Next-80B-A3B-Instruct Qwen3-Next-80B-A3B-Thinking`,
  },
  {
    author: 'Qwen',
    license: 'apache-2.0',
    type: 'qwen2',
    gated: false,
    contextLength: 32768,
    tools: true,
    released: ['2024-06', '2025-03'],
    languages: ['en', 'zh'],
    names: `Qwen2.5-0.5B-Instruct Qwen2.5-1.5B-Instruct Qwen2.5-3B-Instruct Qwen2.5-7B-Instruct Qwen2.5-14B-Instruct
      Qwen2.5-32B-Instruct Qwen2.5-72B-Instruct Qwen2.5-Coder-1.5B-Instruct Qwen2.5-Coder-3B-Instruct
      Qwen2.5-Coder-7B-Instruct Qwen2.5-Coder-14B-Instruct Qwen2.5-Coder-32B-Instruct Qwen2.5-Math-7B-Instruct
      Qwen2.5-Math-72B-Instruct QwQ-32B Qwen2-7B-Instruct Qwen2-72B-Instruct Qwen2.5-7B-Instruct-1M`,
  },
  {
    author: 'deepseek-ai',
    license: 'mit',
    type: 'deepseek_v3',
    gated: false,
    contextLength: 163840,
    tools: true,
    released: ['2024-12', '2025-10'],
    languages: ['en', 'zh'],
    names: `DeepSeek-V3=685/37 DeepSeek-V3-0324=685/37 DeepSeek-V3.1=685/37 DeepSeek-V3.1-Terminus=685/37
      DeepSeek-V3.2-Exp=685/37 DeepSeek-R1=685/37 DeepSeek-R1-0528=685/37 DeepSeek-R1-Distill-Qwen-1.5B DeepSeek-R1-Distill-Qwen-7B DeepSeek-R1-Distill-Qwen-14B
      DeepSeek-R1-Distill-Qwen-32B DeepSeek-R1-Distill-Llama-8B DeepSeek-R1-Distill-Llama-70B
      DeepSeek-R1-0528-Qwen3-8B DeepSeek-Prover-V2-671B=685/37`,
  },
  {
    author: 'deepseek-ai',
    license: 'other',
    type: 'llama',
    gated: false,
    contextLength: 16384,
    tools: false,
    released: ['2023-11', '2024-06'],
    languages: ['en', 'zh'],
    names:
      'deepseek-coder-6.7b-instruct deepseek-coder-33b-instruct deepseek-llm-7b-chat DeepSeek-Coder-V2-Lite-Instruct=15.7/2.4',
  },
  {
    author: 'mistralai',
    license: 'apache-2.0',
    type: 'mistral',
    gated: false,
    contextLength: 131072,
    tools: true,
    released: ['2023-12', '2025-07'],
    languages: EUROPE,
    names: `Mistral-7B-Instruct-v0.2 Mistral-7B-Instruct-v0.3 Mixtral-8x7B-Instruct-v0.1=46.7/12.9 Mixtral-8x22B-Instruct-v0.1=141/39
      Mistral-Nemo-Instruct-2407=12.2 Mistral-Small-24B-Instruct-2501 Devstral-Small-2505=23.6 Devstral-Small-2507=23.6
      Magistral-Small-2506=23.6 Mathstral-7B-v0.1`,
  },
  {
    author: 'mistralai',
    license: 'other',
    type: 'mistral',
    gated: 'auto',
    contextLength: 131072,
    tools: true,
    released: ['2024-05', '2024-11'],
    languages: EUROPE,
    names:
      'Ministral-8B-Instruct-2410 Codestral-22B-v0.1 Mistral-Large-Instruct-2411=123 Mistral-Small-Instruct-2409=22.2',
  },
  {
    author: 'google',
    license: 'gemma',
    type: 'gemma3',
    gated: 'manual',
    contextLength: 32768,
    tools: false,
    released: ['2024-02', '2025-08'],
    languages: ['en'],
    names: `gemma-3-1b-it gemma-3-270m-it gemma-2-2b-it gemma-2-9b-it gemma-2-27b-it gemma-1.1-7b-it gemma-7b-it
      codegemma-7b-it medgemma-27b-text-it`,
  },
  {
    author: 'openai',
    license: 'apache-2.0',
    type: 'gpt_oss',
    gated: false,
    contextLength: 131072,
    tools: true,
    released: ['2025-08', '2025-10'],
    languages: ['en'],
    names: 'gpt-oss-20b=21.5/3.6 gpt-oss-120b=120/5.1 gpt-oss-safeguard-20b=21.5/3.6 gpt-oss-safeguard-120b=120/5.1',
  },
  {
    author: 'zai-org',
    license: 'mit',
    type: 'glm4_moe',
    gated: false,
    contextLength: 204800,
    tools: true,
    released: ['2025-04', '2025-10'],
    languages: ['en', 'zh'],
    names: `GLM-4.6=357/32 GLM-4.5=358/32 GLM-4.5-Air=110/12 GLM-4-9B-0414 GLM-4-32B-0414 GLM-Z1-9B-0414
      GLM-Z1-32B-0414`,
  },
  {
    author: 'moonshotai',
    license: 'other',
    type: 'deepseek_v3',
    gated: false,
    contextLength: 262144,
    tools: true,
    released: ['2025-02', '2025-11'],
    languages: ['en', 'zh'],
    names: `Kimi-K2-Instruct=1026/32 Kimi-K2-Instruct-0905=1026/32 Kimi-K2-Thinking=1026/32 Kimi-Linear-48B-A3B-Instruct
      Moonlight-16B-A3B-Instruct`,
  },
  {
    author: 'MiniMaxAI',
    license: 'mit',
    type: 'minimax',
    gated: false,
    contextLength: 196608,
    tools: true,
    released: ['2025-01', '2025-10'],
    languages: ['en', 'zh'],
    names: 'MiniMax-M2=229/10 MiniMax-M1-80k=456/46 MiniMax-Text-01=456/46',
  },
  {
    author: 'microsoft',
    license: 'mit',
    type: 'phi3',
    gated: false,
    contextLength: 131072,
    tools: true,
    released: ['2024-04', '2025-05'],
    languages: ['en'],
    names: `phi-4=14.7 Phi-4-mini-instruct=3.8 Phi-4-mini-reasoning=3.8 Phi-4-reasoning=14.7 Phi-4-reasoning-plus=14.7
      Phi-3.5-mini-instruct=3.8 Phi-3-mini-4k-instruct=3.8 Phi-3-mini-128k-instruct=3.8
      Phi-3-medium-128k-instruct=14 Phi-3.5-MoE-instruct=41.9/6.6 NextCoder-7B NextCoder-32B`,
  },
  {
    author: 'CohereLabs',
    license: 'cc-by-nc-4.0',
    type: 'cohere2',
    gated: 'auto',
    contextLength: 131072,
    tools: true,
    released: ['2024-08', '2025-08'],
    languages: [...EUROPE, 'ja', 'ar'],
    names: `c4ai-command-r7b-12-2024=8 c4ai-command-r-08-2024=32.3 c4ai-command-r-plus-08-2024=104
      c4ai-command-a-03-2025=111 command-a-reasoning-08-2025=111 aya-expanse-8b aya-expanse-32b`,
  },
  {
    author: 'HuggingFaceTB',
    license: 'apache-2.0',
    type: 'llama',
    gated: false,
    contextLength: 65536,
    tools: true,
    released: ['2024-10', '2025-07'],
    languages: EUROPE,
    names: 'SmolLM3-3B SmolLM2-135M-Instruct SmolLM2-360M-Instruct SmolLM2-1.7B-Instruct',
  },
  {
    author: 'allenai',
    license: 'apache-2.0',
    type: 'olmo2',
    gated: false,
    contextLength: 65536,
    tools: true,
    released: ['2024-11', '2025-11'],
    languages: ['en'],
    names: `Olmo-3-7B-Instruct Olmo-3-7B-Think Olmo-3-32B-Think OLMo-2-0325-32B-Instruct OLMo-2-1124-7B-Instruct
      OLMo-2-1124-13B-Instruct Llama-3.1-Tulu-3-8B Llama-3.1-Tulu-3-70B`,
  },
  {
    author: 'nvidia',
    license: 'nvidia-open-model-license',
    type: 'llama',
    gated: false,
    contextLength: 131072,
    tools: true,
    released: ['2024-10', '2025-09'],
    languages: ['en', 'de', 'es', 'fr', 'it', 'ja'],
    names: `Llama-3.1-Nemotron-70B-Instruct-HF Llama-3_1-Nemotron-Ultra-253B-v1 Llama-3_3-Nemotron-Super-49B-v1_5
      NVIDIA-Nemotron-Nano-9B-v2 NVIDIA-Nemotron-Nano-12B-v2 OpenReasoning-Nemotron-32B AceReason-Nemotron-14B`,
  },
  {
    author: 'NousResearch',
    license: 'llama3',
    type: 'llama',
    gated: false,
    contextLength: 131072,
    tools: true,
    released: ['2024-05', '2025-08'],
    languages: ['en'],
    names: `Hermes-4-14B Hermes-4-70B Hermes-4-405B Hermes-3-Llama-3.1-8B Hermes-3-Llama-3.1-70B
      Hermes-2-Pro-Llama-3-8B DeepHermes-3-Mistral-24B-Preview`,
  },
  {
    author: 'ibm-granite',
    license: 'apache-2.0',
    type: 'granite',
    gated: false,
    contextLength: 131072,
    tools: true,
    released: ['2025-04', '2025-10'],
    languages: [...EUROPE, 'ja', 'ko'],
    names: `granite-3.3-8b-instruct granite-3.3-2b-instruct granite-4.0-h-small=32.2/9 granite-4.0-h-tiny=6.9/1
      granite-4.0-micro=3.4`,
  },
  {
    author: 'tiiuae',
    license: 'other',
    type: 'falcon',
    gated: false,
    contextLength: 32768,
    tools: false,
    released: ['2023-05', '2025-05'],
    languages: ['en', 'ar'],
    names: 'Falcon3-10B-Instruct Falcon3-7B-Instruct Falcon3-3B-Instruct Falcon-H1-34B-Instruct falcon-7b-instruct',
  },
  {
    author: 'baidu',
    license: 'apache-2.0',
    type: 'ernie4_5',
    gated: false,
    contextLength: 131072,
    tools: false,
    released: ['2025-06', '2025-07'],
    languages: ['en', 'zh'],
    names: 'ERNIE-4.5-0.3B-PT ERNIE-4.5-21B-A3B-PT ERNIE-4.5-300B-A47B-PT',
  },
  {
    author: 'swiss-ai',
    license: 'apache-2.0',
    type: 'apertus',
    gated: 'auto',
    contextLength: 65536,
    tools: true,
    released: ['2025-09', '2025-09'],
    languages: EUROPE,
    names: 'Apertus-8B-Instruct-2509 Apertus-70B-Instruct-2509',
  },
  {
    author: 'LGAI-EXAONE',
    license: 'other',
    type: 'exaone4',
    gated: false,
    contextLength: 131072,
    tools: true,
    released: ['2024-12', '2025-07'],
    languages: ['en', 'ko', 'es'],
    names: 'EXAONE-4.0-32B EXAONE-4.0-1.2B EXAONE-3.5-7.8B-Instruct',
  },
  {
    author: 'utter-project',
    license: 'apache-2.0',
    type: 'llama',
    gated: false,
    contextLength: 4096,
    tools: false,
    released: ['2024-12', '2024-12'],
    languages: EUROPE,
    names: 'EuroLLM-9B-Instruct EuroLLM-1.7B-Instruct',
  },
  {
    author: 'tencent',
    license: 'other',
    type: 'hunyuan',
    gated: false,
    contextLength: 262144,
    tools: true,
    released: ['2025-06', '2025-08'],
    languages: ['en', 'zh'],
    names: 'Hunyuan-A13B-Instruct=80/13 Hunyuan-7B-Instruct',
  },
  {
    author: 'stabilityai',
    license: 'other',
    type: 'stablelm',
    gated: 'auto',
    contextLength: 4096,
    tools: false,
    released: ['2023-11', '2024-04'],
    languages: ['en'],
    names: 'stablelm-zephyr-3b stablelm-2-1_6b-chat=1.6',
  },
  {
    author: '01-ai',
    license: 'apache-2.0',
    type: 'llama',
    gated: false,
    contextLength: 4096,
    tools: false,
    released: ['2024-05', '2024-05'],
    languages: ['en', 'zh'],
    names: 'Yi-1.5-9B-Chat Yi-1.5-34B-Chat',
  },
  {
    author: 'HuggingFaceH4',
    license: 'mit',
    type: 'mistral',
    gated: false,
    contextLength: 32768,
    tools: false,
    released: ['2023-10', '2023-10'],
    languages: ['en'],
    names: 'zephyr-7b-beta',
  },
];
