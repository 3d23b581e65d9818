// Puts new bytes in a file's place in one step: a reader, or a start after a
// crash, finds the old content or the new, never a part. Refuses to follow
// links or make backups; `safeWrite` decides those.
import { open, rename, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { wait } from '../ports/clock.ts';
import type { Clock } from '../ports/clock.ts';
import { errnoOf } from './storage-failure.ts';
import { tempNameFor } from './temp-name.ts';

const renameRetryMs = 50;
const renamePatienceMs = 2_000;

/**
 * Replaces `path`, which must be no link. `owner` is kept where the system
 * allows it. Throws the system's own error, with the temporary file removed.
 */
export async function replaceFile(
  path: string,
  bytes: Uint8Array,
  options: { mode: number; owner: { uid: number; gid: number } | null; clock: Clock },
): Promise<void> {
  const dir = dirname(path);
  const temp = join(dir, tempNameFor(basename(path)));
  const handle = await open(temp, 'wx', 0o600);
  try {
    try {
      await writeAll(handle, bytes);
      if (options.owner) await keepOwner(handle, options.owner);
      await handle.chmod(options.mode);
      await handle.sync();
      const { size } = await handle.stat();
      if (size !== bytes.byteLength) throw shortWrite(size, bytes.byteLength);
    } finally {
      await handle.close();
    }
    await renameOver(temp, path, options.clock);
  } catch (error) {
    await rm(temp, { force: true });
    throw error;
  }
  await syncDirectory(dir);
}

/** One `write` may take fewer bytes than it was given and say so only in its answer. */
async function writeAll(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  let done = 0;
  while (done < bytes.byteLength) {
    const { bytesWritten } = await handle.write(bytes, done, bytes.byteLength - done, done);
    if (bytesWritten === 0) throw shortWrite(done, bytes.byteLength);
    done += bytesWritten;
  }
}

function shortWrite(got: number, wanted: number): Error {
  return Object.assign(new Error(`${got} of ${wanted} bytes reached the disk`), { code: 'EIO' });
}

async function keepOwner(handle: FileHandle, owner: { uid: number; gid: number }): Promise<void> {
  const { uid, gid } = await handle.stat();
  if (uid === owner.uid && gid === owner.gid) return;
  try {
    await handle.chown(owner.uid, owner.gid);
  } catch (error) {
    // Only an administrator may give a file away; being refused is no reason to lose the content.
    if (errnoOf(error) !== 'EPERM') throw error;
  }
}

/** On Windows a virus scanner or indexer may hold the target for a moment. */
async function renameOver(from: string, to: string, clock: Clock): Promise<void> {
  const giveUpAtMs = clock.now() + renamePatienceMs;
  for (;;) {
    try {
      return await rename(from, to);
    } catch (error) {
      const held = process.platform === 'win32' && ['EPERM', 'EBUSY', 'EACCES'].includes(errnoOf(error) ?? '');
      if (!held || clock.now() >= giveUpAtMs) throw error;
      await wait(clock, renameRetryMs);
    }
  }
}

/** Makes the rename itself durable. The new content stands by now, so a system that cannot do this is let be. */
async function syncDirectory(dir: string): Promise<void> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(dir, 'r');
    await handle.sync();
  } catch {
    // Windows and some network disks have no fsync for folders.
  } finally {
    await handle?.close();
  }
}
