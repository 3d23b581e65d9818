// `GET /api/whoami-v2`: who a token speaks for, and what it may do.
import { requireCaller, type Caller } from '../caller.ts';
import type { HubContext } from '../hub-context.ts';
import { json } from '../http/reply.ts';
import type { Route } from '../http/route-table.ts';
import type { Store } from '../store.ts';

export function whoamiRoutes({ store, now }: HubContext): Route[] {
  return [
    {
      method: 'GET',
      pattern: '/api/whoami-v2',
      answer: ({ headers }) => {
        const caller = requireCaller(store, headers);
        return json(describe(store, caller, now()));
      },
    },
  ];
}

function describe(store: Store, caller: Caller, nowMs: number): Record<string, unknown> {
  const { account, token } = caller;
  // An OAuth token shows only what its scopes let through.
  const has = (scope: string) => !token.scopes || token.scopes.includes(scope);
  const periodEnd = startOfNextMonthSeconds(nowMs);
  return {
    type: 'user',
    id: account.id,
    name: account.name,
    fullname: account.fullname,
    ...(has('email') ? { email: account.email, emailVerified: account.goodStanding !== false } : {}),
    ...(has('read-billing') ? { canPay: account.canPay, billingMode: 'prepaid' } : {}),
    periodEnd,
    isPro: account.isPro,
    avatarUrl: `/avatars/${account.name}.svg`,
    orgs: (has('profile') || has('read-memberships') ? account.memberships : []).flatMap(({ org: name, role, resourceGroups }) => {
      const org = store.org(name);
      const restrictions = token.restrictions[name] ?? [];
      return org
        ? [
            {
              type: 'org',
              id: org.id,
              name: org.name,
              fullname: org.fullname,
              avatarUrl: `/avatars/${org.name}.svg`,
              canPay: org.canPay,
              billingMode: 'postpaid',
              periodEnd,
              plan: org.plan,
              roleInOrg: role,
              ...(restrictions.length > 0 ? { securityRestrictions: restrictions } : {}),
              ...(resourceGroups ? { resourceGroups } : {}),
            },
          ]
        : [];
    }),
    auth: describeAuth(caller, nowMs),
  };
}

function describeAuth({ token }: Caller, nowMs: number): Record<string, unknown> {
  if (token.kind === 'oauth') {
    const expiresAt = new Date(token.expiresAtMs ?? nowMs + (token.expiresInSeconds ?? 0) * 1000).toISOString();
    return { type: 'oauth', expiresAt };
  }
  return {
    type: 'access_token',
    accessToken: {
      displayName: token.displayName,
      role: token.role,
      createdAt: token.createdAt,
      fineGrained: token.fineGrained,
    },
  };
}

function startOfNextMonthSeconds(nowMs: number): number {
  const now = new Date(nowMs);
  return Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1) / 1000;
}
