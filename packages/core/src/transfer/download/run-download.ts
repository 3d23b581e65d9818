// One run of a download: files of one commit, several at once, each into an
// unfinished file beside its place, checked against the Hub's own hash, then put
// in its place. Refuses to write over anything, and to write outside its folder.
import { createHash, type Hash } from 'node:crypto';
import { constants, type Stats } from 'node:fs';
import { type FileHandle, link, lstat, mkdir, open, realpath, rename, rm } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { AppError, isAppError } from '@hubdesk/shared/errors';
import { errnoOf, storageFailure } from '../../files/storage-failure.ts';
import type { HubClient } from '../../hub/hub-client.ts';
import { openRepoFile } from '../../hub/repo-file.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Secret } from '../../secrets/secret.ts';
import type { Journal } from '../journal/journal-file.ts';
import { KeptProblem, problemOf } from '../problem.ts';
import { stopsAll } from '../requests/judge-failure.ts';
import type { Pace } from '../requests/pace.ts';
import type { TransferHub } from '../requests/transfer-hub.ts';
import { applyDownload, type DownloadFile, type DownloadRecord, type DownloadState } from '../state/download-state.ts';
import { createSemaphore } from '../upload/semaphore.ts';
import { safeLocalPath } from './safe-local-path.ts';

export interface DownloadRun {
  state: DownloadState;
  journal: Journal<DownloadRecord>;
  client: HubClient;
  hub: TransferHub;
  token: () => Promise<Secret | null>;
  pace: Pace;
  clock: Clock;
  abort: AbortController;
  platform: NodeJS.Platform;
  live: { got: Map<number, number>; phase: 'downloading' | 'verifying' | null };
}

const atOnce = 6;
const unfinished = '.hubdesk-part';
const readBytes = 1024 * 1024;
/** A file that is never what the Hub says it is fails after so many tries. */
const mostMismatches = 2;
const filesARecord = 500;

