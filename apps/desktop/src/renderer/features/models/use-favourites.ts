// The models a person marked, and those used lately. A star shows at once and
// goes back if the host could not keep it.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import type { Preferences } from '@hubdesk/shared/contract/preferences';
import { orpc } from '../../api/client.ts';
import { toast } from '../../ui/toast.tsx';

const most = 1_000;
const none: readonly string[] = [];
const queryKey = orpc.preferences.get.queryKey();

export function useFavourites() {
  const queryClient = useQueryClient();
  const { data } = useQuery(orpc.preferences.get.queryOptions());
  const ids = data?.favouriteModels ?? none;
  const { mutate } = useMutation(
    orpc.preferences.set.mutationOptions({
      onMutate: ({ favouriteModels }) => {
        const before = queryClient.getQueryData<Preferences>(queryKey);
        if (before && favouriteModels) queryClient.setQueryData<Preferences>(queryKey, { ...before, favouriteModels });
        return before;
      },
      onError: (_error, _input, before) => {
        if (before) queryClient.setQueryData<Preferences>(queryKey, before);
        toast('The favourite could not be kept');
      },
    }),
  );
  const toggle = useCallback(
    (id: string) => {
      const known = queryClient.getQueryData<Preferences>(queryKey)?.favouriteModels;
      if (!known) return;
      const others = known.filter((other) => other !== id);
      mutate({ favouriteModels: others.length < known.length ? others : [id, ...known].slice(0, most) });
    },
    [queryClient, mutate],
  );
  return {
    favourites: useMemo(() => new Set(ids), [ids]),
    favouriteIds: ids,
    recentIds: data?.recentModels ?? none,
    toggle,
  };
}
