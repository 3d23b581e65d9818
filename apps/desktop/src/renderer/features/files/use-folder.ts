// What is in a folder, always as it is now: other programs change folders
// without telling.
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { orpc } from '../../api/client.ts';
import { folderOf } from './typed-path.ts';

/** `folder` null is the home folder. What was listed stays until the next list is there (`isPlaceholderData`). */
export function useFolder(folder: string | null, hidden: boolean) {
  return useQuery(
    orpc.files.list.queryOptions({
      input: { folder, hidden },
      staleTime: 0,
      gcTime: 0,
      placeholderData: keepPreviousData,
      retry: false,
    }),
  );
}

/** Where a typed path leads: into it when it is a folder, to it when it is a file. Rejects when it is neither. */
export function useFollowPath() {
  const queryClient = useQueryClient();
  const list = (folder: string, hidden: boolean) =>
    queryClient.fetchQuery(orpc.files.list.queryOptions({ input: { folder, hidden }, staleTime: 0, retry: false }));
  return async (typed: string): Promise<{ kind: 'folder' | 'file'; path: string }> => {
    const path = typed.trim();
    try {
      return { kind: 'folder', path: (await list(path, false)).folder };
    } catch (error) {
      const parent = folderOf(path);
      if (parent === null) throw error;
      const { entries } = await list(parent, true);
      if (!entries.some((entry) => entry.path === path && entry.kind === 'file')) throw error;
      return { kind: 'file', path };
    }
  };
}
