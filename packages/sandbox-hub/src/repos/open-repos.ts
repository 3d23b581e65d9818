// Opens the repos of a hub: in the folder it keeps, or in a temporary one that goes when the hub closes.
// Plants the seed's repos where none were before, and keeps the model catalogue in step with the model repos.
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { shaOf } from '../ids.ts';
import type { Catalogue } from '../models/catalogue.ts';
import { templateFiles } from '../models/template-files.ts';
import { catalogueModelOf } from './catalogue-model.ts';
import { createRepoStore, type NewRepo, type RepoStore } from './repo-store.ts';

export interface OpenReposOptions {
  /** Kept between runs; temporary without one. */
  folder?: string | undefined;
  /** Throw away what the folder has. */
  anew?: boolean;
  now: () => number;
  nextId: () => string;
  seedRepos: readonly NewRepo[];
  catalogue: Catalogue;
}

export interface OpenRepos {
  repos: RepoStore;
  /** Removes a temporary folder. */
  close(): Promise<void>;
}

export function openRepos(options: OpenReposOptions): OpenRepos {
  const { catalogue, folder: kept } = options;
  const folder =
    kept === undefined ? mkdtempSync(join(realpathSync(tmpdir()), 'sandbox-hub-')) : join(kept, 'sandbox-hub');
  if (options.anew) rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const repos = createRepoStore({
    folder,
    keeps: kept !== undefined,
    now: options.now,
    nextId: options.nextId,
    latent: (type, name) => {
      const model = type === 'model' ? catalogue.latent(name) : undefined;
      return (
        model && {
          type: 'model',
          name: model.id,
          createdBy: model.author,
          visibility: model.private ? 'private' : 'public',
          gated: model.gated,
          likes: model.likes,
          downloads: model.downloads,
          createdAtMs: model.createdAt,
          firstCommit: { oid: shaOf(model.id), atMs: model.lastModified },
          ...templateFiles(model),
        }
      );
    },
  });

  const planted = join(folder, 'planted');
  if (!existsSync(planted)) {
    for (const repo of options.seedRepos) repos.create(repo);
    writeFileSync(planted, '');
  }
  for (const repo of repos.list('model')) catalogue.put(catalogueModelOf(repo, catalogue.find(repo.facts.name)));
  for (const name of repos.removedNames('model')) catalogue.remove(name);
  repos.watch((news, repo, { oldName }) => {
    const { type, name } = repo.facts;
    if (type !== 'model') return;
    if (news === 'removed') catalogue.remove(name);
    else {
      const before = catalogue.find(oldName ?? name);
      if (oldName !== undefined) catalogue.remove(oldName);
      catalogue.put(catalogueModelOf(repo, before));
    }
  });
  return {
    repos,
    close: async () => {
      if (kept === undefined) await rm(folder, { recursive: true, force: true });
    },
  };
}
