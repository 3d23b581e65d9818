import { useQuery } from '@tanstack/react-query';
import { orpc } from './client.ts';

/** GPU time on ZeroGPU that is left. Nothing announces that some was used, so it is asked for again each half minute at most. */
export function useQuota() {
  return useQuery(orpc.spaces.quota.queryOptions({ staleTime: 30_000 })).data;
}
