// Who could pay for a job with this account's token: the account itself and its organizations.
import { whoami } from '../hub/whoami.ts';
import type { Secret } from '../secrets/secret.ts';
import type { Workspace } from './workspace.ts';

export interface Payers {
  account: string;
  /** The account first. Organizations that shut the token out, or give its owner nothing, are not among them. */
  namespaces: string[];
}

/** From what is remembered of the account; the Hub is asked where nothing is, and its failures are this one's. */
export async function payersOf(workspace: Workspace, token: Secret, signal?: AbortSignal): Promise<Payers> {
  const { name, organizations } =
    workspace.record.get().account?.identity ?? (await whoami(workspace.hub, token, signal)).identity;
  const open = organizations.filter(({ role, restrictions }) => role !== 'no_access' && restrictions.length === 0);
  return { account: name, namespaces: [name, ...open.map((each) => each.name)] };
}
