// Looks at everything a deployment depends on when the form has come to rest.
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { DeployConfig } from '@hubdesk/shared/spaces/deploy-config';
import { orpc } from '../../api/client.ts';
import { useSettled } from '../../ui/use-settled.ts';

const restsAfterMs = 700;
/** Names may be taken and credits spent meanwhile. */
const keepsMs = 60_000;

/** `given`: names of the secrets whose values are there; `again`: the deployment that is gone on with. */
export function useChecks(config: DeployConfig, given: readonly string[], again: string | null, enabled: boolean) {
  const text = JSON.stringify({ config, given, deployment: again });
  const settled = useSettled(text, restsAfterMs);
  const query = useQuery(
    orpc.deployments.check.queryOptions({
      input: JSON.parse(settled),
      enabled,
      staleTime: keepsMs,
      gcTime: keepsMs,
      placeholderData: keepPreviousData,
    }),
  );
  const isOfThis = settled === text && !query.isPlaceholderData;
  return {
    /** Of these answers, or still of those before them; null before the first. */
    checks: enabled ? (query.data ?? null) : null,
    /** They are of these answers. */
    done: enabled && isOfThis && query.data !== undefined,
    checking: enabled && (!isOfThis || query.isFetching),
    error: enabled ? query.error : null,
    again: () => void query.refetch(),
  };
}

export type Checks = ReturnType<typeof useChecks>;
