// Who may see, read and change a repo. Refuses in the Hub's words and with its error codes.
// A stranger is not told whether a private repo exists; a gated one is told about in full, and its files are kept back.
import { callerOf, mayOn, namespacesOf, requireCaller, type Caller } from '../caller.ts';
import type { HubContext } from '../hub-context.ts';
import { Refusal } from '../http/reply.ts';
import type { HubRequest } from '../http/route-table.ts';
import type { Commit, Repo, RepoType } from './repo-store.ts';
import { pagePath } from './repo-types.ts';

export interface Found {
  repo: Repo;
  caller: Caller | undefined;
}

/** The repo that `:namespace/:name` of the path names, for somebody who may see it. */
export function seeRepo(hub: HubContext, request: HubRequest, type: RepoType): Found {
  const { headers, params } = request;
  const caller = callerOf(hub.store, headers);
  const namespace =
    type === 'bucket' && params.namespace === 'me' ? requireCaller(hub.store, headers).account.name : params.namespace;
  const name = `${namespace}/${params.name}`;
  const repo = hub.repos.open(type, name);
  if (repo && maySee(caller, repo)) return { repo, caller };
  const elsewhere = hub.repos.movedTo(type, name);
  const there = elsewhere === undefined ? undefined : hub.repos.find(type, elsewhere);
  if (!repo && there && maySee(caller, there)) throw movedRefusal(request, name, there);
  throw missingRepo(caller);
}

/** As `seeRepo`, for somebody who may also read the files. */
export function readRepo(hub: HubContext, request: HubRequest, type: RepoType): Found {
  const found = seeRepo(hub, request, type);
  requireFiles(hub, found);
  return found;
}

/** As `seeRepo`, for somebody who may change it. `manage` is for what only an admin or the repo's maker may do. */
export function writeRepo(
  hub: HubContext,
  request: HubRequest,
  type: RepoType,
  manage = false,
): Found & { caller: Caller } {
  const { repo } = seeRepo(hub, request, type);
  const caller = requireCaller(hub.store, request.headers);
  requireWrite(caller, repo, manage);
  return { repo, caller };
}

export function maySee(caller: Caller | undefined, repo: Repo): boolean {
  if (repo.facts.visibility !== 'private') return true;
  return caller !== undefined && mayOnRepo(caller, ['repo.content.read', 'repo.write'], repo);
}

export function requireWrite(caller: Caller, repo: Repo, manage = false): void {
  const { facts } = repo;
  const role = roleIn(caller, namespaceOf(repo));
  const allowed =
    role === 'admin' ||
    (role === 'write' && !manage) ||
    ((role === 'contributor' || role === 'write') && facts.createdBy === caller.account.name);
  if (!allowed) throw new Refusal(403, `Forbidden: you do not have the rights to change ${facts.name}`);
  if (mayOnRepo(caller, ['repo.write'], repo)) return;
  throw caller.token.role === 'read'
    ? new Refusal(403, 'Forbidden: you must use a write token to upload to a repository.')
    : new Refusal(403, `Forbidden: this token lacks the permission repo.write on ${facts.name}`);
}

/** Refuses unless the caller may make repos in a namespace. */
export function requireCreate(caller: Caller, namespace: string): void {
  const role = roleIn(caller, namespace);
  if (role === undefined || role === 'read' || role === 'no_access') {
    throw new Refusal(403, `You don't have the rights to create a repo under the namespace "${namespace}"`);
  }
  if (!mayOn(caller, 'repo.write', namespace)) {
    throw new Refusal(
      403,
      caller.token.role === 'read'
        ? 'Forbidden: you must use a write token to create a repository.'
        : `You don't have the rights to create a repo under the namespace "${namespace}": the token lacks repo.write`,
    );
  }
}

/** Refuses a gated repo's files to those who were not let in. */
export function requireFiles(hub: HubContext, { repo, caller }: Found): void {
  const { facts } = repo;
  if (facts.gated === false) return;
  const page = `${hub.origin()}${pagePath(facts.type, facts.name)}`;
  const kept = `Access to ${facts.type} ${facts.name} is restricted`;
  const code = { 'x-error-code': 'GatedRepo' };
  if (!caller) {
    throw new Refusal(
      401,
      `${kept}. You must have access to it and be authenticated to access it. Please log in.`,
      code,
    );
  }
  if (namespacesOf(caller).has(namespaceOf(repo))) return;
  if (facts.access[caller.account.name] !== 'accepted') {
    const asked = facts.access[caller.account.name] === 'pending';
    throw new Refusal(
      403,
      asked
        ? `Your request to access ${facts.type} ${facts.name} is awaiting a review from the repo authors.`
        : `${kept} and you are not in the authorized list. Visit ${page} to ask for access.`,
      code,
    );
  }
  if (caller.token.role === 'fineGrained' && !caller.token.fineGrained?.canReadGatedRepos) {
    throw new Refusal(
      403,
      'Please enable access to public gated repositories in your fine-grained token settings to view this repository.',
      code,
    );
  }
}

/** The commit that `:revision` names, or main's. */
export function requireRevision(hub: HubContext, repo: Repo, revision: string | undefined): Commit {
  const commit = hub.repos.revision(repo, revision);
  if (!commit) throw new Refusal(404, `Invalid rev id: ${revision}`, { 'x-error-code': 'RevisionNotFound' });
  return commit;
}

export function missingRepo(caller: Caller | undefined): Refusal {
  const code = { 'x-error-code': 'RepoNotFound' };
  return caller
    ? new Refusal(404, 'Repository not found', code)
    : new Refusal(401, 'Invalid username or password.', code);
}

export function missingEntry(path: string, commit?: Commit): Refusal {
  return new Refusal(404, `Entry not found: ${path}`, {
    'x-error-code': 'EntryNotFound',
    ...(commit ? { 'x-repo-commit': commit.oid } : {}),
  });
}

export function namespaceOf(repo: Repo): string {
  return repo.facts.name.slice(0, repo.facts.name.indexOf('/'));
}

function roleIn(caller: Caller, namespace: string): string | undefined {
  if (caller.account.name === namespace) return 'admin';
  if (!namespacesOf(caller).has(namespace)) return undefined;
  return caller.account.memberships.find(({ org }) => org === namespace)?.role;
}

function mayOnRepo(caller: Caller, permissions: readonly string[], repo: Repo): boolean {
  const namespace = namespaceOf(repo);
  if (permissions.some((permission) => mayOn(caller, permission, namespace))) return true;
  const { name, type } = repo.facts;
  return (caller.token.fineGrained?.scoped ?? []).some(
    ({ entity, permissions: given }) =>
      entity.type === type && entity.name === name && given.some((permission) => permissions.includes(permission)),
  );
}

function movedRefusal({ url }: HubRequest, oldName: string, repo: Repo): Refusal {
  const location = url.pathname.replace(
    new RegExp(`/${oldName.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?=/|$)`, 'i'),
    `/${repo.facts.name}`,
  );
  return new Refusal(307, `Temporary Redirect. Redirecting to ${location}`, { location: location + url.search });
}
