// The deployments that are at work or serve, followed in one place for the strip
// in the shell, the title and the pages, for as long as one of them shows.
import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { createStore } from 'zustand/vanilla';
import type { Deployment } from '@hubdesk/shared/spaces/deployment';
import { invalidate } from './changes.ts';
import { client, orpc } from './client.ts';
import { followStream } from './follow-stream.ts';

/** As the host last told them. */
export const liveDeployments = createStore<readonly Deployment[]>(() => []);

let holders = 0;
let stop: AbortController | null = null;

/** Follows while the component shows; however many do, there is one stream. */
export function useFollowDeployments(): void {
  const queryClient = useQueryClient();
  useEffect(() => {
    holders += 1;
    if (!stop) {
      stop = new AbortController();
      void follow(queryClient, stop.signal);
    }
    return () => {
      holders -= 1;
      if (holders > 0) return;
      stop?.abort();
      stop = null;
    };
  }, [queryClient]);
}

function follow(queryClient: QueryClient, signal: AbortSignal): Promise<void> {
  return followStream({
    open: (wanted) => client.deployments.follow(undefined, { signal: wanted }),
    onItem: ({ deployments }) => {
      for (const deployment of deployments) {
        queryClient.setQueryData(orpc.deployments.get.queryKey({ input: { deployment: deployment.id } }), deployment);
      }
      const before = liveDeployments.getState();
      liveDeployments.setState(deployments, true);
      // One that came or went: what it came to, and what that did to the Spaces, is asked for.
      if (before.map(keyOf).join() !== deployments.map(keyOf).join()) {
        invalidate(queryClient, ['deployments', 'spaces']);
      }
    },
    endsWith: () => false,
    signal,
  });
}

function keyOf({ id, state }: Deployment): string {
  return `${id} ${state}`;
}
