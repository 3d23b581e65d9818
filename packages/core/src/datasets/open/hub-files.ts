// The files of one configuration of a dataset on the Hub, fetched into a folder
// of ours. A file is kept by commit and path, so an unchanged one is fetched once.
import { createHash } from 'node:crypto';
import { mkdir, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import type { Split } from '@hubdesk/shared/datasets/check-report';
import { AppError, isAppError } from '@hubdesk/shared/errors';
import { splitsOf } from '../../hub/dataset-splits.ts';
import type { HubClient } from '../../hub/hub-client.ts';
import { fetchRepoFile, openRepoFile } from '../../hub/repo-file.ts';
import { listRepoFiles } from '../../hub/repo-list.ts';
import type { Secret } from '../../secrets/secret.ts';
import { createNewFile } from '../read/new-file.ts';
import { markOf } from './open-file.ts';
import { type SourceFiles, sniffAll } from './source-files.ts';
import { splitOf } from './split-of.ts';

export interface HubOrigin {
  dataset: string;
  revision: string;
  config: string | null;
}

export interface HubFilesParts {
  hub: HubClient;
  token: Secret | null;
  /** Ours alone; made when missing. */
  cacheFolder: string;
  signal?: AbortSignal | undefined;
  told?(bytesRead: number, bytesTotal: number): void;
  maxCacheBytes?: number;
}

const mostFiles = 20_000;
const mostCardBytes = 2 * 1024 * 1024;
const usualCacheBytes = 20 * 1024 ** 3;

/** Rejects with NOT_FOUND for a configuration that is not there, FILE_UNREADABLE when it is larger than what is kept, and the codes of `openRepoFile`. */
export async function fetchHubFiles(
  { dataset, revision, config }: HubOrigin,
  parts: HubFilesParts,
): Promise<SourceFiles> {
  const { hub, token, cacheFolder, signal, told = () => {} } = parts;
  const call = { token, signal };
  const repo = { type: 'dataset', repo: dataset, revision } as const;
  const [{ files: listed }, card] = await Promise.all([
    listRepoFiles(hub, { ...repo, folder: '' }, mostFiles, call),
    readCard(hub, dataset, revision, call),
  ]);
  const parted = splitsOf(
    listed.filter(({ kind }) => kind === 'file').map(({ path }) => path),
    card.text,
  );
  const configs = [...new Set(parted.map((part) => part.config))];
  const chosen = config ?? (configs.includes('default') ? 'default' : configs[0]);
  if (chosen === undefined || !configs.includes(chosen)) {
    const words =
      config === null
        ? `${dataset} holds no files of rows that can be read here.`
        : `${dataset} has no configuration ${config}.`;
    throw new AppError('NOT_FOUND', words, { what: config ?? dataset });
  }
  const wanted = parted
    .filter((part) => part.config === chosen)
    .flatMap(({ split, paths }) => paths.map((path) => ({ path, split: splitNamed(split, path) })));
  const sizes = new Map(listed.map(({ path, bytes }) => [path, bytes]));
  const total = wanted.reduce((sum, { path }) => sum + (sizes.get(path) ?? 0), 0);
  const limit = parts.maxCacheBytes ?? usualCacheBytes;
  if (total > limit) {
    const reason = `it is larger than the ${Math.round(limit / 1024 ** 3)} GB that are kept here; download it and open the files`;
    throw new AppError('FILE_UNREADABLE', `${dataset} cannot be opened: ${reason}.`, { path: dataset, reason });
  }
  await mkdir(cacheFolder, { recursive: true, mode: 0o700 });
  await dropOldest(cacheFolder, limit - total);
  let done = 0;
  const found = [];
  for (const { path, split } of wanted) {
    const absolutePath = join(
      cacheFolder,
      createHash('sha256')
        .update(`${hub.address.hubUrl}\n${dataset}\n${card.commit ?? revision}\n${path}`)
        .digest('hex'),
    );
    if (card.commit === null || !(await touched(absolutePath, hub.clock.now()))) {
      await fetchInto(absolutePath, path);
    }
    done += sizes.get(path) ?? 0;
    told(done, total);
    found.push({ path, split, absolutePath, mark: markOf(await stat(absolutePath)) });
  }
  return { files: await sniffAll(found, signal), skipped: [] };

  async function fetchInto(target: string, path: string): Promise<void> {
    const expected = sizes.get(path);
    const { stream } = await openRepoFile(
      hub,
      { ...repo, revision: card.commit ?? revision, path },
      { ...call, maxBytes: limit },
    );
    const temp = `${target}.part`;
    await rm(temp, { force: true });
    const out = await createNewFile(temp);
    let bytes = 0;
    try {
      for await (const piece of stream) {
        await out.raw(piece);
        told(done + (bytes += piece.byteLength), total);
      }
      if (expected !== undefined && bytes !== expected) {
        const reason = `${bytes} bytes came of ${expected}`;
        throw new AppError('FILE_UNREADABLE', `${path} did not arrive whole. Try again.`, { path, reason });
      }
    } catch (error) {
      await out.abandon();
      await rm(temp, { force: true });
      throw error;
    }
    await out.finish();
    await rename(temp, target);
  }
}

/** The card, and which commit a revision is. A dataset without a card has an empty one. */
async function readCard(
  hub: HubClient,
  dataset: string,
  revision: string,
  call: { token: Secret | null; signal?: AbortSignal | undefined },
): Promise<{ text: string; commit: string | null }> {
  try {
    const { bytes, commit } = await fetchRepoFile(
      hub,
      { type: 'dataset', repo: dataset, revision, path: 'README.md' },
      { ...call, maxBytes: mostCardBytes },
    );
    return { text: new TextDecoder().decode(bytes), commit };
  } catch (error) {
    if (isAppError(error, 'NOT_FOUND') && error.data.what === 'README.md') return { text: '', commit: null };
    throw error;
  }
}

/** A split of another name is told by its file's name, or is train. */
function splitNamed(split: string, path: string): Split {
  return splitOf(split) ?? splitOf(path) ?? 'train';
}

async function touched(path: string, nowMs: number): Promise<boolean> {
  try {
    await utimes(path, new Date(nowMs), (await stat(path)).mtime);
    return true;
  } catch {
    return false;
  }
}

/** Leaves the most recently used files, up to `keepBytes` together. */
async function dropOldest(folder: string, keepBytes: number): Promise<void> {
  const kept = await Promise.all(
    (await readdir(folder)).map(async (name) => {
      const facts = await stat(join(folder, name)).catch(() => null);
      return { name, bytes: facts?.size ?? 0, usedMs: facts?.atimeMs ?? 0 };
    }),
  );
  let bytes = 0;
  for (const file of kept.toSorted((a, b) => b.usedMs - a.usedMs)) {
    bytes += file.bytes;
    if (bytes > keepBytes) await rm(join(folder, file.name), { force: true });
  }
}
