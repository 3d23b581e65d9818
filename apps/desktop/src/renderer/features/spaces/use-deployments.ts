import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useStore } from 'zustand';
import type { Deployment } from '@hubdesk/shared/spaces/deployment';
import { orpc } from '../../api/client.ts';
import { liveDeployments } from '../../api/deployment-feed.ts';

/** All deployments, with the newest word on those that go on. Empty while nothing is known. */
export function useDeployments(): readonly Deployment[] {
  const { data: listed } = useQuery(orpc.deployments.list.queryOptions());
  const live = useStore(liveDeployments);
  return useMemo(() => {
    const newer = new Map(live.map((deployment) => [deployment.id, deployment]));
    const known = new Set(listed?.map(({ id }) => id));
    return [
      ...live.filter(({ id }) => !known.has(id)),
      ...(listed ?? []).map((deployment) => newer.get(deployment.id) ?? deployment),
    ];
  }, [listed, live]);
}
