// The volumes of a Space as folders of this machine: copies, which are not written back. What the Space's variables say
// of the paths in its container is rewritten to them, and back again in what its program says.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { containerPaths, type ContainerPaths } from '../jobs/container-paths.ts';
import type { RepoStore } from '../repos/repo-store.ts';
import { AppFailed } from './gradio-app.ts';
import type { Volume } from './space-settings.ts';

/** Copies go into folders within `folder`. Rejects with `AppFailed` when what is to be mounted is gone. */
export async function mountVolumes(
  repos: RepoStore,
  volumes: readonly Volume[],
  folder: string,
): Promise<ContainerPaths> {
  const mounts = new Map<string, string>();
  for (const [index, { mountPath, path, revision, source, type }] of volumes.entries()) {
    const repo = repos.open(type, source);
    if (!repo) throw new AppFailed(`The ${type} ${source}, which is mounted at ${mountPath}, is not there any more.`);
    const target = join(folder, `volume-${index}`);
    await mkdir(target, { recursive: true });
    await repos.checkout(repo, revision ?? undefined, target, path ?? '');
    mounts.set(mountPath.replace(/\/+$/, ''), target);
  }
  return containerPaths(mounts);
}
