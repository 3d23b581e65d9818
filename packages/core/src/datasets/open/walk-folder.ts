// What is in a folder, all the way down. Follows no link and opens no file:
// links, sockets, pipes and devices are told of and left alone.
import { lstat, type Dir, type Stats } from 'node:fs';
import { opendir } from 'node:fs/promises';
import { join } from 'node:path';
import type { FileProblem } from '@hubdesk/shared/datasets/row-problem';
import { fileUnreadable } from '../../files/file-unreadable.ts';

export interface FoundFile {
  /** Relative to the folder, with `/`. */
  path: string;
  absolutePath: string;
  facts: Stats;
}

export interface Skipped {
  path: string;
  reason: FileProblem;
}

export interface Walked {
  /** By path. */
  files: FoundFile[];
  skipped: Skipped[];
}

const mostEntries = 1_000_000;
const lookedAtTogether = 256;

/**
 * Walks `folder`; what begins with a dot or `__` is left out unseen, as the
 * `datasets` library does. Rejects with FILE_UNREADABLE when the folder itself
 * cannot be listed or holds more than a million entries.
 */
export async function walkFolder(folder: string, signal?: AbortSignal): Promise<Walked> {
  const walked: Walked = { files: [], skipped: [] };
  const waiting: { absolutePath: string; path: string }[] = [{ absolutePath: folder, path: '' }];
  let entries = 0;
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { absolutePath, path } = next;
    let opened: Dir;
    try {
      opened = await opendir(absolutePath, { bufferSize: 512 });
    } catch (error) {
      if (path === '') throw fileUnreadable(folder, error);
      walked.skipped.push({ path, reason: 'unreadable' });
      continue;
    }
    let batch: { absolutePath: string; path: string }[] = [];
    const look = async () => {
      const seen = await Promise.all(batch.map(async (entry) => ({ entry, facts: await factsOf(entry.absolutePath) })));
      for (const { entry, facts } of seen) {
        if (facts?.isDirectory()) waiting.push(entry);
        else if (facts?.isFile()) walked.files.push({ ...entry, facts });
        else walked.skipped.push({ path: entry.path, reason: facts ? 'not-a-file' : 'unreadable' });
      }
      batch = [];
    };
    for await (const { name } of opened) {
      signal?.throwIfAborted();
      if (name.startsWith('.') || name.startsWith('__')) continue;
      if ((entries += 1) > mostEntries) throw fileUnreadable(folder, 'it holds more than a million files');
      const inFolder = path === '' ? name : `${path}/${name}`;
      // A name that is not Unicode cannot be asked for again by its text.
      if (name.includes('\uFFFD')) walked.skipped.push({ path: inFolder, reason: 'refused-name' });
      else batch.push({ absolutePath: join(absolutePath, name), path: inFolder });
      if (batch.length >= lookedAtTogether) await look();
    }
    await look();
  }
  walked.files.sort(byPath);
  walked.skipped.sort(byPath);
  return walked;
}

/** Null when the system does not say, or it is gone again. Not by promises: for a hundred thousand files they take twice as long. */
function factsOf(path: string): Promise<Stats | null> {
  return new Promise((resolve) => lstat(path, (error, facts) => resolve(error ? null : facts)));
}

function byPath(a: { path: string }, b: { path: string }): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
}
