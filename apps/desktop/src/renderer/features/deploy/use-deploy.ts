// Deploys once. The id is made with the click and kept until somebody knows
// whether the host has heard of it, so that the same click cannot do it twice.
import { useMutation } from '@tanstack/react-query';
import { useRef } from 'react';
import type { DeployConfig } from '@hubdesk/shared/spaces/deploy-config';
import type { Deployment } from '@hubdesk/shared/spaces/deployment';
import { client, orpc } from '../../api/client.ts';
import { mayHaveHappened } from '../../api/may-have-happened.ts';

interface Wish {
  config: DeployConfig;
  secrets: Record<string, string>;
}

/** A check that stops it, found at the last moment; its `cause` is which. */
export class DeployStopped extends Error {
  override readonly name = 'DeployStopped';
}

/** `again`: a deployment that goes on with these answers; null: a new one. */
export function useDeploy(again: string | null, onDeployed: (deployment: Deployment) => void) {
  const open = useRef<{ id: string; of: string } | null>(null);
  const busy = useRef(false);
  const mutation = useMutation({
    mutationKey: orpc.deployments.start.mutationKey(),
    // What was sent has secrets in it.
    gcTime: 0,
    mutationFn: async ({ config, secrets }: Wish) => {
      const of = JSON.stringify(config);
      if (open.current?.of !== of) {
        const checks = await client.deployments.check({ config, given: Object.keys(secrets), deployment: again });
        const stop = checks.find(({ state }) => state === 'stops');
        if (stop) throw new DeployStopped(stop.finding, { cause: stop.id });
        open.current = { id: again ?? crypto.randomUUID(), of };
      }
      try {
        const { id } = open.current;
        return await (again === null
          ? client.deployments.start({ deployment: id, config, secrets })
          : client.deployments.retry({ deployment: id, config, secrets }));
      } catch (caught) {
        if (!mayHaveHappened(caught)) open.current = null;
        throw caught;
      }
    },
    onSuccess: (deployment) => {
      open.current = null;
      onDeployed(deployment);
    },
    onSettled: () => {
      busy.current = false;
    },
  });
  const deploy = (wish: Wish) => {
    // A second press may come before the button has heard of the first.
    if (busy.current) return;
    busy.current = true;
    mutation.mutate(wish);
  };
  return {
    deploy,
    deploying: mutation.isPending,
    error: mutation.error,
    /** The same again, under the same id. */
    retry: () => mutation.variables && deploy(mutation.variables),
  };
}
