// The files of a folder that may hold a dataset, and what in it is none.
import type { FileProblem } from '@hubdesk/shared/datasets/row-problem';
import { fileUnreadable } from '../../files/file-unreadable.ts';
import { type FoundFile, walkFiles } from '../../files/walk-files.ts';

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

/**
 * Walks `folder`; what begins with a dot or `__` is left out unseen, as the
 * `datasets` library does. Rejects with FILE_UNREADABLE when the folder itself
 * cannot be listed or holds more than a million entries, and CANCELLED.
 */
export async function walkFolder(folder: string, signal?: AbortSignal): Promise<Walked> {
  const walked: Walked = { files: [], skipped: [] };
  let entries = 0;
  const takes = (path: string, name: string) => {
    if (name.startsWith('.') || name.startsWith('__')) return false;
    if ((entries += 1) > mostEntries) throw fileUnreadable(folder, 'it holds more than a million files');
    if (!name.includes('\uFFFD')) return true;
    // A name that is not Unicode cannot be asked for again by its text.
    walked.skipped.push({ path, reason: 'refused-name' });
    return false;
  };
  const found = walkFiles(folder, {
    takes,
    skip: (path, facts) => walked.skipped.push({ path, reason: facts ? 'not-a-file' : 'unreadable' }),
    signal,
  });
  for await (const files of found) walked.files.push(...files);
  walked.files.sort(byPath);
  walked.skipped.sort(byPath);
  return walked;
}

function byPath(a: { path: string }, b: { path: string }): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
}
