// One Space, kept up to date while its page shows, with every change of it that
// was seen meanwhile.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { SpaceDetails, SpaceRuntime } from '@hubdesk/shared/spaces/space';
import { client, orpc } from '../../api/client.ts';
import { followStream } from '../../api/follow-stream.ts';

export interface SpaceEvent {
  at: string;
  stage: string;
  hardware: string | null;
  sha: string | null;
  errorMessage: string | null;
}

const mostEvents = 500;

export function useSpace(space: string) {
  const queryClient = useQueryClient();
  const [events, setEvents] = useState<readonly SpaceEvent[]>([]);
  const [following, setFollowing] = useState<'live' | 'waiting'>('live');
  useEffect(() => {
    const queryKey = orpc.spaces.get.queryKey({ input: { space } });
    const stop = new AbortController();
    let before: SpaceEvent | null = null;
    // Of an earlier visit: much may have happened since.
    const known = queryClient.getQueryData(queryKey);
    void followStream({
      open: (signal) => client.spaces.follow({ space }, { signal }),
      onItem: ({ at, runtime, following: now }) => {
        setFollowing(now);
        putRuntime(runtime);
        const event = eventOf(at, runtime);
        if (before && isSame(before, event)) return;
        // What it costs, why it failed and whether it can be shown go with its stage.
        const last = before ?? (known ? eventOf(at, known.runtime) : event);
        if (!isSame(last, event)) void queryClient.invalidateQueries({ queryKey });
        before = event;
        setEvents((all) => [...all.slice(-mostEvents + 1), event]);
      },
      // Gone, or closed to this account: asking for it says which.
      onFailure: () => void queryClient.invalidateQueries({ queryKey }),
      signal: stop.signal,
    });
    function putRuntime(runtime: SpaceRuntime) {
      queryClient.setQueryData<SpaceDetails>(queryKey, (known) => known && { ...known, runtime });
    }
    return () => stop.abort();
  }, [queryClient, space]);
  return { ...useQuery(orpc.spaces.get.queryOptions({ input: { space } })), events, following };
}

function eventOf(at: string, { stage, hardware, requested, sha, errorMessage }: SpaceRuntime): SpaceEvent {
  return { at, stage, hardware: hardware ?? requested, sha, errorMessage };
}

function isSame(a: SpaceEvent, b: SpaceEvent): boolean {
  return a.stage === b.stage && a.hardware === b.hardware && a.sha === b.sha && a.errorMessage === b.errorMessage;
}
