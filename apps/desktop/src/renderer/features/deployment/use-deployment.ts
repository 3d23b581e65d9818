import { useQuery } from '@tanstack/react-query';
import { orpc } from '../../api/client.ts';
import { useFollowDeployments } from '../../api/deployment-feed.ts';

/** One deployment: what the host has of it, kept up to date while it goes on. */
export function useDeployment(deployment: string) {
  useFollowDeployments();
  return useQuery(orpc.deployments.get.queryOptions({ input: { deployment } }));
}
