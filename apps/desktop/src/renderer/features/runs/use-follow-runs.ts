// Follows the runs for as long as the shell shows, and tells what becomes of
// them: also of one that ended before it was ever seen going on.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { Run } from '@hubdesk/shared/train/run';
import { invalidate } from '../../api/changes.ts';
import { orpc } from '../../api/client.ts';
import { toFailure } from '../../api/failure.ts';
import { notifyNews, tellNews } from '../../ui/tell-news.ts';
import { followRuns, liveRuns } from './run-feed.ts';
import { newsOf, type SeenStates } from './run-news.ts';

export function useFollowRuns(): void {
  const queryClient = useQueryClient();
  useEffect(() => {
    const stop = new AbortController();
    void followRuns(
      queryClient,
      {
        onNew: () => invalidate(queryClient, ['runs', 'budget']),
        onOver: () => invalidate(queryClient, ['runs', 'budget', 'schedules']),
      },
      stop.signal,
    );
    return () => stop.abort();
  }, [queryClient]);

  const { data: listed } = useQuery(orpc.runs.list.queryOptions());
  const { data: wanted } = useQuery(
    orpc.preferences.get.queryOptions({ select: (preferences) => preferences.notifications }),
  );
  const live = useStore(liveRuns);
  const navigate = useNavigate();
  const [sinceMs] = useState(() => Date.now());
  const seen = useRef<SeenStates>(new Map());
  const tell = useEffectEvent((runs: readonly Run[]) => {
    for (const news of newsOf(runs, seen.current, sinceMs)) {
      if (isLookedAt(news.run)) continue;
      tellNews(news, {
        wanted: wanted === true,
        onOpen: () => void navigate({ to: '/train/run/$run', params: { run: news.run } }),
      });
    }
  });
  useEffect(() => tell([...live, ...(listed ?? [])]), [live, listed]);

  // The page that asked for the launch says so itself; this is for a person who looks elsewhere.
  const stopped = useEffectEvent((body: string) =>
    notifyNews(
      { title: 'A run was not started: it could cost too much', body, tag: 'budget' },
      { wanted: wanted === true, onOpen: () => void navigate({ to: '/train' }) },
    ),
  );
  useEffect(
    () =>
      queryClient.getMutationCache().subscribe((event) => {
        if (event.type !== 'updated' || event.action.type !== 'error') return;
        if (!isLaunch(event.mutation.options.mutationKey)) return;
        const reason = budgetReason(event.action.error);
        if (reason !== null) stopped(reason);
      }),
    [queryClient],
  );
}

/** Its page is open before the person, and says all of it itself. */
function isLookedAt(run: string): boolean {
  return document.hasFocus() && location.hash.split('?', 1)[0] === `#/train/run/${run}`;
}

const launches = [orpc.runs.launch, orpc.runs.salvage, orpc.schedules.runNow, orpc.schedules.create].map((operation) =>
  JSON.stringify(operation.mutationKey()),
);

function isLaunch(key: readonly unknown[] | undefined): boolean {
  return launches.includes(JSON.stringify(key));
}

/** What the limits say against a launch: found by the host, or by the check right before it. Null for other failures. */
function budgetReason(error: Error): string | null {
  if (error.cause === 'budget') return error.message;
  const failure = toFailure(error);
  return failure.code === 'INVALID_INPUT' && failure.data.field === 'budget' ? failure.message : null;
}
