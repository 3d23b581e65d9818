// Does what a remedy says: changes the Space or the answers, then goes on from
// the step that failed. Values that nobody keeps are asked for again.
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Failure } from '@hubdesk/shared/errors';
import type { DeployConfig } from '@hubdesk/shared/spaces/deploy-config';
import type { Deployment } from '@hubdesk/shared/spaces/deployment';
import type { SpaceChange, SpaceRemedy } from '@hubdesk/shared/spaces/space-failure';
import { client, orpc } from '../../api/client.ts';
import { toFailure } from '../../api/failure.ts';

export type Remedies = ReturnType<typeof useRemedies>;

type Values = Record<string, string>;

interface Asking {
  secrets: readonly string[];
  why: string;
  /** The button it belongs to. */
  id: string;
  withValues: (values: Values) => Promise<Deployment>;
}

export function useRemedies({ id: deployment, config, space, job }: Deployment) {
  const queryClient = useQueryClient();
  /** The remedy that is being done; `retry` for none of them. */
  const [busy, setBusy] = useState<string | null>(null);
  const [error, setError] = useState<Failure | null>(null);
  const [asking, setAsking] = useState<Asking | null>(null);

  async function work(id: string, deed: () => Promise<Deployment>, next: DeployConfig = config) {
    setBusy(id);
    setError(null);
    try {
      const changed = await deed();
      setAsking(null);
      queryClient.setQueryData(orpc.deployments.get.queryKey({ input: { deployment } }), changed);
    } catch (caught) {
      const failure = toFailure(caught);
      if (failure.code === 'INVALID_INPUT' && failure.data.field === 'secrets' && asking === null) askAgain(id, next);
      else setError(failure);
    } finally {
      setBusy(null);
    }
  }

  const goOn = (next: DeployConfig | null = null, secrets: Values = {}) =>
    client.deployments.retry({ deployment, config: next, secrets });

  function askAgain(id: string, next: DeployConfig) {
    setAsking({
      id,
      secrets: secretsOf(next),
      why: 'Hubdesk keeps no secrets, so these are asked for again. They are sent to the Hub and nowhere else.',
      withValues: (values) => goOn(next === config ? null : next, values),
    });
  }

  function retry(id = 'retry', next: DeployConfig = config) {
    // A Space has them from when it was made; what is made now needs them now.
    const isMadeAnew = next.kind === 'job' || (space === null && job === null);
    if (isMadeAnew && secretsOf(next).length > 0) return askAgain(id, next);
    void work(id, () => goOn(next === config ? null : next), next);
  }

  function apply({ id, change }: SpaceRemedy) {
    if (change === null || change.kind === 'edit') return;
    if (change.kind === 'config') {
      return retry(id, Object.keys(change.patch).length === 0 ? config : { ...config, ...change.patch });
    }
    if (change.kind === 'secret') {
      const { key } = change;
      setError(null);
      return setAsking({
        id,
        secrets: [key],
        why: 'It is sent to the Hub as a secret of what was deployed. Nobody can read it there, and Hubdesk keeps no copy.',
        withValues: async (values) => {
          if (!space) return goOn(null, values);
          await client.spaces.setPair({ space: space.id, kind: 'secret', key, value: values[key] ?? '' });
          return goOn();
        },
      });
    }
    if (!space) return retry(id);
    void work(id, async () => {
      await changeSpace(space.id, change, config);
      return goOn();
    });
  }

  return {
    busy,
    error,
    asking,
    apply,
    retry: () => retry(),
    give: (values: Values) => asking && void work(asking.id, () => asking.withValues(values)),
    stopAsking: () => setAsking(null),
  };
}

type DirectChange = Exclude<SpaceChange, { kind: 'config' | 'edit' | 'secret' }>;

async function changeSpace(space: string, change: DirectChange, { sleepSeconds }: DeployConfig): Promise<void> {
  switch (change.kind) {
    case 'file':
      await client.spaces.saveFiles({
        space,
        files: [{ path: change.path, text: change.text }],
        message: change.message,
        commit: null,
      });
      return;
    case 'hardware':
      await client.spaces.setHardware({ space, flavor: change.flavor, sleepSeconds });
      return;
    case 'variable':
      await client.spaces.setPair({ space, kind: 'variable', key: change.key, value: change.value });
      return;
    case 'restart':
      await client.spaces.restart({ space, factory: change.factory });
      return;
  }
}

/** Names of the values that a person has to give. */
function secretsOf({ access, secrets }: DeployConfig): readonly string[] {
  const names = new Set([...(access === 'secret' ? ['HF_TOKEN'] : []), ...secrets]);
  // The account's own token is put there by the host.
  if (access === 'own') names.delete('HF_TOKEN');
  return [...names];
}
