// Looks at everything a launch depends on when the form has come to rest.
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { Preflight } from '@hubdesk/shared/train/preflight';
import { client, orpc } from '../../api/client.ts';
import type { RunConfig } from '@hubdesk/shared/train/run-config';
import { useSettled } from '../../ui/use-settled.ts';

const restsAfterMs = 700;
/** Names may be taken and credits spent meanwhile. */
const keepsMs = 60_000;

export function usePreflight(config: RunConfig, enabled: boolean) {
  const text = JSON.stringify(config);
  const settled = useSettled(text, restsAfterMs);
  const input = { config: JSON.parse(settled), kind: 'train' as const };
  const query = useQuery(
    orpc.runs.preflight.experimental_liveOptions({
      input,
      enabled,
      staleTime: keepsMs,
      gcTime: keepsMs,
      placeholderData: keepPreviousData,
    }),
  );
  useAgainWithOtherLimits();
  const isOfThis = settled === text && !query.isPlaceholderData;
  return {
    /** The checks, of this configuration or still of the one before it. */
    preflight: enabled ? (query.data ?? null) : null,
    /** They are of this configuration, and all there. */
    done: enabled && isOfThis && query.data?.done === true,
    checking: enabled && (!isOfThis || query.isFetching),
    error: query.error,
    again: () => void query.refetch(),
  };
}

/** What the checks said of the limits is worth nothing once these are others. */
function useAgainWithOtherLimits(): void {
  const queryClient = useQueryClient();
  const { data: limits } = useQuery(
    orpc.budget.get.queryOptions({ select: ({ runUsd, monthUsd }) => JSON.stringify([runUsd, monthUsd]) }),
  );
  const judged = useRef(limits);
  useEffect(() => {
    if (limits === undefined || limits === judged.current) return;
    if (judged.current !== undefined) void queryClient.invalidateQueries({ queryKey: orpc.runs.preflight.key() });
    judged.current = limits;
  }, [limits, queryClient]);
}

/** All of it once more, now. */
export async function runPreflight(
  config: RunConfig,
  kind: 'train' | 'smoke',
  signal: AbortSignal,
): Promise<Preflight | null> {
  let last: Preflight | null = null;
  for await (const item of await client.runs.preflight({ config, kind }, { signal })) last = item;
  return last;
}
