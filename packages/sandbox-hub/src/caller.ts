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

/** Whether the token carries a permission on a user or organization. Classic and OAuth tokens may call inference. */
export function mayOn(caller: Caller, permission: string, namespace: string): boolean {
  if (!namespacesOf(caller).has(namespace)) return false;
  const { token } = caller;
  if (token.role !== 'fineGrained') return token.role !== 'read' || permission === 'inference.serverless.write';
  return (token.fineGrained?.scoped ?? []).some(
    ({ entity, permissions }) => entity.name === namespace && permissions.includes(permission),
  );
}
