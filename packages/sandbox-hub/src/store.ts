// The state of one Sandbox: who there is, what they own, what they have left to spend.
// Routes read and change it here and nowhere else; it knows nothing of HTTP.
import type { Account, Org, Token } from './accounts.ts';
import { createLedger, type Ledger, type LedgerEntry } from './billing/ledger.ts';
import { createCatalogue, type Catalogue } from './models/catalogue.ts';
import type { ModelRecord } from './models/model-record.ts';
import type { NewRepo } from './repos/repo-store.ts';
import type { Quotas } from './rate-limit.ts';
import type { SpaceStart } from './spaces/space-notes.ts';

/** What a seed plants. Token names are the keys; their strings are given by the server. */
export interface Seed {
  accounts: readonly Account[];
  orgs: readonly Org[];
  tokens: Readonly<Record<string, Token>>;
  /** Prepaid and included credits left, in USD, by account or organization name. */
  creditsUsd: Readonly<Record<string, number>>;
  models: readonly ModelRecord[];
  /** Repos with files of their own. */
  repos?: readonly NewRepo[];
  /** The state of the Spaces among them, by name; asleep without. */
  spaces?: Readonly<Record<string, SpaceStart>>;
  /** Rate limits that differ from the plan's, by account name; `anonymous` for callers without a token. */
  limits?: Readonly<Record<string, Partial<Quotas>>>;
}

export interface Store {
  account(name: string): Account | undefined;
  org(name: string): Org | undefined;
  accounts(): Account[];
  orgs(): Org[];
  /** Adds an account, organization or token, or replaces the one of that name. */
  putAccount(account: Account): void;
  putOrg(org: Org): void;
  putToken(value: string, token: Token): void;
  removeToken(value: string): void;
  /** The token a caller presented, by its characters. */
  token(value: string): Token | undefined;
  creditsUsd(namespace: string): number;
  setCreditsUsd(namespace: string, usd: number): void;
  /** Takes from the credits, which may fall below nothing; `entry` tells the ledger what for. */
  spend(namespace: string, usd: number, entry?: Omit<LedgerEntry, 'payer' | 'usd'>): void;
  ledger: Ledger;
  /** The rate limits that were set for an account. */
  limits(account: string): Partial<Quotas>;
  setLimits(account: string, quotas: Partial<Quotas>): void;
  catalogue: Catalogue;
}

/** `tokenValues` names the string of each of the seed's tokens; `now` decides which tokens have expired. */
export function createStore(seed: Seed, tokenValues: Readonly<Record<string, string>>, now: () => number): Store {
  const accounts = new Map(seed.accounts.map((account) => [account.name, account]));
  const orgs = new Map(seed.orgs.map((org) => [org.name, org]));
  const credits = new Map(Object.entries(seed.creditsUsd));
  const tokens = new Map<string, Token>();
  const limits = new Map(Object.entries(seed.limits ?? {}));
  const ledger = createLedger();
  for (const [name, token] of Object.entries(seed.tokens)) {
    const value = tokenValues[name];
    if (value !== undefined) tokens.set(value, token);
  }
  return {
    account: (name) => accounts.get(name),
    org: (name) => orgs.get(name),
    accounts: () => [...accounts.values()],
    orgs: () => [...orgs.values()],
    putAccount: (account) => accounts.set(account.name, account),
    putOrg: (org) => orgs.set(org.name, org),
    putToken: (value, token) => tokens.set(value, token),
    removeToken: (value) => tokens.delete(value),
    token: (value) => {
      const token = tokens.get(value);
      return token?.expiresAtMs !== undefined && token.expiresAtMs <= now() ? { ...token, expired: true } : token;
    },
    creditsUsd: (namespace) => credits.get(namespace) ?? 0,
    setCreditsUsd: (namespace, usd) => credits.set(namespace, usd),
    spend: (namespace, usd, entry) => {
      credits.set(namespace, (credits.get(namespace) ?? 0) - usd);
      if (entry) ledger.add({ ...entry, payer: namespace, usd });
    },
    ledger,
    limits: (account) => limits.get(account) ?? {},
    setLimits: (account, quotas) => limits.set(account, quotas),
    catalogue: createCatalogue(seed.models),
  };
}
