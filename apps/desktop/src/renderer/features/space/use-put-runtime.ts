import { useQueryClient } from '@tanstack/react-query';
import type { SpaceDetails, SpaceRuntime } from '@hubdesk/shared/spaces/space';
import { orpc } from '../../api/client.ts';

/** Shows at once how a Space is after a change, before the Hub tells of it by itself. */
export function usePutRuntime(space: string): (runtime: SpaceRuntime) => void {
  const queryClient = useQueryClient();
  return (runtime) =>
    queryClient.setQueryData<SpaceDetails>(
      orpc.spaces.get.queryKey({ input: { space } }),
      (known) => known && { ...known, runtime },
    );
}
