// Who is asking, and what their token allows. Refuses with the Hub's own words.
import type { IncomingHttpHeaders } from 'node:http';
import type { Account, Token } from './accounts.ts';
import { Refusal } from './http/reply.ts';
import type { Store } from './store.ts';

export interface Caller {
  account: Account;
  token: Token;
}

/** The caller, or undefined when nobody is named. A token that is presented and wrong is a 401. */
export function callerOf(store: Store, headers: IncomingHttpHeaders): Caller | undefined {
  const { authorization } = headers;
  if (authorization === undefined) return undefined;
  const [, value] = /^Bearer\s+(\S+)$/i.exec(authorization) ?? [];
  const token = value === undefined ? undefined : store.token(value);
  const account = token && store.account(token.account);
  if (!token || !account) throw new Refusal(401, 'Invalid credentials in Authorization header');
  if (token.expired) throw new Refusal(401, `User Access Token "${token.displayName}" is expired`);
  return { account, token };
}

export function requireCaller(store: Store, headers: IncomingHttpHeaders): Caller {
  const caller = callerOf(store, headers);
  if (!caller) throw new Refusal(401, 'Invalid username or password.');
  return caller;
}

/** The namespaces whose private repos the caller may read: their own and their organizations'. */
export function namespacesOf(caller: Caller | undefined): ReadonlySet<string> {
  if (!caller) return new Set();
  const reachable = caller.account.memberships.filter(
    ({ org, role }) => role !== 'no_access' && !caller.token.restrictions[org]?.length,
  );
  return new Set([caller.account.name, ...reachable.map(({ org }) => org)]);
}

const READABLE = new Set(['inference.serverless.write', 'repo.content.read', 'user.billing.read']);

// The OAuth scopes that give each permission (`docs/hub/oauth.md` of the Hub's documentation).
const SCOPES: Readonly<Record<string, readonly string[]>> = {
  'repo.content.read': ['read-repos', 'write-repos', 'manage-repos'],
  'repo.write': ['write-repos', 'manage-repos'],
  'inference.serverless.write': ['inference-api'],
  'job.write': ['jobs'],
  'user.billing.read': ['read-billing'],
};

/**
 * Whether the token carries a permission on a user or organization. A classic write token and an OAuth token without
 * scopes carry all; a classic read token may read and call inference. Creating, deleting and managing a repo is
 * `repo.write` for tokens.
 */
export function mayOn(caller: Caller, permission: string, namespace: string): boolean {
  if (!namespacesOf(caller).has(namespace)) return false;
  const { token } = caller;
  if (token.scopes) return (SCOPES[permission] ?? []).some((scope) => token.scopes?.includes(scope));
  if (token.role === 'read' && READABLE.has(permission)) return true;
  if (token.role !== 'fineGrained') return token.role !== 'read';
  return (token.fineGrained?.scoped ?? []).some(
    ({ entity, permissions }) => entity.name === namespace && permissions.includes(permission),
  );
}
