// Believable model ids by the hundred thousand, the same ones in every run:
// families and their derivatives in the proportions of the Hub, a long tail of
// authors, and made-up project names.
import type { ModelRow, Offer } from '../../packages/shared/src/models/model-row.ts';

export type Random = () => number;

/** Mulberry32: small, fast, and the same everywhere. */
export function seeded(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export function pick<T>(random: Random, from: readonly T[]): T {
  const chosen = from[Math.floor(random() * from.length)];
  if (chosen === undefined) throw new RangeError('Nothing to pick from.');
  return chosen;
}

const makers: readonly (readonly [maker: string, families: readonly string[]])[] = [
  ['meta-llama', ['Llama-3.1', 'Llama-3.2', 'Llama-3.3', 'Meta-Llama-3', 'Llama-2', 'CodeLlama', 'Llama-4-Scout']],
  ['Qwen', ['Qwen2', 'Qwen2.5', 'Qwen2.5-Coder', 'Qwen2.5-Math', 'Qwen3', 'QwQ', 'Qwen3-Next']],
  ['mistralai', ['Mistral', 'Mixtral-8x7B', 'Mistral-Nemo', 'Codestral', 'Ministral', 'Mistral-Small']],
  ['google', ['gemma', 'gemma-2', 'gemma-3', 'codegemma', 'recurrentgemma']],
  ['microsoft', ['phi-2', 'Phi-3-mini', 'Phi-3.5-mini', 'Phi-4', 'WizardLM-2', 'DialoGPT']],
  ['deepseek-ai', ['DeepSeek-R1', 'DeepSeek-V3', 'DeepSeek-Coder', 'deepseek-llm', 'DeepSeek-R1-Distill-Qwen']],
  ['tiiuae', ['falcon', 'Falcon3', 'falcon-mamba']],
  ['HuggingFaceTB', ['SmolLM', 'SmolLM2', 'SmolLM3']],
  ['openai-community', ['gpt2', 'gpt2-medium', 'gpt2-xl']],
  ['EleutherAI', ['pythia', 'gpt-neox', 'gpt-j']],
  ['NousResearch', ['Hermes-3', 'OpenHermes-2.5', 'Nous-Capybara', 'DeepHermes-3']],
  ['ibm-granite', ['granite-3.1', 'granite-3.3', 'granite-code']],
  ['CohereForAI', ['c4ai-command-r', 'aya-expanse', 'aya-23']],
  ['allenai', ['OLMo', 'OLMo-2', 'Llama-3.1-Tulu-3']],
  ['bigscience', ['bloom', 'bloomz', 'bloomz-mt']],
  ['nvidia', ['Nemotron-4', 'Llama-3.1-Nemotron', 'Minitron', 'Mistral-NeMo-Minitron']],
  ['TinyLlama', ['TinyLlama-1.1B', 'TinyLlama_v1.1']],
  ['01-ai', ['Yi', 'Yi-1.5', 'Yi-Coder']],
  ['THUDM', ['chatglm3', 'glm-4', 'GLM-Z1']],
  ['stabilityai', ['stablelm-2', 'stablelm-zephyr', 'stable-code']],
];
const sizes = [
  '0.5B',
  '1B',
  '1.5B',
  '1.7B',
  '2b',
  '3B',
  '4B',
  '6.7b',
  '7B',
  '8B',
  '9b',
  '12B',
  '13b',
  '14B',
  '22B',
  '27b',
  '32B',
  '34B',
  '70B',
  '72B',
  '405B',
];
const endings = [
  'Instruct',
  'Chat',
  'it',
  'Base',
  'Instruct-v0.2',
  'Instruct-v0.3',
  'hf',
  'Preview',
  'Thinking',
  'Instruct-2507',
  '128k-instruct',
];
const formats = [
  'GGUF',
  'AWQ',
  'GPTQ',
  'GPTQ-Int4',
  'bnb-4bit',
  'i1-GGUF',
  'Q4_K_M-GGUF',
  'mlx-4bit',
  'FP8',
  'exl2',
  '8bit',
  'abliterated',
  'lora',
  'dpo',
  'sft',
  'orpo',
  'merged',
  'ft',
  'uncensored',
];
const subjects = [
  'medical',
  'legal',
  'finance',
  'sql',
  'math',
  'code',
  'roleplay',
  'french',
  'german',
  'arabic',
  'vietnamese',
  'korean',
  'alpaca',
  'dolly',
  'guanaco',
  'ultrachat',
  'function-calling',
  'summarization',
  'reasoning',
  'translation',
  'customer-support',
  'tutor',
  'gsm8k',
  'oasst',
  'orca',
  'platypus',
];
const quantizers = [
  'mradermacher',
  'bartowski',
  'TheBloke',
  'unsloth',
  'lmstudio-community',
  'QuantFactory',
  'mlx-community',
  'RichardErkhov',
  'MaziyarPanahi',
  'second-state',
];
const onsets = [
  'b',
  'br',
  'c',
  'ch',
  'd',
  'dr',
  'f',
  'g',
  'gr',
  'h',
  'j',
  'k',
  'kr',
  'l',
  'm',
  'n',
  'p',
  'qu',
  'r',
  's',
  'sh',
  'st',
  't',
  'th',
  'tr',
  'v',
  'w',
  'x',
  'y',
  'z',
];
const rimes = [
  'a',
  'e',
  'i',
  'o',
  'u',
  'ai',
  'an',
  'ar',
  'el',
  'en',
  'er',
  'i',
  'ia',
  'in',
  'io',
  'is',
  'on',
  'or',
  'ou',
  'us',
];
const licenses = ['apache-2.0', 'mit', 'llama3.1', 'gemma', 'cc-by-nc-4.0', 'other'];
const providers = [
  'cerebras',
  'cohere',
  'deepinfra',
  'featherless-ai',
  'fireworks-ai',
  'groq',
  'hf-inference',
  'hyperbolic',
  'nebius',
  'novita',
  'nscale',
  'ovhcloud',
  'sambanova',
  'scaleway',
  'together',
  'zai-org',
];

function invented(random: Random): string {
  const syllables = 2 + Math.floor(random() * 3);
  let word = '';
  for (let i = 0; i < syllables; i += 1) word += pick(random, onsets) + pick(random, rimes);
  return random() < 0.3 ? (word[0] ?? '').toUpperCase() + word.slice(1) : word;
}

function author(random: Random, authors: readonly string[]): string {
  // The cube makes a few authors prolific and most of them known by one model.
  return authors[Math.floor(random() ** 3 * authors.length)] ?? 'someone';
}

function name(random: Random): string {
  const [, families] = pick(random, makers);
  const family = pick(random, families);
  const parts = random() < 0.25 ? [invented(random)] : [family, pick(random, sizes)];
  if (random() < 0.6) parts.push(pick(random, endings));
  if (random() < 0.4) parts.push(pick(random, subjects));
  if (random() < 0.15) parts.push(invented(random));
  if (random() < 0.2) parts.push(`v${1 + Math.floor(random() * 9)}`);
  if (random() < 0.12) parts.push(`checkpoint-${Math.floor(random() * 9000)}`);
  if (random() < 0.05) parts.push(Math.floor(random() * 0xffff_ffff).toString(16));
  return parts.join(random() < 0.12 ? '_' : '-');
}

function offer(random: Random): Offer {
  const maybe = <T>(value: T): T | null => (random() < 0.85 ? value : null);
  return {
    provider: pick(random, providers),
    status: random() < 0.93 ? 'live' : 'error',
    contextLength: maybe(4096 * 2 ** Math.floor(random() * 7)),
    inputUsdPerMTok: maybe(Math.round(random() * 200) / 100),
    outputUsdPerMTok: maybe(Math.round(random() * 500) / 100),
    isFree: random() < 0.05,
    tools: maybe(random() < 0.5),
    structuredOutput: maybe(random() < 0.4),
    firstTokenMs: maybe(Math.round(80 + random() * 2000)),
    tokensPerSecond: maybe(Math.round(random() * 3000) / 10),
    isModelAuthor: random() < 0.05,
  };
}

/** Distinct ids with everything the picker shows; the first is the most downloaded, roughly. */
export function believableModels(count: number, seed: number): ModelRow[] {
  const random = seeded(seed);
  const authors = Array.from({ length: Math.ceil(count / 2) }, () => {
    const number = random();
    return (
      invented(random) +
      (number < 0.35
        ? String(Math.floor(random() * 999))
        : number < 0.5
          ? `-${pick(random, ['ai', 'labs', 'org'])}`
          : '')
    );
  });
  const ids = new Set<string>();
  for (const [maker, families] of makers) {
    for (const family of families)
      for (const size of sizes) for (const ending of endings) ids.add(`${maker}/${family}-${size}-${ending}`);
  }
  while (ids.size < count) {
    const model = name(random);
    ids.add(
      random() < 0.25
        ? `${pick(random, quantizers)}/${model}-${pick(random, formats)}`
        : `${author(random, authors)}/${model}`,
    );
  }
  return [...ids].slice(0, count).map((id, index) => ({
    id,
    downloads: Math.floor((5_000_000 / (index + 1)) * (0.5 + random())),
    likes: Math.floor(random() ** 8 * 5000),
    trending: random() < 0.005 ? Math.floor(random() * 300) : 0,
    createdAt: new Date(1_680_000_000_000 + Math.floor(random() * 100_000_000) * 1000).toISOString(),
    license: random() < 0.8 ? pick(random, licenses) : null,
    gated: random() < 0.9 ? false : random() < 0.5 ? 'auto' : 'manual',
    params: random() < 0.7 ? Math.floor(random() * 70) * 1_000_000_000 : null,
    offers: Array.from({ length: Math.floor(random() ** 2 * 6) }, () => offer(random)),
  }));
}

const letters = 'abcdefghijklmnopqrstuvwxyz';

/** The word with one mistake: a letter too many, one missing, one wrong, or two swapped. */
export function mistyped(random: Random, word: string): string {
  for (;;) {
    const at = Math.floor(random() * word.length);
    const letter = pick(random, [...letters]);
    const wrong = pick(random, [
      word.slice(0, at) + letter + word.slice(at),
      word.slice(0, at) + word.slice(at + 1),
      word.slice(0, at) + letter + word.slice(at + 1),
      word.slice(0, at) +
        word
          .slice(at, at + 2)
          .split('')
          .reverse()
          .join('') +
        word.slice(at + 2),
    ]);
    if (wrong !== word) return wrong;
  }
}