/** Resolves when every file is there and was checked. Rejects with what a person must mend, or the first file's failure. */
export async function runDownload(run: DownloadRun): Promise<void> {
  const { state, journal, hub, pace, clock, live } = run;
  const { signal } = run.abort;
  const begin = state.begin;
  if (!begin) throw new AppError('INTERNAL', 'This transfer has no beginning.', { ref: '' });

  function write(...records: DownloadRecord[]): void {
    for (const record of records) applyDownload(state, record);
    journal.append(records);
  }

  const into = state.into ?? (await makeTarget());
  if (!state.listed) await list(into.commit);
  const root = await realpath(into.target).catch((error: unknown) => {
    throw storageFailure(into.target, error);
  });
  live.phase = 'downloading';
  const turn = createSemaphore(atOnce);
  const outcomes = await Promise.allSettled(
    state.files.map((file, i) =>
      file.stage === 'got' ? null : turn(() => one(file, i)).catch((error: unknown) => {
        // At once, so that no other file asks with a token that was refused.
        if (!signal.aborted) run.abort.abort(error);
        throw error;
      }),
    ),
  );
  signal.throwIfAborted();
  const broken = outcomes.find((each) => each.status === 'rejected');
  if (broken) throw broken.reason;
  live.phase = 'verifying';
  await compare();
  const failed = state.files.find(({ stage }) => stage === 'failed');
  if (failed?.problem) throw new KeptProblem(failed.problem);
  write({ k: 'done', at: new Date(clock.now()).toISOString() });
  await journal.durable();

  /** A folder that was not there before: whatever is in it later came from us, or after us. */
  async function makeTarget(): Promise<{ target: string; commit: string }> {
    const commit = await pace.insist(() => hub.head(begin?.revision));
    const wanted = join(begin?.folder ?? '', safeLocalPath(begin?.repo.split('/').at(-1) ?? '', run.platform, new Set()));
    for (let n = 1; ; n += 1) {
      const target = n === 1 ? wanted : `${wanted}-${n}`;
      try {
        await mkdir(target);
      } catch (error) {
        if (errnoOf(error) === 'EEXIST') continue;
        throw storageFailure(target, error);
      }
      write({ k: 'into', target, commit });
      await journal.durable();
      return { target, commit };
    }
  }

  async function list(commit: string): Promise<void> {
    write({ k: 'relist' });
    const wanted = begin?.paths ? new Set(begin.paths) : null;
    const all = await pace.insist(() => hub.list(commit));
    const files = wanted ? all.filter(({ path }) => wanted.has(path)) : all;
    const missing = begin?.paths?.find((path) => !files.some((file) => file.path === path));
    if (missing !== undefined) throw new AppError('NOT_FOUND', `${missing} is not in this repository.`, { what: missing });
    const taken = new Set<string>();
    const rows = files.map(({ path, size, oid, lfs }): [string, string, number, string, boolean] => [path, safeLocalPath(path, run.platform, taken), size, oid, lfs]);
    for (let at = 0; at < rows.length; at += filesARecord) write({ k: 'files', files: rows.slice(at, at + filesARecord) });
    write({ k: 'listed' });
    await journal.durable();
  }

  async function one(file: DownloadFile, i: number): Promise<void> {
    try {
      for (let mismatches = 0; !(await fetchWhole(file, i)); mismatches += 1) {
        if (mismatches >= mostMismatches) throw new AppError('INVALID_INPUT', `${file.path} does not arrive as the Hub lists it.`, { reason: 'hash' });
      }
      live.got.delete(i);
      write({ k: 'got', i });
    } catch (error) {
      live.got.delete(i);
      // Of all that can be missing, only this file is.
      const missing = isAppError(error, 'NOT_FOUND') && error.data.what === file.path;
      const inTheWay = isAppError(error, 'ALREADY_THERE');
      if (signal.aborted || (stopsAll(error) && !missing && !inTheWay)) throw error;
      write({ k: 'failed', i, problem: problemOf(error) });
    }
  }

  /** False when what came is not what was listed; then nothing of it is left. */
  async function fetchWhole(file: DownloadFile, i: number): Promise<boolean> {
    const place = join(root, ...file.local.split('/'));
    if (await isThere(place, file)) return true;
    await makeFolder(dirname(place));
    const part = `${place}${unfinished}`;
    const handle = await openPart(part);
    try {
      const hash = hashOf(file);
      let have = await takeIn(handle, hash, file.bytes, i);
      await pace.insist(async () => {
        if (have >= file.bytes) return;
        const { stream, etag } = await openRepoFile(
          run.client,
          { type: begin?.repoType ?? 'dataset', repo: begin?.repo ?? '', revision: into.commit, path: file.path, range: { start: have, end: null } },
          { token: await run.token(), signal, maxBytes: file.bytes - have + 1024 },
        );
        // Part of one file and part of another would make neither.
        if (etag !== null && /^[0-9a-f]{40,64}$/.test(etag) && etag !== file.oid) {
          await stream.cancel();
          throw new AppError('HUB_CHANGED', `${file.path} is another file on the Hub now.`, { what: 'etag' });
        }
        for await (const piece of stream) {
          await writeAll(handle, piece, have, part);
          hash.update(piece);
          have += piece.length;
          live.got.set(i, have);
        }
        // The connection ended well and too early.
        if (have < file.bytes) throw new AppError('PROVIDER_UNAVAILABLE', 'The Hub broke the file off.', { provider: 'huggingface', httpStatus: null });
      });
      if (have !== file.bytes || hash.digest('hex') !== file.oid) {
        await rm(part, { force: true });
        live.got.set(i, 0);
        return false;
      }
      await handle.sync().catch((error: unknown) => {
        throw storageFailure(part, error);
      });
    } finally {
      await handle.close();
    }
    await putInPlace(part, place, file);
    return true;
  }

  /** What an earlier run left is hashed again, so that the whole is checked and not only the rest. */
  async function takeIn(handle: FileHandle, hash: Hash, bytes: number, i: number): Promise<number> {
    const { size } = await handle.stat();
    if (size > bytes) {
      await handle.truncate(0);
      return 0;
    }
    const piece = Buffer.allocUnsafe(Math.min(readBytes, size));
    let have = 0;
    while (have < size) {
      signal.throwIfAborted();
      const { bytesRead } = await handle.read(piece, 0, piece.length, have);
      if (bytesRead === 0) break;
      hash.update(piece.subarray(0, bytesRead));
      have += bytesRead;
    }
    live.got.set(i, have);
    return have;
  }

  /** A folder on the way may have been put there by somebody as a link to elsewhere. */
  async function makeFolder(folder: string): Promise<void> {
    try {
      await mkdir(folder, { recursive: true });
    } catch (error) {
      throw storageFailure(folder, error);
    }
    const real = await realpath(folder);
    if (real !== root && !real.startsWith(root + sep)) {
      throw new AppError('STORAGE_FAILED', `${folder} leads out of the folder of this download.`, { path: folder, reason: 'it leads elsewhere' });
    }
  }

  async function compare(): Promise<void> {
    for (const file of state.files) {
      if (file.stage !== 'got') continue;
      const place = join(root, ...file.local.split('/'));
      const stats = await lstatOrNull(place);
      if (!stats?.isFile() || stats.size !== file.bytes) {
        throw new AppError('CONFLICT', `${file.local} was changed or taken away while the rest was downloaded.`, { what: file.local });
      }
    }
  }
}

