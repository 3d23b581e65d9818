// Whether a file is still the one that was hashed.
import { lstat } from 'node:fs/promises';
import { errnoOf } from '../../files/storage-failure.ts';
import type { Identity } from '../state/upload-records.ts';

export async function sameFile(source: string, was: Identity): Promise<boolean> {
  try {
    const now = await lstat(source, { bigint: true });
    return (
      now.isFile() &&
      Number(now.size) === was.size &&
      String(now.mtimeNs) === was.mtimeNs &&
      String(now.ctimeNs) === was.ctimeNs &&
      String(now.ino) === was.ino
    );
  } catch (error) {
    // Gone is changed: hashing it again will say what became of it.
    if (['ENOENT', 'ENOTDIR', 'EACCES', 'ELOOP'].includes(errnoOf(error) ?? '')) return false;
    throw error;
  }
}
