// Where this account may make and change repositories, and whether a name can be given to one there: asked of the Hub
// before somebody relies on it.
import { repoNameProblem } from '@hubdesk/shared/datasets/repo-name';
import { AppError, isAppError } from '@hubdesk/shared/errors';
import { whoami } from '../hub/whoami.ts';
import type { Secret } from '../secrets/secret.ts';
import { type Namespace, namespacesOf } from './namespaces.ts';
import type { Workspace } from './workspace.ts';

export interface NameCheck {
  state: 'free' | 'mine' | 'taken' | 'refused';
  reason: string | null;
}

/** From what is remembered of the account; the Hub is asked where nothing is. */
export async function namespacesIn(
  workspace: Workspace,
  token: Secret,
  signal: AbortSignal | undefined,
): Promise<Namespace[]> {
  const { account } = workspace.record.get();
  if (account?.identity) return namespacesOf(account.identity, account.token);
  // Kept unverified while offline: whose it is was never asked.
  const owner = await whoami(workspace.hub, token, signal);
  return namespacesOf(owner.identity, owner.token);
}

export function isWritable(namespaces: readonly Namespace[], repo: string): boolean {
  return namespaces.some(({ name, mayWrite }) => mayWrite && repo.startsWith(`${name}/`));
}

/** `find` looks for a repository and rejects with NOT_FOUND. `kind`: what it is called in a sentence. */
export async function checkRepoName(
  namespaces: readonly Namespace[],
  wish: { namespace: string; name: string; kind: string },
  find: (repo: string) => Promise<{ id: string }>,
): Promise<NameCheck> {
  const { namespace, name, kind } = wish;
  const refused = (reason: string) => ({ state: 'refused' as const, reason });
  const problem = repoNameProblem(name);
  if (problem !== null) return refused(problem);
  const place = namespaces.find((each) => each.name === namespace);
  if (!place) return refused(`You are not a member of ${namespace}.`);
  if (!place.mayWrite) return refused(place.reason ?? `You may not write to ${namespace}.`);
  const repo = `${namespace}/${name}`;
  try {
    const found = await find(repo);
    // An old name that leads to another repository can be used again.
    if (found.id.toLowerCase() !== repo.toLowerCase()) return { state: 'free', reason: null };
    const isMine = isWritable(namespaces, found.id);
    return { state: isMine ? 'mine' : 'taken', reason: `There is a ${kind} named ${found.id} already.` };
  } catch (error) {
    if (isAppError(error, 'NOT_FOUND')) return { state: 'free', reason: null };
    throw error;
  }
}

/** Throws INVALID_INPUT for the field `to` where it is no `namespace/name` that the Hub takes. */
export function requireRepoId(to: string): void {
  const [namespace, name] = to.split('/');
  const problem = name === undefined ? 'Say whose it shall be: namespace/name.' : repoNameProblem(name);
  if (!namespace || problem !== null) throw invalidInput('to', problem ?? 'The namespace is missing.');
}

export function invalidInput(field: string, reason: string): AppError<'INVALID_INPUT'> {
  return new AppError('INVALID_INPUT', reason, { field, reason });
}
