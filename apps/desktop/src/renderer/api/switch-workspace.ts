// Going to the Sandbox and back: what one Hub said is never shown of the other.
import type { QueryClient } from '@tanstack/react-query';
import type { AppState } from '@hubdesk/shared/contract/app';
import { orpc } from './client.ts';

const sameInEither = new Set<unknown>(['app', 'preferences']);

/** Takes the new workspace's state, forgets what the old one said, and resolves when what shows was asked again. */
export async function switchWorkspace(queryClient: QueryClient, state: AppState): Promise<void> {
  queryClient.setQueryData(orpc.app.state.queryKey(), state);
  await queryClient.resetQueries({
    predicate: ({ queryKey: [path] }) => Array.isArray(path) && !sameInEither.has(path[0]),
  });
}
