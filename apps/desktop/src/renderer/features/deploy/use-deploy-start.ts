// What the form begins with: a deployment that is begun again, what was being
// worked on, or a new one for the model of the address.
import { useQuery } from '@tanstack/react-query';
import { isModelId } from '../../ui/model-id.ts';
import type { Account } from '@hubdesk/shared/account/account';
import type { DeployConfig } from '@hubdesk/shared/spaces/deploy-config';
import type { Deployment } from '@hubdesk/shared/spaces/deployment';
import { orpc } from '../../api/client.ts';
import { type Choices, keptChoices, openChoices } from './deploy-choices.ts';
import type { DeploySearch } from './deploy-search.ts';

export interface DeployStart {
  choices: Choices;
  /** Where the answers come from, in a sentence; null where that needs no words. */
  from: string | null;
  /** What was being worked on before, and is not shown because something else was asked for. */
  putAside: DeployConfig | null;
}

export type DeployStartState =
  | { state: 'loading' }
  | { state: 'signed-out' }
  | { state: 'failed'; error: Error; retry: () => void; retrying: boolean }
  | { state: 'ready'; start: DeployStart };

export function useDeployStart({ model, again }: DeploySearch): DeployStartState {
  const account = useQuery(orpc.account.get.queryOptions());
  const draft = useQuery(orpc.deployments.draft.queryOptions({ staleTime: 0, gcTime: 0 }));
  const before = useQuery(
    orpc.deployments.get.queryOptions({ input: { deployment: again ?? '-' }, enabled: again !== undefined }),
  );
  const waited = [account, draft, ...(again === undefined ? [] : [before])];
  const failed = waited.find(({ error }) => error !== null);
  if (failed?.error) {
    const retry = () => void failed.refetch();
    return { state: 'failed', error: failed.error, retry, retrying: failed.isFetching };
  }
  if (waited.some(({ isPending }) => isPending)) return { state: 'loading' };
  if (!account.data) return { state: 'signed-out' };
  const start = startOf(model, account.data, draft.data ?? null, before.data ?? null);
  return { state: 'ready', start };
}

const goesOn: ReadonlySet<Deployment['state']> = new Set(['failed', 'cancelled', 'ended']);

function startOf(
  model: string | undefined,
  account: Account,
  draft: DeployConfig | null,
  before: Deployment | null,
): DeployStart {
  if (before) {
    const isTheDraft = JSON.stringify(draft) === JSON.stringify(before.config);
    const { namespace, name } = before.config;
    return {
      // One that answers stays as it is.
      choices: keptChoices(
        before.config,
        goesOn.has(before.state) ? { id: before.id, space: before.space?.id ?? null } : null,
      ),
      from: `The answers of ${namespace}/${name}. Secrets are kept nowhere, so they are asked for again.`,
      putAside: isTheDraft ? null : draft,
    };
  }
  const wanted = model !== undefined && isModelId(model) ? model : null;
  if (draft && (wanted === null || wanted === draft.model)) {
    return { choices: keptChoices(draft), from: null, putAside: null };
  }
  return { choices: openChoices(namespaceOf(account), wanted), from: null, putAside: draft };
}

export function namespaceOf(account: Account): string {
  return account.identity?.name ?? 'me';
}
