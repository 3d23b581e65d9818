// All files under folders of a repository, for a download of some of it.
import type { QueryClient } from '@tanstack/react-query';
import { orpc } from '../../api/client.ts';

/** As many as one download may name. */
export const mostPaths = 10_000;

/**
 * The files among `chosen` and all under its folders, without repeats. Null where they are more than one download may
 * name.
 */
export async function listFiles(
  queryClient: QueryClient,
  dataset: string,
  chosen: ReadonlyMap<string, 'file' | 'folder'>,
): Promise<readonly string[] | null> {
  const found = new Set<string>();
  const folders: string[] = [];
  for (const [path, kind] of chosen) {
    if (kind === 'file') found.add(path);
    else folders.push(path);
  }
  for (let folder = folders.shift(); folder !== undefined; folder = folders.shift()) {
    let cursor: string | null = null;
    do {
      const page: { files: { path: string; kind: 'file' | 'folder' }[]; cursor: string | null } =
        await queryClient.fetchQuery(orpc.datasets.files.queryOptions({ input: { dataset, folder, cursor } }));
      for (const { path, kind } of page.files) {
        if (kind === 'file') found.add(path);
        else folders.push(path);
      }
      if (found.size > mostPaths) return null;
      cursor = page.cursor;
    } while (cursor !== null);
  }
  return [...found];
}
