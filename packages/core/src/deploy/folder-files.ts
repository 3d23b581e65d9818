// The files of a folder of one's own, listed within limits before any of them is read. Secrets lie in hidden files and
// `.env`s, environments and packages are made anew by the Hub: these are left out, and named.
import { AppError } from '@hubdesk/shared/errors';
import { realpath } from 'node:fs/promises';
import { absolutePath } from '../files/browse-folder.ts';
import { fileUnreadable } from '../files/file-unreadable.ts';
import { walkFiles } from '../files/walk-files.ts';

export interface FolderFile {
  /** Relative to the folder, with `/`. */
  path: string;
  absolutePath: string;
  bytes: number;
}

export const folderLimits = { files: 2_000, fileBytes: 200 * 1024 * 1024, totalBytes: 1024 * 1024 * 1024 };

const leftFolders = new Set(['node_modules', 'venv', 'env', '__pycache__', '__MACOSX']);
const secretFile = /(?:^|\.)env(?:\.|$)|\.pem$|\.key$|^id_(?:rsa|ed25519|ecdsa)$/i;
const keptHidden = new Set(['.gitattributes', '.dockerignore', '.streamlit']);
const mostNamed = 200;

/** Rejects with INVALID_INPUT of `folder` where it holds too much, FILE_UNREADABLE where it cannot be listed, CANCELLED. */
export async function listFolder(
  folder: string,
  signal: AbortSignal | undefined,
): Promise<{ files: FolderFile[]; leftOut: string[]; totalBytes: number }> {
  const top = await realpath(absolutePath(folder)).catch((error: unknown) => {
    throw fileUnreadable(folder, error);
  });
  const files: FolderFile[] = [];
  const left: string[] = [];
  let totalBytes = 0;
  const isLeft = (name: string) => (name.startsWith('.') && !keptHidden.has(name)) || secretFile.test(name);
  const takes = (path: string, name: string) => {
    if (!isLeft(name)) return true;
    left.push(path);
    return false;
  };
  const enters = (path: string, name: string) => {
    if (!leftFolders.has(name)) return true;
    left.push(`${path}/`);
    return false;
  };
  for await (const batch of walkFiles(top, { takes, enters, skip: (path) => void left.push(path), signal })) {
    for (const { path, absolutePath: source, facts } of batch) {
      files.push({ path, absolutePath: source, bytes: facts.size });
      totalBytes += facts.size;
      if (facts.size > folderLimits.fileBytes)
        throw tooMuch(
          `${path} has ${inWords(facts.size)}: a file of an app may have ${inWords(folderLimits.fileBytes)}. Put it into a repository of its own, and let the app read it from there.`,
        );
    }
    if (files.length > folderLimits.files)
      throw tooMuch(
        `There are more than ${folderLimits.files.toLocaleString('en')} files in this folder. Choose the folder of the app alone.`,
      );
    if (totalBytes > folderLimits.totalBytes)
      throw tooMuch(
        `The files of this folder have more than ${inWords(folderLimits.totalBytes)} together. Choose the folder of the app alone.`,
      );
  }
  const named = left.toSorted().slice(0, mostNamed);
  return {
    files: files.toSorted((a, b) => (a.path < b.path ? -1 : 1)),
    leftOut: left.length > mostNamed ? [...named, `and ${left.length - mostNamed} more`] : named,
    totalBytes,
  };
}

function tooMuch(reason: string): AppError {
  return new AppError('INVALID_INPUT', reason, { field: 'folder', reason });
}

function inWords(bytes: number): string {
  return bytes >= 1e9 ? `${(bytes / 1024 ** 3).toFixed(1)} GB` : `${Math.round(bytes / 1024 ** 2)} MB`;
}
