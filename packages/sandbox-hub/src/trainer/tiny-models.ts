// The tiny models among the repos, loaded and ready to answer: a model that a job pushed is warm on the router as soon
// as its weights are in the repo. Weights that cannot be read are left alone; the repo stays what it is.
import type { Catalogue } from '../models/catalogue.ts';
import type { Serving } from '../models/model-record.ts';
import type { Repo, RepoStore } from '../repos/repo-store.ts';
import { loadTinyModel, type LoadedTinyModel } from './load-tiny-model.ts';
import { isTinyConfig } from './tiny-model-files.ts';

export interface TinyModels {
  /** The model of a repo, by `namespace/name`, if it is a tiny one. */
  find(id: string): LoadedTinyModel | undefined;
  /** Resolves when everything that was committed so far is loaded. */
  settled(): Promise<void>;
}

const LIMIT_BYTES = 64 * 2 ** 20;
const SERVING: Serving = {
  provider: 'hf-inference',
  status: 'live',
  task: 'conversational',
  isModelAuthor: false,
  contextLength: 4096,
  pricing: { input: 0, output: 0 },
  isFree: true,
  firstTokenLatencyMs: 40,
  throughput: 400,
};

export function serveTinyModels(repos: RepoStore, catalogue: Catalogue): TinyModels {
  const loaded = new Map<string, LoadedTinyModel>();
  let loading = Promise.resolve();

  async function load(repo: Repo): Promise<void> {
    const { id, name } = repo.facts;
    const config = await bytesOf(repos, repo, 'config.json');
    const weights =
      config && isTinyConfig(Buffer.from(config).toString())
        ? await bytesOf(repos, repo, 'model.safetensors')
        : undefined;
    const wasLoaded = loaded.delete(id);
    try {
      if (config && weights) loaded.set(id, loadTinyModel({ 'config.json': config, 'model.safetensors': weights }));
    } catch {
      // Half of a push: the weights that fit come with a later commit, or never.
    }
    const record = catalogue.find(name);
    if (!record || loaded.has(id) === wasLoaded) return;
    catalogue.put({ ...record, servings: loaded.has(id) ? [SERVING] : [] });
  }
  const enqueue = (repo: Repo) => {
    if (repo.facts.type !== 'model') return;
    loading = loading.then(() => load(repo)).catch(() => {});
  };

  for (const repo of repos.list('model')) enqueue(repo);
  repos.watch((news, repo) => {
    if (news === 'created' || news === 'committed') enqueue(repo);
    if (news === 'removed') loaded.delete(repo.facts.id);
  });
  return {
    find: (id) => loaded.get(repos.find('model', id)?.facts.id ?? ''),
    settled: () => loading,
  };
}

async function bytesOf(repos: RepoStore, repo: Repo, path: string): Promise<Uint8Array | undefined> {
  const file = repos.readFile(repo, undefined, path);
  if (!file || file.size > LIMIT_BYTES || file.content.kind === 'hollow') return undefined;
  const pieces: Uint8Array[] = [];
  for await (const piece of file.stream()) pieces.push(piece);
  return Buffer.concat(pieces);
}
