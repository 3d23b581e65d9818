// Listens to what any window made stale and asks those queries again. After a
// gap in listening everything may be stale, so everything is asked again.
import type { QueryClient } from '@tanstack/react-query';
import type { Topic } from '@hubdesk/shared/contract/operation';
import { client } from './client.ts';
import { whenOpen } from './connection.ts';

const pauseMs = 1_000;

/** Runs until `signal` aborts. */
export async function followChanges(queryClient: QueryClient, signal: AbortSignal): Promise<void> {
  for (let gap = false; !signal.aborted; gap = true) {
    try {
      await whenOpen(signal);
      const changes = await client.app.changes(undefined, { signal });
      if (gap) void queryClient.invalidateQueries();
      for await (const { topics } of changes) invalidate(queryClient, topics);
    } catch {
      // A cut wire; the loop waits for the next one.
    }
    await pause(signal);
  }
}

/** Marks stale what these topics name: queries whose operation starts with one of the words. */
export function invalidate(queryClient: QueryClient, topics: readonly Topic[]): void {
  const stale = new Set<unknown>(topics);
  void queryClient.invalidateQueries({
    predicate: ({ queryKey: [path] }) => Array.isArray(path) && stale.has(path[0]),
  });
}

function pause(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const timer = setTimeout(resolve, pauseMs);
    signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
  });
}
