// The files of a dataset in preparation: found below what was opened, told
// apart by content, each with its split and what is odd about it.
import { lstat, realpath } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { FileProblem } from '@hubdesk/shared/datasets/row-problem';
import type { Split } from '@hubdesk/shared/datasets/check-report';
import { isAppError } from '@hubdesk/shared/errors';
import { fileUnreadable } from '../../files/file-unreadable.ts';
import type { FoundFile } from '../../files/walk-files.ts';
import { judgeRepoPath } from '../../hub/judge-repo-path.ts';
import { type FileMark, markOf, openFile } from './open-file.ts';
import { formatOfName, sniffedBytes, sniffFormat, type Sniffed } from './sniff-format.ts';
import { splitOf } from './split-of.ts';
import { twinNames } from './twin-names.ts';
import { type Skipped, walkFolder } from './walk-folder.ts';

export interface SourceFile {
  /** Relative to what was opened, with `/`. */
  path: string;
  absolutePath: string;
  mark: FileMark;
  split: Split;
  sniffed: Sniffed;
}

export interface SourceFiles {
  files: SourceFile[];
  skipped: Skipped[];
}

interface Unsniffed {
  path: string;
  absolutePath: string;
  mark: FileMark;
  split?: Split;
}

/** Files of a dataset that hold no rows. Source: `FILES_TO_IGNORE` of `datasets` (`data_files.py`), and what `save_to_disk` adds. */
const noData =
  /^(?:readme(?:\..*)?|license(?:\..*)?|config\.json|dataset_infos?\.json|dataset_dict\.json|state\.json|metadata\.json|croissant\.json)$/i;
/** In a folder where no name promises rows, so many are looked into. */
const mostLookedInto = 50;
const sniffedTogether = 16;

/** Rejects with FILE_UNREADABLE when something of what was named cannot be read at all. */
export async function findPaths(paths: readonly string[], signal?: AbortSignal): Promise<SourceFiles> {
  const skipped: Skipped[] = [];
  const found: Unsniffed[] = [];
  for (const path of paths) {
    const below = await filesBelow(path, signal);
    const prefix = paths.length === 1 || !below.folder ? '' : `${basename(path)}/`;
    for (const { path: inside, absolutePath, facts } of below.files) {
      found.push({ path: uniquePath(prefix + inside, absolutePath, found), absolutePath, mark: markOf(facts) });
    }
    skipped.push(...below.skipped.map((each) => ({ ...each, path: prefix + each.path })));
  }
  return { files: await sniffAll(found, signal), skipped };
}

/** What the format, the name and the neighbours of each file say. One that cannot be opened is told as a problem. */
export async function sniffAll(found: readonly Unsniffed[], signal?: AbortSignal): Promise<SourceFile[]> {
  const twins = twinNames(found.map(({ path }) => path));
  const files: SourceFile[] = [];
  for (let at = 0; at < found.length; at += sniffedTogether) {
    signal?.throwIfAborted();
    const some = found.slice(at, at + sniffedTogether).map(async (file): Promise<SourceFile> => {
      const sniffed = await sniff(file);
      const verdict = judgeRepoPath(file.path);
      const refused = verdict.ok ? verdict.windows : verdict.reason;
      if (refused !== null) sniffed.problems.push({ kind: 'refused-name', detail: refused });
      const twin = twins.get(file.path);
      if (twin !== undefined) sniffed.problems.push({ kind: 'twin-name', detail: twin });
      return { ...file, split: file.split ?? splitOf(file.path) ?? 'train', sniffed };
    });
    files.push(...(await Promise.all(some)));
  }
  return files;
}

async function filesBelow(
  path: string,
  signal: AbortSignal | undefined,
): Promise<{ folder: boolean; files: FoundFile[]; skipped: Skipped[] }> {
  let real: string;
  try {
    // A link that a person chose by name is meant; links below it are not followed.
    real = await realpath(path);
  } catch (error) {
    throw fileUnreadable(path, error);
  }
  const facts = await lstat(real);
  if (facts.isFile())
    return { folder: false, files: [{ path: basename(path), absolutePath: real, facts }], skipped: [] };
  if (!facts.isDirectory()) throw fileUnreadable(path, 'it is not a regular file');
  const walked = await walkFolder(real, signal);
  const data = walked.files.filter((file) => !noData.test(basename(file.path)));
  const promising = data.filter((file) => formatOfName(file.path) !== null);
  const kept = new Set(promising.length > 0 ? promising : data.slice(0, mostLookedInto));
  const left: Skipped[] = walked.files
    .filter((file) => !kept.has(file))
    .map((file) => ({ path: file.path, reason: 'unknown-format' }));
  return { folder: true, files: [...kept], skipped: [...walked.skipped, ...left] };
}

/** Two files of one name, chosen from two folders, are told apart by their folders. */
function uniquePath(wanted: string, absolutePath: string, found: readonly Unsniffed[]): string {
  const taken = (path: string) => found.some((file) => file.path === path);
  if (found.length > 1_000 || !taken(wanted)) return wanted;
  const inFolder = `${basename(dirname(absolutePath))}/${wanted}`;
  if (!taken(inFolder)) return inFolder;
  for (let number = 2; ; number += 1) if (!taken(`${number}/${wanted}`)) return `${number}/${wanted}`;
}

async function sniff({ path, absolutePath, mark }: Unsniffed): Promise<Sniffed> {
  try {
    const handle = await openFile(absolutePath, mark);
    try {
      const { buffer, bytesRead } = await handle.read(
        new Uint8Array(Math.min(sniffedBytes, Math.max(1, mark.bytes))),
        0,
        Math.min(sniffedBytes, Math.max(1, mark.bytes)),
        0,
      );
      return await sniffFormat(path, buffer.subarray(0, bytesRead), bytesRead === mark.bytes);
    } finally {
      await handle.close();
    }
  } catch (error) {
    const reason = isAppError(error, 'FILE_UNREADABLE') ? error.data.reason : 'the system did not say why';
    const problem: { kind: FileProblem; detail: string } = { kind: 'unreadable', detail: reason };
    return { format: formatOfName(path), gzip: false, encoding: 'utf-8', delimiter: null, problems: [problem] };
  }
}
