// Opens a file that was found before, only if it is still that file: no link
// took its place, and it is no pipe or device.
import { constants, type Stats } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { fileUnreadable } from '../../files/file-unreadable.ts';
import { errnoOf } from '../../files/storage-failure.ts';

/** What tells a file from one that took its place, or that was written to. */
export interface FileMark {
  bytes: number;
  mtimeMs: number;
  ino: number;
}

export function markOf(facts: Stats): FileMark {
  return { bytes: facts.size, mtimeMs: facts.mtimeMs, ino: facts.ino };
}

export function sameMark(a: FileMark, b: FileMark): boolean {
  return a.bytes === b.bytes && a.mtimeMs === b.mtimeMs && a.ino === b.ino;
}

/**
 * Opens for reading. With a `mark`, the file must still be the marked one. Rejects with FILE_UNREADABLE;
 * `hasChanged` tells whether that is why.
 */
export async function openFile(path: string, mark: FileMark | null): Promise<FileHandle> {
  let handle: FileHandle;
  try {
    handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    throw fileUnreadable(path, mark && errnoOf(error) === 'ELOOP' ? changedReason : error);
  }
  try {
    const facts = await handle.stat();
    if (!facts.isFile()) throw fileUnreadable(path, 'it is not a regular file');
    if (mark && !sameMark(mark, markOf(facts))) throw fileUnreadable(path, changedReason);
    return handle;
  } catch (error) {
    await handle.close();
    throw error;
  }
}

export const changedReason = 'it changed since it was opened here';
