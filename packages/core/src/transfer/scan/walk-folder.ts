// Every plain file below a folder. Follows no link, opens nothing, and tells
// what it left out and why. Never `readdir({ recursive })`: in Node 24 that
// follows links round in circles.
import { lstat, opendir, realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { AppError } from '@hubdesk/shared/errors';
import { errnoOf } from '../../files/storage-failure.ts';

export interface FoundFile {
  /** Relative to the folder, with `/`. */
  path: string;
  /** Absolute. */
  source: string;
  bytes: number;
}

export interface Skipped {
  path: string;
  reason: 'link' | 'socket' | 'pipe' | 'device' | 'unreadable' | 'git' | 'cache';
}

/** Looked at together: one by one a hundred thousand files would take as many turns of the loop. */
const together = 256;

/**
 * Yields the files in batches, folders inside each other, names in the system's order, and calls `skip` for
 * everything else. A single file yields itself. Rejects with FILE_UNREADABLE when `root` cannot be read, CANCELLED.
 */
export async function* walkFolder(
  root: string,
  options: { skip: (skipped: Skipped) => void; signal?: AbortSignal | undefined },
): AsyncGenerator<FoundFile[]> {
  const { skip, signal } = options;
  let top: string;
  let single: number | null;
  try {
    // What the person named may be a link; what is in it may not.
    top = await realpath(root);
    const stats = await lstat(top);
    if (!stats.isFile() && !stats.isDirectory()) throw unreadable(root, 'it is neither a file nor a folder');
    single = stats.isFile() ? stats.size : null;
  } catch (error) {
    throw error instanceof AppError ? error : unreadable(root, errnoOf(error) === 'ENOENT' ? 'there is nothing of that name' : 'the system does not let us look at it', error);
  }
  if (single !== null) {
    yield [{ path: nameOf(root), source: top, bytes: single }];
    return;
  }
  const folders: string[] = [''];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    const inner: string[] = [];
    let batch: Promise<FoundFile | null>[] = [];
    try {
      for await (const { name } of await opendir(folder === '' ? top : join(top, folder), { bufferSize: together })) {
        if (signal?.aborted) throw new AppError('CANCELLED', 'Stopped.', {});
        batch.push(lookAt(top, folder === '' ? name : `${folder}/${name}`, inner, skip));
        if (batch.length < together) continue;
        yield (await Promise.all(batch)).filter((found) => found !== null);
        batch = [];
      }
    } catch (error) {
      if (error instanceof AppError) throw error;
      if (folder === '') throw unreadable(root, 'the system does not let us look into it', error);
      skip({ path: folder, reason: 'unreadable' });
    }
    yield (await Promise.all(batch)).filter((found) => found !== null);
    folders.push(...inner.reverse());
  }
}

async function lookAt(top: string, path: string, folders: string[], skip: (skipped: Skipped) => void): Promise<FoundFile | null> {
  const source = join(top, ...path.split('/'));
  let stats: Awaited<ReturnType<typeof lstat>>;
  try {
    stats = await lstat(source);
  } catch {
    skip({ path, reason: 'unreadable' });
    return null;
  }
  if (stats.isFile()) return { path, source, bytes: Number(stats.size) };
  if (!stats.isDirectory()) {
    skip({ path, reason: stats.isSymbolicLink() ? 'link' : stats.isSocket() ? 'socket' : stats.isFIFO() ? 'pipe' : 'device' });
    return null;
  }
  const name = nameOf(path);
  // What the official clients leave out as well.
  if (name === '.git') skip({ path, reason: 'git' });
  else if (path === '.cache/huggingface') skip({ path, reason: 'cache' });
  else folders.push(path);
  return null;
}

function nameOf(path: string): string {
  return path.split(sep === '/' ? '/' : /[\\/]/).findLast((part) => part !== '') ?? path;
}

function unreadable(path: string, reason: string, cause?: unknown): AppError {
  return new AppError('FILE_UNREADABLE', `Hubdesk cannot read ${path}: ${reason}.`, { path, reason }, { cause });
}
