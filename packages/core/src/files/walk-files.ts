// Every plain file below a folder, all the way down. Follows no link and opens
// nothing: links, sockets, pipes and devices are told of and left alone. Never
// `readdir({ recursive })`: in Node 24 that follows links round in circles.
import { lstat, type Stats } from 'node:fs';
import { opendir } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError, isAppError } from '@hubdesk/shared/errors';
import { fileUnreadable } from './file-unreadable.ts';

export interface FoundFile {
  /** Relative to the folder, with `/`. */
  path: string;
  absolutePath: string;
  facts: Stats;
}

export interface WalkOptions {
  /** False leaves an entry out before anything is known of it but its name. What it throws ends the walk. */
  takes?(path: string, name: string): boolean;
  /** False leaves a folder with all that is in it. */
  enters?(path: string, name: string): boolean;
  /** Anything but a file or folder; null for what cannot be looked at. */
  skip(path: string, facts: Stats | null): void;
  signal?: AbortSignal | undefined;
}

/** Looked at together: one by one a hundred thousand files would take as many turns of the loop. */
const together = 256;

/**
 * Yields the files in batches, folders after the files beside them, names in the system's order. Rejects with
 * FILE_UNREADABLE when `top` itself cannot be listed, and CANCELLED.
 */
export async function* walkFiles(top: string, { takes, enters, skip, signal }: WalkOptions): AsyncGenerator<FoundFile[]> {
  const folders: string[] = [''];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    const inner: string[] = [];
    const look = async (path: string, name: string): Promise<FoundFile | null> => {
      const absolutePath = join(top, path);
      const facts = await factsOf(absolutePath);
      if (facts?.isFile()) return { path, absolutePath, facts };
      if (!facts?.isDirectory()) skip(path, facts);
      else if (enters?.(path, name) ?? true) inner.push(path);
      return null;
    };
    let looks: Promise<FoundFile | null>[] = [];
    const found = async () => {
      const all = await Promise.all(looks);
      looks = [];
      return all.filter((each) => each !== null);
    };
    try {
      for await (const { name } of await opendir(join(top, folder), { bufferSize: together })) {
        if (signal?.aborted) throw new AppError('CANCELLED', 'Stopped.', {});
        const path = folder === '' ? name : `${folder}/${name}`;
        if (takes?.(path, name) ?? true) looks.push(look(path, name));
        if (looks.length >= together) yield await found();
      }
    } catch (error) {
      if (isAppError(error)) throw error;
      if (folder === '') throw fileUnreadable(top, error);
      skip(folder, null);
    }
    yield await found();
    folders.push(...inner.reverse());
  }
}

/** Null when the system does not say, or it is gone again. Not by promises: for a hundred thousand files they take twice as long. */
function factsOf(path: string): Promise<Stats | null> {
  return new Promise((resolve) => lstat(path, (error, facts) => resolve(error ? null : facts)));
}
