// How a model repo appears in the catalogue: its card gives task, library, license and tags.
// What only the catalogue knows of a model (who serves it, how popular it is) stays.
import type { ModelRecord } from '../models/model-record.ts';
import { texts } from './card.ts';
import { filesIn } from './git-tree.ts';
import type { Repo } from './repo-store.ts';

export function catalogueModelOf(repo: Repo, before: ModelRecord | undefined): ModelRecord {
  const { facts, card } = repo;
  const head = repo.refs.get('refs/heads/main');
  const names = head ? [...filesIn(head.tree)].map(({ path }) => path) : [];
  const task = typeof card.pipeline_tag === 'string' ? card.pipeline_tag : (before?.pipelineTag ?? guessedTask(names));
  const library =
    typeof card.library_name === 'string' ? card.library_name : (before?.library ?? guessedLibrary(names));
  const license = typeof card.license === 'string' ? card.license : (before?.license ?? '');
  const [author = ''] = facts.name.split('/');
  return {
    serial: before?.serial ?? 0,
    repoId: facts.id,
    id: facts.name,
    author,
    pipelineTag: task,
    library,
    license,
    tags: [
      ...new Set([
        ...(before?.tags ?? []).filter((tag) => !tag.startsWith('license:')),
        ...(library ? [library] : []),
        ...(names.some((name) => name.endsWith('.safetensors')) ? ['safetensors'] : []),
        ...(names.some((name) => name.endsWith('.gguf')) ? ['gguf'] : []),
        ...(names.includes('adapter_config.json') ? ['lora'] : []),
        ...(task ? [task] : []),
        ...texts(card.tags),
        ...texts(card.language),
        ...texts(card.base_model).map((base) => `base_model:${base}`),
        ...texts(card.datasets).map((dataset) => `dataset:${dataset}`),
        ...(license ? [`license:${license}`] : []),
        'region:us',
      ]),
    ],
    gated: facts.gated,
    private: facts.visibility === 'private',
    createdAt: facts.createdAtMs,
    lastModified: Math.max(head?.atMs ?? 0, facts.createdAtMs),
    downloads: facts.downloads,
    likes: facts.likes,
    trendingScore: before?.trendingScore ?? 0,
    parameters: before?.parameters ?? 0,
    inputModalities: before?.inputModalities ?? ['text'],
    outputModalities: before?.outputModalities ?? ['text'],
    servings: before?.servings ?? [],
  };
}

function guessedTask(names: readonly string[]): string {
  return names.includes('generation_config.json') ? 'text-generation' : '';
}

function guessedLibrary(names: readonly string[]): string {
  if (names.includes('adapter_config.json')) return 'peft';
  return names.includes('config.json') ? 'transformers' : '';
}
