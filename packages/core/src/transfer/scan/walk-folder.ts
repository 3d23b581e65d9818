// The files of an upload: every plain file below a folder but what the official
// clients leave out as well. Tells what it left out and why.
import type { Stats } from 'node:fs';
import { lstat, realpath } from 'node:fs/promises';
import { basename } from 'node:path';
import { fileUnreadable } from '../../files/file-unreadable.ts';
import { walkFiles } from '../../files/walk-files.ts';

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

/**
 * Yields the files in batches and calls `skip` for everything else. A single file yields itself.
 * Rejects with FILE_UNREADABLE when `root` cannot be read, CANCELLED.
 */
export async function* walkFolder(
  root: string,
  { skip, signal }: { skip: (skipped: Skipped) => void; signal?: AbortSignal | undefined },
): AsyncGenerator<FoundFile[]> {
  let top: string;
  let facts: Stats;
  try {
    // What the person named may be a link; what is in it may not.
    top = await realpath(root);
    facts = await lstat(top);
  } catch (error) {
    throw fileUnreadable(root, error);
  }
  if (facts.isFile()) {
    yield [{ path: basename(root), source: top, bytes: facts.size }];
    return;
  }
  if (!facts.isDirectory()) throw fileUnreadable(root, 'it is neither a file nor a folder');
  const enters = (path: string, name: string) => {
    const reason = name === '.git' ? 'git' : path === '.cache/huggingface' ? 'cache' : null;
    if (reason !== null) skip({ path, reason });
    return reason === null;
  };
  const batches = walkFiles(top, { enters, skip: (path, stats) => skip({ path, reason: kindOf(stats) }), signal });
  for await (const files of batches) yield files.map((file) => ({ path: file.path, source: file.absolutePath, bytes: file.facts.size }));
}

function kindOf(facts: Stats | null): Skipped['reason'] {
  if (facts === null) return 'unreadable';
  if (facts.isSymbolicLink()) return 'link';
  if (facts.isSocket()) return 'socket';
  return facts.isFIFO() ? 'pipe' : 'device';
}
