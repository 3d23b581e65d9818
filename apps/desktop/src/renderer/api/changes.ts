// Listens to what any window made stale and asks those queries again. After a
// gap in listening everything may be stale, so everything is asked again.
import type { QueryClient } from '@tanstack/react-query';
import type { Topic } from '@hubdesk/shared/contract/operation';
import { client } from './client.ts';
import { followStream } from './follow-stream.ts';

/** Runs until `signal` aborts. */
export function followChanges(queryClient: QueryClient, signal: AbortSignal): Promise<void> {
  let isFirst = true;
  return followStream({
    open: async (wanted) => {
      const gap = !isFirst;
      isFirst = false;
      const changes = await client.app.changes(undefined, { signal: wanted });
      if (gap) void queryClient.invalidateQueries();
      return changes;
    },
    onItem: ({ topics }) => invalidate(queryClient, topics),
    endsWith: () => false,
    signal,
  });
}

/** Marks stale what these topics name: queries whose operation starts with one of the words. */
export function invalidate(queryClient: QueryClient, topics: readonly Topic[]): void {
  const stale = new Set<unknown>(topics);
  void queryClient.invalidateQueries({
    predicate: ({ queryKey: [path] }) => Array.isArray(path) && stale.has(path[0]),
  });
}
