// What an upload would be, before anything is sent: how much, in how many commits,
// and which of the Hub's limits or names it would meet.
import type { UploadWarning } from '@hubdesk/shared/datasets/transfer';
import { isAppError } from '@hubdesk/shared/errors';
import type { TransferHub } from './requests/transfer-hub.ts';
import { collectWarnings } from './scan/upload-warnings.ts';
import { walkFolder } from './scan/walk-folder.ts';
import { estimatedCommits } from './state/commit-size.ts';

export interface UploadPlan {
  files: number;
  bytes: number;
  commits: number;
  rewrites: boolean;
  warnings: UploadWarning[];
}

export interface PlanWish {
  /** A folder or file as it is, or the files a draft will be. */
  from: { path: string } | { files: readonly { path: string; bytes: number }[]; rewrites: boolean };
  /** Folder inside the repository. */
  folder: string;
  create: { private: boolean } | null;
  /** Null while there is no account. */
  hub: TransferHub | null;
  signal: AbortSignal | undefined;
}

const shownOthers = 5;
const bornWith = new Set(['.gitattributes', 'README.md']);

/** Rejects with FILE_UNREADABLE, and with NOT_FOUND where the repository should be there and is not. */
export async function planUpload({ from, folder, create, hub, signal }: PlanWish): Promise<UploadPlan> {
  const warnings = collectWarnings();
  const inRepo = (path: string) => (folder === '' ? path : `${folder}/${path}`);
  if ('path' in from) {
    const skip = (skipped: Parameters<typeof warnings.skipped>[0]) => warnings.skipped(skipped);
    for await (const found of walkFolder(from.path, { skip, signal })) for (const { path, bytes } of found) warnings.file(inRepo(path), bytes);
  } else for (const { path, bytes } of from.files) warnings.file(inRepo(path), bytes);
  if (hub) await lookAtRepo(hub, create !== null, warnings);
  const commits = estimatedCommits(warnings.files);
  return {
    files: warnings.files,
    bytes: warnings.bytes,
    commits,
    rewrites: 'rewrites' in from && from.rewrites,
    warnings: warnings.list({ commits, private: create?.private === true }),
  };
}

async function lookAtRepo(hub: TransferHub, mayBeMissing: boolean, warnings: ReturnType<typeof collectWarnings>): Promise<void> {
  let head: string;
  try {
    head = await hub.head();
  } catch (error) {
    if (mayBeMissing && isAppError(error, 'NOT_FOUND')) return;
    throw error;
  }
  if (!mayBeMissing) return;
  const others = (await hub.list(head)).filter(({ path }) => !bornWith.has(path));
  if (others.length > 0) warnings.otherContent(others.length, others.slice(0, shownOthers).map(({ path }) => path));
}
