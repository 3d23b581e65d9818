// The one way a file of ours, or another program's, is written. Keeps the old
// content until the new is whole on disk, keeps symbolic links, mode and owner,
// and refuses whatever is not a regular file.
import { lstat, readFile, realpath, stat } from 'node:fs/promises';
import type { Stats } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { isAppError } from '@hubdesk/shared/errors';
import { systemClock } from '../ports/clock.ts';
import type { Clock } from '../ports/clock.ts';
import { keepBackup } from './backups.ts';
import { replaceFile } from './replace-file.ts';
import { errnoOf, storageFailure } from './storage-failure.ts';

export interface SafeWriteOptions {
  /** The mode the file gets. Without it an existing file keeps its own and a new one gets 0600. */
  mode?: number;
  /** How many dated copies of earlier contents to keep beside the file; the copy is made before the change. */
  backups?: number;
  /** Dates the copies. */
  clock?: Clock;
}

/**
 * Writes `data` (text as UTF-8) to `path`. Afterwards the file is wholly new
 * and durable, or the promise rejects with `STORAGE_FAILED` and the file is
 * what it was. The folder must exist.
 */
export async function safeWrite(
  path: string,
  data: string | Uint8Array,
  options: SafeWriteOptions = {},
): Promise<void> {
  const clock = options.clock ?? systemClock;
  const bytes = typeof data === 'string' ? new TextEncoder().encode(data) : data;
  try {
    const { target, existing } = await resolveTarget(path);
    if (existing && !existing.isFile()) throw storageFailure(path, 'something that is not a file stands in its place');
    if (existing && options.backups) await keepBackup(target, await readFile(target), options.backups, clock);
    await replaceFile(target, bytes, {
      mode: options.mode ?? (existing ? existing.mode & 0o7777 : 0o600),
      owner: existing ? { uid: existing.uid, gid: existing.gid } : null,
      clock,
    });
  } catch (error) {
    throw isAppError(error) ? error : storageFailure(path, error);
  }
}

/** Follows links to the file itself, so that the link stays a link. A link to nothing is refused: its disk may be away. */
async function resolveTarget(path: string): Promise<{ target: string; existing: Stats | null }> {
  try {
    const target = await realpath(path);
    return { target, existing: await stat(target) };
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') throw error;
  }
  if (await isLink(path)) throw storageFailure(path, 'it is a link to a file that is not there');
  return { target: join(await realpath(dirname(path)), basename(path)), existing: null };
}

async function isLink(path: string): Promise<boolean> {
  try {
    return (await lstat(path)).isSymbolicLink();
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return false;
    throw error;
  }
}
