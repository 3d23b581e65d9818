// Dated copies beside a file, newest kept, readable by their owner only.
// Refuses to touch anything whose name is not exactly one of its own.
import { readdir, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Clock } from '../ports/clock.ts';
import { replaceFile } from './replace-file.ts';

const stamp = /^\d{4}-\d{2}-\d{2}T\d{2}-\d{2}-\d{2}-\d{3}Z$/;

/** An instant as part of a file name, valid on every system: `2026-09-01T12-00-00-000Z`. */
export function fileStamp(atMs: number): string {
  return new Date(atMs).toISOString().replaceAll(/[:.]/g, '-');
}

function instantOf(name: string): number {
  const [date = '', time = ''] = name.split('T');
  return Date.parse(`${date}T${time.replace(/-(\d\d)-(\d\d)-(\d{3})Z$/, ':$1:$2.$3Z')}`);
}

/** The dated copies of `path`, newest first, as absolute paths; none where the folder cannot be read. */
export async function listBackups(path: string): Promise<string[]> {
  const prefix = `${basename(path)}.backup-`;
  let names: string[];
  try {
    names = await readdir(dirname(path));
  } catch {
    return [];
  }
  return names
    .filter((name) => name.startsWith(prefix) && stamp.test(name.slice(prefix.length)))
    .sort()
    .reverse()
    .map((name) => join(dirname(path), name));
}

/**
 * Keeps `bytes` as the newest dated copy of `path` and removes all but the
 * newest `keep`. The date is pushed on where needed, so that order by name is
 * order of writing also after the wall clock went back.
 */
export async function keepBackup(path: string, bytes: Uint8Array, keep: number, clock: Clock): Promise<void> {
  const existing = await listBackups(path);
  const newest = existing[0];
  const afterMs = newest === undefined ? 0 : instantOf(newest.slice(-stampLength)) + 1;
  const copy = `${path}.backup-${fileStamp(Math.max(clock.now(), afterMs))}`;
  await replaceFile(copy, bytes, { mode: 0o600, owner: null, clock });
  for (const old of existing.slice(Math.max(keep - 1, 0))) await rm(old, { force: true });
}

const stampLength = '2026-09-01T12-00-00-000Z'.length;
