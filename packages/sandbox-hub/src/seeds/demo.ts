// A believable Hub: Sandy's account, some 190 warm text-generation models at a dozen providers, and others besides.
// Everything follows from names by hashing, so it is the same in every run. Every figure is invented.
import { hash32 } from '../ids.ts';
import type { ModelRecord } from '../models/model-record.ts';
import type { Seed } from '../store.ts';
import { demoRepos } from './demo-repos.ts';
import { DEMO_SPACES, demoSpaceRepos } from './demo-spaces.ts';
import { demoTraining } from './demo-training.ts';
import { FAMILIES, type Family } from './demo-chat-models.ts';
import { demoPeople } from './demo-people.ts';
import { VISION_FAMILIES } from './demo-vision-models.ts';
import { OTHER_MODELS, otherServings } from './other-models.ts';
import { chatServingsOf } from './providers.ts';

const LATEST_MS = Date.UTC(2025, 10, 15);

export function demoSeed(): Seed {
  const models: ModelRecord[] = [];
  for (const family of FAMILIES) addFamily(models, family, 'text-generation', ['text']);
  for (const family of VISION_FAMILIES) addFamily(models, family, 'image-text-to-text', ['text', 'image']);
  for (const other of OTHER_MODELS) {
    const [author = ''] = other.id.split('/');
    const createdAt = Date.UTC(2022, 0, 1) + (hash32(other.id) % 1200) * 86_400_000;
    const own = ['sandy', 'tidewater', 'northwind-labs'].includes(author);
    models.push({
      serial: models.length + 1,
      id: other.id,
      author,
      pipelineTag: other.task,
      library: other.library,
      tags: [
        other.library,
        'safetensors',
        other.task,
        'en',
        ...(other.tags ?? []),
        `license:${other.license}`,
        'region:us',
      ],
      license: other.license,
      gated: other.gated ?? false,
      private: other.private ?? false,
      ...popularity(other.id, own ? 40 : 900_000),
      createdAt: own ? LATEST_MS - (hash32(other.id) % 90) * 86_400_000 : createdAt,
      lastModified: LATEST_MS - (hash32(`${other.id} touched`) % 60) * 86_400_000,
      parameters: Math.round(other.millions * 1e6),
      inputModalities: other.input ?? ['text'],
      outputModalities: other.output ?? ['text'],
      servings: otherServings(other),
    });
  }
  return {
    ...demoPeople(),
    models,
    repos: [...demoRepos(), ...demoTraining('sandy'), ...demoSpaceRepos()],
    spaces: DEMO_SPACES,
  };
}

function addFamily(models: ModelRecord[], family: Family, task: string, inputModalities: readonly string[]): void {
  const entries = family.names.split(/\s+/);
  const [first, last] = family.released.map((month) => Date.parse(`${month}-05T10:00:00Z`));
  for (const [index, entry] of entries.entries()) {
    const [name = '', sizes] = entry.split('=');
    const id = `${family.author}/${name}`;
    const { billions, activeBillions } = sizeOf(name, sizes);
    const age = entries.length > 1 ? index / (entries.length - 1) : 0;
    // Within a family the first named are the newest and the best known.
    const createdAt = (last ?? 0) - age * ((last ?? 0) - (first ?? 0)) + (hash32(id) % 86_400) * 1000;
    models.push({
      serial: models.length + 1,
      id,
      author: family.author,
      pipelineTag: task,
      library: 'transformers',
      tags: [
        'transformers',
        'safetensors',
        family.type,
        task,
        'conversational',
        ...family.languages,
        `license:${family.license}`,
        'text-generation-inference',
        'endpoints_compatible',
        'region:us',
      ],
      license: family.license,
      gated: family.gated,
      private: false,
      ...popularity(id, 6_000_000 / (index + 1.5)),
      createdAt,
      lastModified: Math.max(createdAt, LATEST_MS - (hash32(`${id} touched`) % 300) * 86_400_000),
      parameters: Math.round(billions * 1e9),
      inputModalities,
      outputModalities: ['text'],
      servings: chatServingsOf({
        id,
        author: family.author,
        billions,
        activeBillions,
        contextLength: family.contextLength,
        tools: family.tools,
      }),
    });
  }
}

function popularity(id: string, scale: number): { downloads: number; likes: number; trendingScore: number } {
  const luck = (hash32(`${id} is liked`) % 1000) / 1000;
  const downloads = Math.round(scale * (0.05 + luck ** 3));
  return {
    downloads,
    likes: Math.round(downloads ** 0.55 * (0.4 + luck)),
    trendingScore: Math.round(downloads ** 0.33 * (0.2 + luck)),
  };
}

/** From `=total/active` where given, else from the name: `30B-A3B`, `270m`, `8b`. In billions. */
function sizeOf(name: string, sizes: string | undefined): { billions: number; activeBillions: number } {
  if (sizes !== undefined) {
    const [total = 0, active = total] = sizes.split('/').map(Number);
    return { billions: total, activeBillions: active };
  }
  const [, number, unit] = /(\d+(?:\.\d+)?)([BbMm])(?![A-Za-z])/.exec(name) ?? [];
  const billions = Number(number ?? 7) / (unit?.toLowerCase() === 'm' ? 1000 : 1);
  const [, active] = /-[Aa](\d+(?:\.\d+)?)[Bb]/.exec(name) ?? [];
  return { billions, activeBillions: Number(active ?? billions) };
}
