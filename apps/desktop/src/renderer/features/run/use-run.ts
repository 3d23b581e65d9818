// One run: what the host has of it, kept up to date while it goes on.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Run } from '@hubdesk/shared/train/run';
import { client, orpc } from '../../api/client.ts';
import { followStream } from '../../api/follow-stream.ts';
import { isLive } from './run-clock.ts';

export function useRun(run: string) {
  const queryClient = useQueryClient();
  useEffect(() => {
    const queryKey = orpc.runs.get.queryKey({ input: { run } });
    const stop = new AbortController();
    void followStream({
      open: (signal) => client.runs.follow(undefined, { signal }),
      onItem: ({ runs }) => {
        const now = runs.find(({ id }) => id === run);
        const known = queryClient.getQueryData<Run>(queryKey);
        if (now) queryClient.setQueryData<Run>(queryKey, now);
        // It went on when it was last heard of: what it came to is asked for.
        else if (known && isLive(known)) void queryClient.invalidateQueries({ queryKey });
      },
      signal: stop.signal,
    });
    return () => stop.abort();
  }, [queryClient, run]);
  return useQuery(orpc.runs.get.queryOptions({ input: { run } }));
}
