// What is in a folder of the person's, for a list to choose from. Opens no
// file, follows a link only to say what it leads to, and stops at a bound.
import { constants } from 'node:fs';
import { access, lstat, opendir, stat } from 'node:fs/promises';
import type { Dirent, Stats } from 'node:fs';
import { isAbsolute, join, normalize, parse, sep } from 'node:path';
import type { FolderEntry } from '@hubdesk/shared/contract/files';
import { AppError } from '@hubdesk/shared/errors';
import { fileUnreadable } from './file-unreadable.ts';

export interface Listing {
  folder: string;
  /** From the root to this folder. */
  trail: { name: string; path: string }[];
  entries: FolderEntry[];
  /** Entries there are beyond those listed. */
  more: number;
}

export const mostEntries = 5_000;
/** Beyond this many names no order is worked out: they are only counted. */
const mostSorted = 50_000;
const statsAtOnce = 64;

const byName = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

/**
 * Folders first, then files, each by name with numbers in their order. Rejects
 * with INVALID_INPUT for a path that is not absolute, and with FILE_UNREADABLE
 * for a folder that cannot be listed; single entries are only marked.
 */
export async function browseFolder(folder: string, wish: { hidden: boolean; most?: number }): Promise<Listing> {
  const place = absolutePath(folder);
  const { found, uncounted } = await readNames(place, wish.hidden);
  const looked = found.map((entry) => ({ entry, isFolder: entry.isDirectory() }));
  // A link may lead to a folder; that must be known before the order is.
  await inBatches(
    looked.filter(({ entry }) => entry.isSymbolicLink()),
    async (each) => {
      each.isFolder = (await statOrNull(join(place, each.entry.name)))?.isDirectory() ?? false;
    },
  );
  looked.sort((a, b) => Number(b.isFolder) - Number(a.isFolder) || byName.compare(a.entry.name, b.entry.name));
  const shown = looked.slice(0, wish.most ?? mostEntries);
  const entries = await inBatches(shown, ({ entry }) => describe(place, entry.name));
  return { folder: place, trail: trailOf(place), entries, more: looked.length - shown.length + uncounted };
}

/** The path without `.` and `..`; refuses what is not a whole path of this system. */
export function absolutePath(path: string): string {
  if (!isAbsolute(path) || path.includes('\0')) {
    const reason = 'The path has to begin at the root.';
    throw new AppError('INVALID_INPUT', reason, { field: 'folder', reason });
  }
  const plain = normalize(path);
  return plain.length > parse(plain).root.length && plain.endsWith(sep) ? plain.slice(0, -1) : plain;
}

function trailOf(folder: string): Listing['trail'] {
  const { root } = parse(folder);
  const trail = [{ name: root, path: root }];
  for (const name of folder.slice(root.length).split(sep).filter(Boolean)) {
    trail.push({ name, path: join(trail.at(-1)?.path ?? root, name) });
  }
  return trail;
}

async function readNames(folder: string, hidden: boolean): Promise<{ found: Dirent[]; uncounted: number }> {
  const found: Dirent[] = [];
  let uncounted = 0;
  try {
    for await (const entry of await opendir(folder, { bufferSize: 256 })) {
      if (!hidden && entry.name.startsWith('.')) continue;
      if (found.length < mostSorted) found.push(entry);
      else uncounted += 1;
    }
  } catch (error) {
    throw fileUnreadable(folder, error);
  }
  return { found, uncounted };
}

async function describe(folder: string, name: string): Promise<FolderEntry> {
  const path = join(folder, name);
  const target = (await statOrNull(path)) ?? (await lstat(path).catch(() => null));
  const kind = kindOf(target);
  const readable = kind !== 'other' && (await mayRead(path, kind));
  return {
    name,
    path,
    kind,
    bytes: kind === 'file' ? (target?.size ?? null) : null,
    modifiedAt: target ? target.mtime.toISOString() : null,
    readable,
  };
}

function kindOf(facts: Stats | null): FolderEntry['kind'] {
  if (facts?.isDirectory()) return 'folder';
  return facts?.isFile() ? 'file' : 'other';
}

function mayRead(path: string, kind: 'file' | 'folder'): Promise<boolean> {
  const mode = kind === 'folder' ? constants.R_OK | constants.X_OK : constants.R_OK;
  return access(path, mode).then(
    () => true,
    () => false,
  );
}

/** Null for a link that leads nowhere or in a circle, and for what may not be looked at. */
function statOrNull(path: string): Promise<Stats | null> {
  return stat(path).catch(() => null);
}

async function inBatches<T, R>(items: readonly T[], run: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let start = 0; start < items.length; start += statsAtOnce) {
    results.push(...(await Promise.all(items.slice(start, start + statsAtOnce).map(run))));
  }
  return results;
}
