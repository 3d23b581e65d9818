// Follows the transfers for as long as the shell shows, and says so when one
// has come to its end: also one that ended before it was ever seen moving.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import type { Transfer } from '@hubdesk/shared/datasets/transfer';
import { invalidate } from '../../api/changes.ts';
import { orpc } from '../../api/client.ts';
import { datasetPlace } from '../../api/dataset-place.ts';
import { toast } from '../../ui/toast.tsx';
import { followTransfers } from './transfer-feed.ts';

export function useFollowTransfers(): void {
  const queryClient = useQueryClient();
  useEffect(() => {
    const stop = new AbortController();
    void followTransfers(() => invalidate(queryClient, ['transfers', 'datasets']), stop.signal);
    return () => stop.abort();
  }, [queryClient]);

  const navigate = useNavigate();
  const { data: listed } = useQuery(orpc.transfers.list.queryOptions());
  const [sinceMs] = useState(() => Date.now());
  const told = useRef(new Set<string>());
  const tell = useEffectEvent(({ kind, name, repo, repoType }: Transfer) => {
    if (kind === 'download') {
      toast(`${name} is downloaded`, { label: 'Show', onPress: () => void navigate({ to: '/transfers' }) });
    } else if (repoType === 'dataset') {
      toast(`${repo} is on the Hub`, { label: 'Open', onPress: () => void navigate(datasetPlace(repo)) });
    } else toast(`${repo} is on the Hub`);
  });
  useEffect(() => {
    for (const transfer of listed ?? []) {
      const { id, state, finishedAt } = transfer;
      if (state !== 'done' || finishedAt === null || Date.parse(finishedAt) < sinceMs || told.current.has(id)) continue;
      told.current.add(id);
      tell(transfer);
    }
  }, [listed, sinceMs]);
}
