// Follows the transfers for as long as the shell shows, and says so when one
// has come to its end.
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useEffectEvent } from 'react';
import { invalidate } from '../../api/changes.ts';
import { client } from '../../api/client.ts';
import { datasetPlace } from '../../api/dataset-place.ts';
import { toast } from '../../ui/toast.tsx';
import { followTransfers } from './transfer-feed.ts';

export function useFollowTransfers(): void {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const onOver = useEffectEvent(async (id: string) => {
    invalidate(queryClient, ['transfers', 'datasets']);
    // One that was taken from the list meanwhile is no news.
    const ended = await client.transfers.get({ transfer: id }).catch(() => null);
    if (ended?.state !== 'done') return;
    if (ended.kind === 'download') {
      toast(`${ended.name} is downloaded`, { label: 'Show', onPress: () => void navigate({ to: '/transfers' }) });
    } else if (ended.repoType === 'dataset') {
      toast(`${ended.repo} is on the Hub`, { label: 'Open', onPress: () => void navigate(datasetPlace(ended.repo)) });
    } else toast(`${ended.repo} is on the Hub`);
  });
  useEffect(() => {
    const stop = new AbortController();
    void followTransfers((id) => void onOver(id), stop.signal);
    return () => stop.abort();
  }, []);
}
