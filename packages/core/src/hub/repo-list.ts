// What files a repository has, from the Hub's `tree` route (reference hub-api 5.6).
import type { RepoFile } from '@hubdesk/shared/datasets/dataset';
import { z } from 'zod';
import type { Secret } from '../secrets/secret.ts';
import { cursorOf } from './dataset-list.ts';
import type { HubClient } from './hub-client.ts';

const entrySchema = z.object({
  type: z.string(),
  path: z.string(),
  size: z.number().nonnegative().nullish().catch(null),
  lfs: z.object({ size: z.number().nonnegative() }).nullish().catch(null),
  lastCommit: z.object({ date: z.string() }).nullish().catch(null),
});

export interface RepoFolder {
  type: 'model' | 'dataset' | 'space';
  repo: string;
  revision: string;
  /** Within the repo, with `/`; empty is its root. */
  folder: string;
}

interface Call {
  token: Secret | null;
  signal?: AbortSignal | undefined;
}

/** One page of a folder, with the dates of the last change: the Hub gives 100 entries at a time with those. */
export async function fetchFolderPage(
  hub: HubClient,
  place: RepoFolder,
  cursor: string | null,
  call: Call,
): Promise<{ files: RepoFile[]; cursor: string | null }> {
  const page = await fetchTree(hub, place, { expand: 'true' }, cursor, call);
  return { ...page, files: page.files.toSorted((a, b) => Number(b.kind === 'folder') - Number(a.kind === 'folder')) };
}

/** All files below a folder, page by page, at most `most`; `more` says that some were left. Without dates. */
export async function listRepoFiles(
  hub: HubClient,
  place: RepoFolder,
  most: number,
  call: Call,
): Promise<{ files: RepoFile[]; more: boolean }> {
  const files: RepoFile[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof fetchTree>> = await fetchTree(
      hub,
      place,
      { recursive: 'true' },
      cursor,
      call,
    );
    files.push(...page.files.filter(({ kind }) => kind === 'file'));
    ({ cursor } = page);
  } while (cursor !== null && files.length < most);
  return { files: files.slice(0, most), more: cursor !== null || files.length > most };
}

async function fetchTree(
  hub: HubClient,
  { type, repo, revision, folder }: RepoFolder,
  wish: Record<string, string>,
  cursor: string | null,
  call: Call,
) {
  const path = folder.split('/').filter(Boolean).map(encodeURIComponent).join('/');
  const url = new URL(
    `${hub.address.hubUrl}/api/${type}s/${repo}/tree/${encodeURIComponent(revision)}${path && `/${path}`}`,
  );
  for (const [key, value] of Object.entries(wish)) url.searchParams.set(key, value);
  if (cursor !== null) url.searchParams.set('cursor', cursor);
  const { value, headers } = await hub.get(url.href, z.array(entrySchema), { ...call, repo, repoType: type });
  return { files: value.map(toRepoFile), cursor: cursorOf(headers.get('link')) };
}

function toRepoFile(entry: z.output<typeof entrySchema>): RepoFile {
  return {
    path: entry.path,
    kind: entry.type === 'directory' ? 'folder' : 'file',
    // Where the Hub tells of the pointer, this is what it points at.
    bytes: entry.lfs?.size ?? entry.size ?? 0,
    lastModified: entry.lastCommit?.date ?? null,
  };
}
