// The ways to deploy that a namespace can have, from what the Hub says of its plan, its Spaces, prices and quota. What
// cannot be had now leaves an option unclear and hides none.
import { isAppError } from '@hubdesk/shared/errors';
import type { Identity } from '@hubdesk/shared/account/account';
import { deployOptions } from '@hubdesk/shared/spaces/deploy-options';
import type { DeployConfig } from '@hubdesk/shared/spaces/deploy-config';
import type { DeployModel, DeployOption } from '@hubdesk/shared/spaces/deployment';
import { planRights } from '@hubdesk/shared/spaces/plan-rights';
import { zeroGpuFlavor } from '@hubdesk/shared/spaces/space';
import type { Flavor } from '@hubdesk/shared/train/hardware';
import type { HubClient } from '../hub/hub-client.ts';
import { listSpaces } from '../hub/spaces.ts';
import { fetchZeroGpuQuota } from '../hub/zero-gpu-quota.ts';
import type { Secret } from '../secrets/secret.ts';

export type OptionsWish = Pick<DeployConfig, 'namespace' | 'model' | 'template'>;

export interface OptionsParts {
  hub: HubClient;
  token: Secret;
  identity(): Promise<Identity>;
  model(id: string): Promise<DeployModel | null>;
  spaceFlavors(): Promise<Flavor[]>;
  jobFlavors(): Promise<Flavor[]>;
  /** Spaces that are to be deployed again: they take no place of another. */
  made: readonly string[];
  signal: AbortSignal | undefined;
}

/** Rejects with what keeps the account from being known. */
export async function gatherOptions(
  { namespace, model, template }: OptionsWish,
  parts: OptionsParts,
): Promise<DeployOption[]> {
  const { hub, token, signal } = parts;
  const call = { token, signal };
  const [identity, facts, spaceFlavors, jobFlavors, zeroGpuSpaces, quota] = await Promise.all([
    parts.identity(),
    model === null ? null : otherwise(parts.model(model), null),
    otherwise(parts.spaceFlavors(), []),
    otherwise(parts.jobFlavors(), []),
    otherwise(
      listSpaces(hub, namespace, call).then(
        (all) =>
          all.filter(({ id, runtime }) => runtime.requested === zeroGpuFlavor && !parts.made.includes(id)).length,
      ),
      null,
    ),
    otherwise(fetchZeroGpuQuota(hub, call), null),
  ]);
  const rights = planRights(identity, namespace);
  return deployOptions({
    namespace,
    identity,
    rights,
    model: facts,
    template,
    spaceFlavors,
    jobFlavors,
    zeroGpuSpaces,
    quota,
    hubUrl: hub.address.hubUrl,
  });
}

async function otherwise<T, E>(work: Promise<T>, none: E): Promise<T | E> {
  try {
    return await work;
  } catch (error) {
    if (isAppError(error) && error.code !== 'CANCELLED') return none;
    throw error;
  }
}
