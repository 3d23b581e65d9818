// Changes who there is in a running Sandbox: accounts, organizations, plans, tokens.
// What it is given was parsed already; it refuses names that nobody has.
import { z } from 'zod';
import type { Account, FineGrained, Token } from '../accounts.ts';
import { Refusal } from '../http/reply.ts';
import { madeUpLetters, type Ids } from '../ids.ts';
import type { Store } from '../store.ts';

const name = z.string().regex(/^[\w.-]{1,96}$/);
const role = z.enum(['admin', 'write', 'contributor', 'read', 'no_access']);
const orgPlan = z.enum(['team', 'enterprise', 'plus', 'academia']);
const memberships = z.array(z.object({ org: name, role }));

export const userBody = z.object({
  name,
  plan: z.enum(['free', 'pro']).default('free'),
  fullname: z.string().optional(),
  email: z.string().optional(),
  canPay: z.boolean().default(false),
  goodStanding: z.boolean().default(true),
  creditsUsd: z.number().default(0),
  memberships: memberships.default([]),
});
export const orgBody = z.object({
  name,
  plan: orgPlan.optional(),
  fullname: z.string().optional(),
  canPay: z.boolean().default(false),
  creditsUsd: z.number().default(0),
  /** Who belongs to it, by account name. */
  members: z.record(name, role).default({}),
});
export const planBody = z.object({ name, plan: z.union([z.enum(['free', 'pro']), orgPlan]) });
export const tokenBody = z.object({
  account: name,
  displayName: z.string().default('made by the control API'),
  role: z.enum(['read', 'write', 'fineGrained', 'oauth']),
  /** For `fineGrained`: permissions by account, organization or repo name. */
  permissions: z.record(z.string(), z.array(z.string())).default({}),
  canReadGatedRepos: z.boolean().default(false),
  /** For `oauth`: its scopes; everything when absent. */
  scopes: z.array(z.string()).optional(),
  expiresInSeconds: z.number().optional(),
  restrictions: z.record(name, z.array(z.enum(['ip', 'mfa', 'sso', 'token-policy', 'token-revoked']))).default({}),
});

export function putUser(store: Store, ids: Ids, body: z.infer<typeof userBody>): Account {
  for (const { org } of body.memberships) requireOrg(store, org);
  const account: Account = {
    id: store.account(body.name)?.id ?? ids.next('account made'),
    name: body.name,
    fullname: body.fullname ?? body.name,
    email: body.email ?? `${body.name}@example.org`,
    isPro: body.plan === 'pro',
    canPay: body.canPay,
    goodStanding: body.goodStanding,
    memberships: body.memberships,
    providerOrder: store.account(body.name)?.providerOrder ?? [],
  };
  store.putAccount(account);
  store.setCreditsUsd(body.name, body.creditsUsd);
  return account;
}

export function putOrg(store: Store, ids: Ids, body: z.infer<typeof orgBody>): void {
  const members = Object.entries(body.members).map(([member, role]) => [requireAccount(store, member), role] as const);
  store.putOrg({
    id: store.org(body.name)?.id ?? ids.next('org made'),
    name: body.name,
    fullname: body.fullname ?? body.name,
    canPay: body.canPay,
    ...(body.plan === undefined ? {} : { plan: body.plan }),
  });
  store.setCreditsUsd(body.name, body.creditsUsd);
  for (const [account, role] of members) {
    const others = account.memberships.filter(({ org }) => org !== body.name);
    store.putAccount({ ...account, memberships: [...others, { org: body.name, role }] });
  }
}

export function setPlan(store: Store, { name: whose, plan }: z.infer<typeof planBody>): void {
  const account = store.account(whose);
  if (account) {
    if (plan !== 'free' && plan !== 'pro') throw new Refusal(400, `An account cannot have the plan ${plan}.`);
    store.putAccount({ ...account, isPro: plan === 'pro' });
    return;
  }
  const { plan: _, ...org } = requireOrg(store, whose);
  if (plan === 'pro') throw new Refusal(400, 'An organization cannot have the plan pro.');
  store.putOrg(plan === 'free' ? org : { ...org, plan });
}

/** Makes a token and gives its characters. */
export function putToken(store: Store, nowMs: number, body: z.infer<typeof tokenBody>): string {
  requireAccount(store, body.account);
  const isOauth = body.role === 'oauth';
  const token: Token = {
    account: body.account,
    displayName: body.displayName,
    kind: isOauth ? 'oauth' : 'access_token',
    role: body.role === 'oauth' ? 'write' : body.role,
    createdAt: new Date(nowMs).toISOString(),
    restrictions: body.restrictions,
    ...(body.role === 'fineGrained' ? { fineGrained: fineGrained(store, body) } : {}),
    ...(body.scopes ? { scopes: body.scopes } : {}),
    ...(body.expiresInSeconds === undefined ? {} : { expiresAtMs: nowMs + body.expiresInSeconds * 1000 }),
  };
  const value = `${isOauth ? 'hf_oauth_' : 'hf_'}${madeUpLetters()}`;
  store.putToken(value, token);
  return value;
}

function fineGrained(store: Store, body: z.infer<typeof tokenBody>): FineGrained {
  return {
    canReadGatedRepos: body.canReadGatedRepos,
    global: [],
    scoped: Object.entries(body.permissions).map(([whose, permissions]) => {
      const user = store.account(whose);
      const org = store.org(whose);
      const entity = user
        ? ({ _id: user.id, type: 'user', name: whose } as const)
        : ({ _id: org?.id ?? '', type: org ? 'org' : 'model', name: whose } as const);
      return { entity, permissions };
    }),
  };
}

export function requireAccount(store: Store, whose: string): Account {
  const account = store.account(whose);
  if (!account) throw new Refusal(404, `The Sandbox has no account called ${whose}.`);
  return account;
}

function requireOrg(store: Store, whose: string) {
  const org = store.org(whose);
  if (!org) throw new Refusal(404, `The Sandbox has no organization called ${whose}.`);
  return org;
}
