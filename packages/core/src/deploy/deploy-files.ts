// The files that are pushed: generated ones, what the person changed of them, and those of a folder of one's own.
import { readFile } from 'node:fs/promises';
import { AppError } from '@hubdesk/shared/errors';
import { type AppSdk, sdkOfApp } from '@hubdesk/shared/spaces/app-sdk';
import type { DeployConfig } from '@hubdesk/shared/spaces/deploy-config';
import type { DeployFile, DeployModel } from '@hubdesk/shared/spaces/deployment';
import { readmeWithHead } from '@hubdesk/shared/spaces/readme-text';
import { spaceFiles } from '@hubdesk/shared/spaces/space-files';
import { fileUnreadable } from '../files/file-unreadable.ts';
import { textOf } from '../hub/repo-text.ts';
import { listFolder } from './folder-files.ts';

export interface PushedFile {
  path: string;
  bytes: number;
  from: DeployFile['from'];
  read(): Promise<string | Uint8Array>;
}

const readmeName = 'README.md';
const mostReadmeBytes = 1_000_000;
/** Of one file, and of all together, that are shown. */
const [mostShownBytes, mostShownInAll] = [200_000, 4_000_000];

/** In the order of their paths. Rejects as `listFolder` does, and where a folder is wanted and none is given. */
export async function deployFiles(
  config: DeployConfig,
  model: DeployModel | null,
  signal?: AbortSignal,
): Promise<{ files: PushedFile[]; totalBytes: number; leftOut: string[]; sdk: AppSdk }> {
  const files = new Map<string, PushedFile>();
  let leftOut: string[] = [];
  if (config.template === 'folder' && config.kind !== 'job') {
    if (config.folder === null) {
      const reason = 'Choose the folder of the app.';
      throw new AppError('INVALID_INPUT', reason, { field: 'folder', reason });
    }
    const listed = await listFolder(config.folder, signal);
    leftOut = listed.leftOut;
    for (const { path, bytes, absolutePath } of listed.files)
      files.set(path, { path, bytes, from: 'folder', read: () => readAll(path, absolutePath) });
    const own = await ownReadme(files.get(readmeName));
    const paths = [...files.keys(), ...Object.keys(config.files)];
    const text = readmeWithHead(own, config, model, sdkOfApp(config.kind, paths, own));
    files.set(readmeName, ofText(readmeName, text, text === own ? 'folder' : 'generated'));
  }
  for (const { path, text } of spaceFiles(config, model))
    files.set(path, ofText(path, text, path in config.files ? 'edited' : 'generated'));
  const all = [...files.values()].toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const sdk = sdkOfApp(config.kind, [...files.keys()], await ownReadme(files.get(readmeName)));
  return { files: all, totalBytes: all.reduce((sum, { bytes }) => sum + bytes, 0), leftOut, sdk };
}

/** As a person looks at them; what is no text, or too long, is not shown. */
export async function showFiles(files: readonly PushedFile[]): Promise<DeployFile[]> {
  let room = mostShownInAll;
  const shown: DeployFile[] = [];
  for (const { path, bytes, from, read } of files) {
    const fits = bytes <= mostShownBytes && bytes <= room;
    const text = fits ? asText(await read()) : null;
    if (text !== null) room -= bytes;
    shown.push({ path, bytes, text, from });
  }
  return shown;
}

/** Null where there is none that could be read. */
async function ownReadme(own: PushedFile | undefined): Promise<string | null> {
  return own !== undefined && own.bytes <= mostReadmeBytes ? asText(await own.read()) : null;
}

function ofText(path: string, text: string, from: DeployFile['from']): PushedFile {
  return { path, bytes: Buffer.byteLength(text), from, read: async () => text };
}

async function readAll(path: string, absolutePath: string): Promise<Uint8Array> {
  try {
    return await readFile(absolutePath);
  } catch (error) {
    throw fileUnreadable(path, error);
  }
}

function asText(content: string | Uint8Array): string | null {
  return typeof content === 'string' ? content : textOf(content);
}
