// A model's tokenizer and chat template, fetched once and kept: what every row is
// counted with. Only small text files are ever asked for, never weights.
import { mkdir, readdir, readFile, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError, isAppError } from '@hubdesk/shared/errors';
import { z } from 'zod';
import { tokenizerFileNames, type TokenizerFileName } from '../datasets/tokens/model-files.ts';
import { safeWrite } from '../files/safe-write.ts';
import type { Secret } from '../secrets/secret.ts';
import type { HubClient } from './hub-client.ts';
import { fetchRepoFile, openRepoFile } from './repo-file.ts';

/** The largest tokenizers are some 35 MB. */
const largestFileBytes = 64 * 1024 * 1024;
const usualCacheBytes = 500 * 1024 * 1024;
const doneFile = 'complete.json';
const doneSchema = z.object({ model: z.string(), commit: z.string(), bytes: z.number() });

export interface KeptTokenizer {
  model: string;
  commit: string;
  /** Holds the files under their own names; see `loadModelTokenizer`. */
  folder: string;
  /** The Hub could not be asked; this is what was kept last. */
  offline: boolean;
}

export interface TokenizerCall {
  token: Secret | null;
  signal?: AbortSignal | undefined;
  /** `tokenizers` in the state folder; made when missing. */
  cacheFolder: string;
  maxCacheBytes?: number;
}

/**
 * The tokenizer of a model at a revision, from the Hub or, when this commit was
 * fetched before, from the disk. Rejects with GATED, NOT_FOUND and the other
 * codes of `openRepoFile`; with INVALID_INPUT for a model whose tokenizer has no
 * `tokenizer.json`; with OFFLINE and the like only when nothing was kept.
 */
export async function fetchModelTokenizer(
  hub: HubClient,
  wanted: { model: string; revision?: string },
  call: TokenizerCall,
): Promise<KeptTokenizer> {
  const { model, revision = 'main' } = wanted;
  let commit: string;
  try {
    commit = await commitOf(hub, model, revision, call);
  } catch (error) {
    const kept = isUnreachable(error) ? await newestKept(call.cacheFolder, model, revision) : null;
    if (!kept) throw error;
    return { ...kept, offline: true };
  }
  const folder = folderOf(call.cacheFolder, model, commit);
  if (!(await doneIn(folder))) {
    await keep(hub, model, commit, folder, call);
    await dropOldest(call.cacheFolder, folder, call.maxCacheBytes ?? usualCacheBytes);
  }
  const now = new Date(hub.clock.now());
  await utimes(join(folder, doneFile), now, now).catch(ignoreReadOnly);
  return { model, commit, folder, offline: false };
}

async function commitOf(hub: HubClient, model: string, revision: string, call: TokenizerCall): Promise<string> {
  const has = (path: string) =>
    openRepoFile(hub, { type: 'model', repo: model, revision, path, range: { start: 0, end: 1 } }, { ...call, maxBytes: largestFileBytes });
  let commit: string | null;
  try {
    const file = await has('tokenizer.json');
    await file.stream.cancel();
    ({ commit } = file);
  } catch (error) {
    if (!isMissing(error, 'tokenizer.json')) throw error;
    throw await withoutTokenizer(model, has);
  }
  if (commit === null || !/^[0-9a-f]{40}$/.test(commit)) throw new AppError('HUB_CHANGED', 'The Hub did not say which version this is.', { what: 'commit' });
  return commit;
}

async function withoutTokenizer(model: string, has: (path: string) => ReturnType<typeof openRepoFile>): Promise<AppError> {
  let sentencePiece = true;
  try {
    await (await has('tokenizer.model')).stream.cancel();
  } catch (error) {
    if (!isMissing(error, 'tokenizer.model')) throw error;
    sentencePiece = false;
  }
  const reason = sentencePiece
    ? 'Its tokenizer is only there in the SentencePiece format. Choose a version of the model that has a tokenizer.json, often the one with “hf” in its name.'
    : 'It has no tokenizer. Choose the model it was made from.';
  return new AppError('INVALID_INPUT', `Rows cannot be counted with ${model}. ${reason}`, { field: 'model', reason });
}

async function keep(hub: HubClient, model: string, commit: string, folder: string, call: TokenizerCall): Promise<void> {
  const fetched = await Promise.all(
    tokenizerFileNames.map(async (path: TokenizerFileName) => {
      try {
        const { bytes } = await fetchRepoFile(hub, { type: 'model', repo: model, revision: commit, path }, { ...call, maxBytes: largestFileBytes });
        return { path, bytes };
      } catch (error) {
        if (isMissing(error, path) && path !== 'tokenizer.json') return null;
        throw error;
      }
    }),
  );
  const files = fetched.filter((file) => file !== null);
  await mkdir(folder, { recursive: true });
  for (const { path, bytes } of files) await safeWrite(join(folder, path), bytes);
  const bytes = files.reduce((sum, file) => sum + file.bytes.length, 0);
  await safeWrite(join(folder, doneFile), JSON.stringify({ model, commit, bytes }));
}

function folderOf(cacheFolder: string, model: string, commit: string): string {
  return join(cacheFolder, `${model.replaceAll('/', '--')}@${commit}`);
}

async function doneIn(folder: string): Promise<(z.infer<typeof doneSchema> & { folder: string; usedAtMs: number }) | null> {
  try {
    const path = join(folder, doneFile);
    const done = doneSchema.parse(JSON.parse(await readFile(path, 'utf8')));
    return { ...done, folder, usedAtMs: (await stat(path)).mtimeMs };
  } catch {
    // Half a folder counts as none: it is fetched again.
    return null;
  }
}

async function allKept(cacheFolder: string) {
  const names = await readdir(cacheFolder).catch((): string[] => []);
  const kept = await Promise.all(names.map((name) => doneIn(join(cacheFolder, name))));
  return kept.filter((each) => each !== null).sort((a, b) => b.usedAtMs - a.usedAtMs);
}

async function newestKept(cacheFolder: string, model: string, revision: string) {
  const fits = (commit: string) => !/^[0-9a-f]{40}$/.test(revision) || commit === revision;
  const found = (await allKept(cacheFolder)).find((each) => each.model === model && fits(each.commit));
  return found ? { model, commit: found.commit, folder: found.folder } : null;
}

/** Never the one that was just asked for, however large. */
async function dropOldest(cacheFolder: string, inUse: string, maxBytes: number): Promise<void> {
  let bytes = 0;
  for (const each of await allKept(cacheFolder)) {
    bytes += each.bytes;
    if (bytes > maxBytes && each.folder !== inUse) await rm(each.folder, { recursive: true, force: true });
  }
}

function isMissing(error: unknown, path: string): boolean {
  return isAppError(error, 'NOT_FOUND') && error.data.what === path;
}

function isUnreachable(error: unknown): boolean {
  return ['OFFLINE', 'TIMEOUT', 'PROVIDER_UNAVAILABLE', 'INTERCEPTED', 'RATE_LIMITED'].some((code) => isAppError(error) && error.code === code);
}

/** A cache that cannot note when it was used is still a cache. */
function ignoreReadOnly(): void {}
