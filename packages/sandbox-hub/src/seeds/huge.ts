// Exactly 120,000 warm text-generation models, for speed and memory: the demo's people before an endless shelf.
// One in eight can be chatted with and is in the router's catalogue; the rest only complete text.
import { randomFrom } from '../ids.ts';
import type { ModelRecord, Serving } from '../models/model-record.ts';
import type { Seed } from '../store.ts';
import { demoPeople } from './demo-people.ts';
import { chatServingsOf } from './providers.ts';

const COUNT = 120_000;
const CHAT_EVERY = 8;

const FIRST = [
  'amber',
  'basalt',
  'cobalt',
  'delta',
  'ember',
  'fathom',
  'granite',
  'harbor',
  'indigo',
  'juniper',
  'kelp',
  'lumen',
  'meridian',
  'nimbus',
  'onyx',
  'prairie',
  'quartz',
  'raven',
  'sable',
  'tundra',
  'umbra',
  'vertex',
  'willow',
  'zephyr',
];
const SECOND = [
  'labs',
  'ai',
  'research',
  'works',
  'collective',
  'ml',
  'foundry',
  'systems',
  'guild',
  'nlp',
  'minds',
  'studio',
  'group',
  'forge',
  'data',
  'hub',
  'institute',
  'tech',
  'cloud',
  'community',
];
const BASES = [
  { name: 'Llama-3.1', license: 'llama3.1', contextLength: 131072 },
  { name: 'Llama-3.2', license: 'llama3.2', contextLength: 131072 },
  { name: 'Qwen2.5', license: 'apache-2.0', contextLength: 32768 },
  { name: 'Qwen3', license: 'apache-2.0', contextLength: 131072 },
  { name: 'Mistral', license: 'apache-2.0', contextLength: 32768 },
  { name: 'Mixtral', license: 'apache-2.0', contextLength: 32768 },
  { name: 'Gemma-2', license: 'gemma', contextLength: 8192 },
  { name: 'Gemma-3', license: 'gemma', contextLength: 131072 },
  { name: 'Phi-3.5', license: 'mit', contextLength: 131072 },
  { name: 'Phi-4', license: 'mit', contextLength: 16384 },
  { name: 'SmolLM2', license: 'apache-2.0', contextLength: 8192 },
  { name: 'SmolLM3', license: 'apache-2.0', contextLength: 65536 },
  { name: 'OLMo-2', license: 'apache-2.0', contextLength: 4096 },
  { name: 'Falcon3', license: 'other', contextLength: 32768 },
  { name: 'Yi-1.5', license: 'apache-2.0', contextLength: 16384 },
  { name: 'Granite-3.3', license: 'apache-2.0', contextLength: 131072 },
];
const SIZES = [0.5, 1, 1.5, 3, 7, 8, 9, 13, 14, 24, 32, 70];
const STYLES = [
  'Instruct',
  'Chat',
  'Coder',
  'Math',
  'Roleplay',
  'Story',
  'Medical',
  'Legal',
  'SFT',
  'DPO',
  'ORPO',
  'Reasoning',
  'Abliterated',
  'Merge',
  'Finance',
  'Science',
  'Function-Calling',
  'SQL',
  'Translate',
  'Summarize',
  'Long',
  'Uncensored',
  'Distill',
  'Base',
  'GRPO',
];
const LANGUAGES = ['en', 'de', 'fr', 'es', 'pt', 'it', 'ja', 'ko', 'zh', 'ar', 'hi', 'ru'];
const START_MS = Date.UTC(2023, 6, 1);

// Shared by every model that only completes text.
const COMPLETION: readonly Serving[] = [
  { provider: 'featherless-ai', status: 'live', task: 'text-generation', isModelAuthor: false },
];

export function hugeSeed(): Seed {
  const authors = FIRST.flatMap((first) => SECOND.map((second) => `${first}-${second}`));
  const combinations = authors.length * BASES.length * SIZES.length * STYLES.length;
  const tagLists = new Map<string, readonly string[]>();
  const random = randomFrom(120_000);
  const text = ['text'];
  const models: ModelRecord[] = [];

  for (let index = 0; index < COUNT; index += 1) {
    // A stride without a common factor visits every combination once: no name comes twice.
    let rest = (index * 1_000_003) % combinations;
    const take = <Item>(items: readonly Item[]): Item => {
      const item = items[rest % items.length];
      rest = Math.floor(rest / items.length);
      if (item === undefined) throw new RangeError('an empty list of the huge seed');
      return item;
    };
    const author = take(authors);
    const size = take(SIZES);
    const style = take(STYLES);
    const base = take(BASES);
    const id = `${author}/${base.name}-${size}B-${style}`;
    const chats = index % CHAT_EVERY === 0;
    const language = LANGUAGES[Math.floor(random() ** 3 * LANGUAGES.length)] ?? 'en';
    const popularity = random() ** 6;
    const createdAt = START_MS + Math.floor(random() * 28 * 30 * 86_400) * 1000;
    models.push({
      serial: index + 1,
      id,
      author,
      pipelineTag: 'text-generation',
      library: 'transformers',
      tags: tagsOf(base.license, language, chats),
      license: base.license,
      gated: index % 23 === 0 ? 'auto' : index % 61 === 0 ? 'manual' : false,
      private: false,
      createdAt,
      lastModified: createdAt + Math.floor(random() * 90 * 86_400) * 1000,
      downloads: Math.floor(popularity * 2_000_000) + (index % 40),
      likes: Math.floor(popularity * 3_000),
      trendingScore: Math.floor(popularity * 400),
      parameters: Math.round(size * 1e9),
      inputModalities: text,
      outputModalities: text,
      servings: chats
        ? chatServingsOf({
            id,
            author,
            billions: size,
            activeBillions: size,
            contextLength: base.contextLength,
            tools: style !== 'Base',
          })
        : COMPLETION,
    });
  }
  return { ...demoPeople(), models };

  function tagsOf(license: string, language: string, chats: boolean): readonly string[] {
    const key = `${license} ${language} ${chats}`;
    let tags = tagLists.get(key);
    if (!tags) {
      tags = [
        'transformers',
        'safetensors',
        'text-generation',
        ...(chats ? ['conversational'] : []),
        language,
        `license:${license}`,
        'region:us',
      ];
      tagLists.set(key, tags);
    }
    return tags;
  }
}
