// The throwaway folder that a job runs in: its work folder, home, temporary files, tools, and its volumes as folders.
// Repos are read-only copies; a bucket is a copy whose changes are written back while the job runs and at its end.
// Links are never followed out of it: only plain files are written back.
import { chmod, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { Change, Repo, RepoStore } from '../repos/repo-store.ts';
import { containerPaths, type ContainerPaths } from './container-paths.ts';
import type { JobVolume } from './job-spec.ts';

export interface JobFolder {
  root: string;
  work: string;
  home: string;
  temporary: string;
  /** Programs that are found before the machine's own. */
  bin: string;
  paths: ContainerPaths;
  /** Writes what changed in the buckets back to them. Rejects when a bucket is gone. */
  writeBack(): Promise<void>;
  remove(): Promise<void>;
}

interface MountedBucket {
  repo: Repo;
  folder: string;
  path: string;
  /** What was there when we last looked, by path: size and time of change. */
  known: Map<string, string>;
}

/** `author` is whose name stands on what is written back. */
export async function makeJobFolder(options: {
  root: string;
  repos: RepoStore;
  volumes: readonly JobVolume[];
  /** Words of the command: scripts among them that lie in a volume have the container's paths rewritten. */
  words: readonly string[];
  author: string;
}): Promise<JobFolder> {
  const { root, repos, author } = options;
  const folder = (name: string) => join(root, name);
  const [work, home, temporary, bin] = [folder('work'), folder('home'), folder('tmp'), folder('bin')];
  for (const each of [work, home, temporary, bin]) await mkdir(each, { recursive: true, mode: 0o700 });

  const mounts = new Map([
    ['/tmp', temporary],
    ['/root', home],
  ]);
  for (const [index, { mountPath }] of options.volumes.entries()) mounts.set(mountPath, folder(`volume-${index}`));
  const paths = containerPaths(mounts);

  const buckets: MountedBucket[] = [];
  for (const volume of options.volumes) {
    const target = mounts.get(volume.mountPath) ?? '';
    await mkdir(target, { recursive: true });
    const repo = repos.open(volume.type, volume.source);
    if (!repo) throw new Error(`The ${volume.type} ${volume.source} is not there any more`);
    await repos.checkout(repo, volume.revision, target, volume.path ?? '');
    await rewriteScripts(target, options.words, paths);
    if (volume.readOnly) for (const file of await plainFiles(target)) await chmod(file, 0o444);
    else buckets.push({ repo, folder: target, path: volume.path ?? '', known: await picture(target) });
  }

  let writing = Promise.resolve();
  return {
    root,
    work,
    home,
    temporary,
    bin,
    paths,
    writeBack: () => {
      // One after the other: two at once would write the same changes twice.
      writing = writing
        .catch(() => {})
        .then(async () => {
          for (const bucket of buckets) await writeBucket(repos, bucket, author);
        });
      return writing;
    },
    remove: () => rm(root, { recursive: true, force: true, maxRetries: 3 }),
  };
}

async function writeBucket(repos: RepoStore, bucket: MountedBucket, author: string): Promise<void> {
  const now = await picture(bucket.folder);
  const inBucket = (path: string) => (bucket.path === '' ? path : `${bucket.path}/${path}`);
  const changes: Change[] = [];
  for (const [path, mark] of now) {
    if (bucket.known.get(path) !== mark) changes.push({ path: inBucket(path), file: join(bucket.folder, path) });
  }
  for (const path of bucket.known.keys()) {
    if (!now.has(path) && repos.readFile(bucket.repo, undefined, inBucket(path))) {
      changes.push({ path: inBucket(path), deleted: 'file' });
    }
  }
  if (changes.length > 0) await repos.commit(bucket.repo, 'main', changes, { title: 'Written by a job', author });
  bucket.known = now;
}

async function picture(folder: string): Promise<Map<string, string>> {
  const marks = new Map<string, string>();
  for (const file of await plainFiles(folder)) {
    const stats = await stat(file).catch(() => undefined);
    if (stats) marks.set(relative(folder, file).split(sep).join('/'), `${stats.size} ${stats.mtimeMs}`);
  }
  return marks;
}

async function plainFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

// A script in a volume that is run by name speaks of the container's paths too.
async function rewriteScripts(folder: string, words: readonly string[], paths: ContainerPaths): Promise<void> {
  const named = new Set(words.map((word) => paths.toReal(word)));
  for (const file of await plainFiles(folder)) {
    if (!named.has(file) || !/\.(?:py|sh|ya?ml|toml|json)$/.test(file)) continue;
    const text = await readFile(file, 'utf8');
    const rewritten = paths.toReal(text);
    if (rewritten !== text) await writeFile(file, rewritten);
  }
}
