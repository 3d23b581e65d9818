// One writer at a time among processes, by a small file that names its holder:
// process id and start time. A holder that died loses the lock; one that lives
// never does.
import { link, open, readFile, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { wait } from '../ports/clock.ts';
import type { Clock } from '../ports/clock.ts';
import { processAlive } from './process-alive.ts';
import { errnoOf, storageFailure } from './storage-failure.ts';
import { tempNameFor } from './temp-name.ts';

const holderSchema = z.object({ pid: z.number().int().positive(), started: z.string().nullable() });

const retryMs = 25;

/**
 * Takes the lock at `path`, waiting up to `patienceMs` for another living
 * holder, and answers how to give it back. Throws `STORAGE_FAILED` when that is
 * not enough.
 */
export async function holdLock(
  path: string,
  options: { clock: Clock; patienceMs?: number },
): Promise<() => Promise<void>> {
  const giveUpAtMs = options.clock.now() + (options.patienceMs ?? 5_000);
  const mine = JSON.stringify({ pid: process.pid, started: await startOf(process.pid) });
  while (!(await take(path, mine))) {
    if (await releaseDead(path)) continue;
    if (options.clock.now() >= giveUpAtMs) throw storageFailure(path, 'another Hubdesk is writing there');
    await wait(options.clock, retryMs);
  }
  return () => rm(path, { force: true });
}

/** Runs `work` while holding the lock at `path`. Waits and throws as `holdLock` does. */
export async function withLock<T>(
  path: string,
  options: { clock: Clock; patienceMs?: number },
  work: () => Promise<T>,
): Promise<T> {
  const release = await holdLock(path, options);
  try {
    return await work();
  } finally {
    await release();
  }
}

/** Appears with its content or not at all: a link is made of a file already written. */
async function take(path: string, content: string): Promise<boolean> {
  const own = besides(path);
  try {
    const handle = await open(own, 'wx', 0o600);
    try {
      await handle.writeFile(content);
    } finally {
      await handle.close();
    }
    await link(own, path);
    return true;
  } catch (error) {
    if (errnoOf(error) === 'EEXIST') return false;
    throw storageFailure(path, error);
  } finally {
    await rm(own, { force: true });
  }
}

/** Takes a dead holder's lock away. Whoever else judged the same lock dead must not take a new, living one. */
async function releaseDead(path: string): Promise<boolean> {
  const content = await readOrNull(path);
  if (content === null) return true;
  if (!(await holderIsGone(content))) return false;
  const aside = besides(path);
  try {
    await rename(path, aside);
    if ((await readOrNull(aside)) !== content) await link(aside, path);
  } catch (error) {
    if (!['ENOENT', 'EEXIST'].includes(errnoOf(error) ?? '')) throw storageFailure(path, error);
  }
  await rm(aside, { force: true });
  return true;
}

/** Swept at the next start when we are killed before it is removed. */
function besides(path: string): string {
  return join(dirname(path), tempNameFor(basename(path)));
}

async function holderIsGone(content: string): Promise<boolean> {
  const holder = holderSchema.safeParse(parsed(content));
  if (!holder.success) return true;
  const { pid, started } = holder.data;
  if (!processAlive(pid)) return true;
  // The id may have been given to another program since.
  return started !== null && started !== (await startOf(pid));
}

function parsed(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return undefined;
  }
}

async function readOrNull(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return null;
    throw storageFailure(path, error);
  }
}

/** When a process started, as boot and clock ticks (proc(5), field 22 of `stat`); null where the system has no such file. */
async function startOf(pid: number): Promise<string | null> {
  try {
    const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8');
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    return ticks === undefined ? null : `${boot.trim()}:${ticks}`;
  } catch {
    return null;
  }
}
