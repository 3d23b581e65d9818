// The inference providers of the seeds and what they make of a model: price, speed, context, tools.
// Names are those of real providers because the official clients know only those; every figure is invented.
import { hash32 } from '../ids.ts';
import type { Serving } from '../models/model-record.ts';

interface Provider {
  name: string;
  /** Serves chat models between these sizes, in billions of parameters. */
  minBillions: number;
  maxBillions: number;
  /** Of the models that fit, how many it has, out of 100. */
  share: number;
  speed: number;
  price: number;
  maxContext: number;
  tools: boolean;
  /** Tells nothing about price or speed. */
  silent?: boolean;
}

const PROVIDERS: readonly Provider[] = [
  {
    name: 'cerebras',
    minBillions: 8,
    maxBillions: 500,
    share: 9,
    speed: 14,
    price: 1.5,
    maxContext: 131072,
    tools: true,
  },
  { name: 'groq', minBillions: 7, maxBillions: 1100, share: 14, speed: 6, price: 0.9, maxContext: 131072, tools: true },
  {
    name: 'together',
    minBillions: 1,
    maxBillions: 1100,
    share: 38,
    speed: 1.4,
    price: 1.2,
    maxContext: 262144,
    tools: true,
  },
  {
    name: 'fireworks-ai',
    minBillions: 1,
    maxBillions: 1100,
    share: 32,
    speed: 1.8,
    price: 1.25,
    maxContext: 262144,
    tools: true,
  },
  {
    name: 'novita',
    minBillions: 1,
    maxBillions: 1100,
    share: 44,
    speed: 0.8,
    price: 0.7,
    maxContext: 262144,
    tools: true,
  },
  {
    name: 'nscale',
    minBillions: 3,
    maxBillions: 400,
    share: 18,
    speed: 0.9,
    price: 0.75,
    maxContext: 65536,
    tools: false,
  },
  {
    name: 'deepinfra',
    minBillions: 1,
    maxBillions: 1100,
    share: 30,
    speed: 0.9,
    price: 0.6,
    maxContext: 163840,
    tools: true,
  },
  {
    name: 'scaleway',
    minBillions: 7,
    maxBillions: 130,
    share: 10,
    speed: 1.1,
    price: 1.6,
    maxContext: 131072,
    tools: true,
  },
  {
    name: 'ovhcloud',
    minBillions: 7,
    maxBillions: 130,
    share: 9,
    speed: 1,
    price: 1.4,
    maxContext: 65536,
    tools: false,
  },
  {
    name: 'baseten',
    minBillions: 20,
    maxBillions: 1100,
    share: 12,
    speed: 2.6,
    price: 1.7,
    maxContext: 262144,
    tools: true,
  },
  {
    name: 'featherless-ai',
    minBillions: 0.1,
    maxBillions: 75,
    share: 78,
    speed: 0.4,
    price: 0,
    maxContext: 32768,
    tools: false,
    silent: true,
  },
  {
    name: 'hf-inference',
    minBillions: 0.1,
    maxBillions: 4,
    share: 25,
    speed: 0.5,
    price: 0.4,
    maxContext: 8192,
    tools: false,
  },
];
const BY_AUTHOR: Readonly<Record<string, string>> = {
  CohereLabs: 'cohere',
  'zai-org': 'zai-org',
  'swiss-ai': 'publicai',
};

export interface ServedModel {
  id: string;
  author: string;
  billions: number;
  /** Parameters at work for each token, when fewer than all. */
  activeBillions: number;
  contextLength: number;
  tools: boolean;
}

/** Who serves a chat model and how; at least one of them live, the same in every run. */
export function chatServingsOf(model: ServedModel): Serving[] {
  const servings = PROVIDERS.filter(
    (provider) =>
      model.billions >= provider.minBillions &&
      model.billions <= provider.maxBillions &&
      hash32(`${provider.name} has ${model.id}`) % 100 < provider.share,
  ).map((provider) => serve(provider, model));
  const own = BY_AUTHOR[model.author];
  if (own !== undefined) {
    const provider: Provider = {
      name: own,
      minBillions: 0,
      maxBillions: 2000,
      share: 100,
      speed: 1.5,
      price: 1.1,
      maxContext: 262144,
      tools: true,
    };
    servings.unshift({
      ...serve(provider, model),
      isModelAuthor: true,
      providerId: model.id.split('/')[1] ?? model.id,
    });
  }
  if (servings.length === 0) {
    const last = PROVIDERS.find(({ name }) => name === (model.billions > 75 ? 'together' : 'featherless-ai'));
    if (last) servings.push(serve(last, model));
  }
  const [first] = servings;
  if (first && !servings.some((serving) => serving.status === 'live')) first.status = 'live';
  return servings;
}

function serve(provider: Provider, model: ServedModel): Serving {
  const luck = hash32(`${provider.name} runs ${model.id}`);
  const spread = 0.8 + (luck % 400) / 1000;
  const status = luck % 29 === 0 ? 'error' : luck % 41 === 0 ? 'staging' : 'live';
  const serving: Serving = {
    provider: provider.name,
    status,
    task: 'conversational',
    isModelAuthor: false,
    contextLength: Math.min(model.contextLength, provider.maxContext),
  };
  if (provider.silent) return serving;
  const throughput = (150 / (1 + model.activeBillions / 14)) * provider.speed * spread + 12;
  const firstTokenLatencyMs = (140 + model.activeBillions * 6) * spread + 320 / (1 + provider.speed);
  const input = (0.03 + model.activeBillions * 0.007 + model.billions * 0.0009) * provider.price * spread;
  // A provider that was not reachable at the last probe has no fresh figures.
  if (status !== 'error') {
    serving.firstTokenLatencyMs = Math.round(firstTokenLatencyMs);
    serving.throughput = Math.round(throughput * 10) / 10;
  }
  serving.pricing = { input: cents(input), output: cents(input * (2 + (luck % 3))) };
  if (luck % 53 === 0) {
    serving.isFree = true;
    serving.pricing = { input: 0, output: 0 };
  }
  serving.supportsTools = provider.tools && model.tools;
  serving.supportsStructuredOutput = provider.tools && luck % 5 !== 0;
  return serving;
}

function cents(usd: number): number {
  return Math.max(0.01, Math.round(usd * 100) / 100);
}
