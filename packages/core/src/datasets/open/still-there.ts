// Whether files are still where and what they were. Opens none.
import { lstat } from 'node:fs';
import { fileUnreadable } from '../../files/file-unreadable.ts';
import { markOf, sameMark } from './open-file.ts';
import type { SourceFile } from './source-files.ts';

/** Rejects with FILE_UNREADABLE. */
export function requireThere(path: string): Promise<void> {
  return new Promise((resolve, reject) =>
    lstat(path, (error) => (error ? reject(fileUnreadable(path, error)) : resolve())),
  );
}

/** Whether any file is another than when it was checked. New ones in a folder are found by checking again. */
export async function haveChanged(files: readonly SourceFile[]): Promise<boolean> {
  const same = files.map(
    (source) =>
      new Promise<boolean>((resolve) =>
        lstat(source.absolutePath, (error, facts) =>
          resolve(!error && facts.isFile() && sameMark(source.mark, markOf(facts))),
        ),
      ),
  );
  return (await Promise.all(same)).includes(false);
}