function hashOf(file: DownloadFile): Hash {
  return file.lfs ? createHash('sha256') : createHash('sha1').update(`blob ${file.bytes}\0`);
}

/** True when the very file is there already; ALREADY_THERE for another. */
async function isThere(place: string, file: DownloadFile): Promise<boolean> {
  const stats = await lstatOrNull(place);
  if (stats === null) return false;
  if (stats.isFile() && stats.size === file.bytes) {
    const hash = hashOf(file);
    const handle = await open(place, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
    try {
      for await (const piece of handle.createReadStream({ autoClose: false, highWaterMark: readBytes })) hash.update(piece as Uint8Array);
    } finally {
      await handle.close();
    }
    if (hash.digest('hex') === file.oid) return true;
  }
  throw new AppError('ALREADY_THERE', `Another file named ${file.local} is there.`, { what: file.local, url: null });
}

async function openPart(part: string): Promise<FileHandle> {
  try {
    return await open(part, constants.O_RDWR | constants.O_CREAT | (constants.O_NOFOLLOW ?? 0), 0o644);
  } catch (error) {
    throw storageFailure(part, error);
  }
}

async function writeAll(handle: FileHandle, piece: Uint8Array, position: number, part: string): Promise<void> {
  try {
    for (let at = 0; at < piece.length; ) at += (await handle.write(piece, at, piece.length - at, position + at)).bytesWritten;
  } catch (error) {
    throw storageFailure(part, error);
  }
}

/** Appears whole or not at all, and over nothing. */
async function putInPlace(part: string, place: string, file: DownloadFile): Promise<void> {
  try {
    await link(part, place);
    await rm(part);
  } catch (error) {
    if (errnoOf(error) === 'EEXIST') {
      if (await isThere(place, file)) await rm(part, { force: true });
      return;
    }
    // A disk without hard links.
    if ((await lstatOrNull(place)) !== null) throw new AppError('ALREADY_THERE', `Another file named ${file.local} is there.`, { what: file.local, url: null });
    await rename(part, place).catch((failed: unknown) => {
      throw storageFailure(place, failed);
    });
  }
}

async function lstatOrNull(path: string): Promise<Stats | null> {
  try {
    return await lstat(path);
  } catch (error) {
    if (errnoOf(error) === 'ENOENT' || errnoOf(error) === 'ENOTDIR') return null;
    throw storageFailure(path, error);
  }
}
