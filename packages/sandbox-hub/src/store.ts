// The state of one Sandbox: who there is, what they own, what they have left to spend.
// Routes read and change it here and nowhere else; it knows nothing of HTTP.
import type { Account, Org, Token } from './accounts.ts';
import { createCatalogue, type Catalogue } from './models/catalogue.ts';
import type { ModelRecord } from './models/model-record.ts';

/** What a seed plants. Token names are the keys; their strings are given by the server. */
export interface Seed {
  accounts: readonly Account[];
  orgs: readonly Org[];
  tokens: Readonly<Record<string, Token>>;
  /** Prepaid and included credits left, in USD, by account or organization name. */
  creditsUsd: Readonly<Record<string, number>>;
  models: readonly ModelRecord[];
}

export interface Store {
  account(name: string): Account | undefined;
  org(name: string): Org | undefined;
  /** The token a caller presented, by its characters. */
  token(value: string): Token | undefined;
  creditsUsd(namespace: string): number;
  spend(namespace: string, usd: number): void;
  catalogue: Catalogue;
}

/** `tokenValues` names the string of each of the seed's tokens. */
export function createStore(seed: Seed, tokenValues: Readonly<Record<string, string>>): Store {
  const accounts = new Map(seed.accounts.map((account) => [account.name, account]));
  const orgs = new Map(seed.orgs.map((org) => [org.name, org]));
  const credits = new Map(Object.entries(seed.creditsUsd));
  const tokens = new Map<string, Token>();
  for (const [name, token] of Object.entries(seed.tokens)) {
    const value = tokenValues[name];
    if (value !== undefined) tokens.set(value, token);
  }
  return {
    account: (name) => accounts.get(name),
    org: (name) => orgs.get(name),
    token: (value) => tokens.get(value),
    creditsUsd: (namespace) => credits.get(namespace) ?? 0,
    spend: (namespace, usd) => credits.set(namespace, (credits.get(namespace) ?? 0) - usd),
    catalogue: createCatalogue(seed.models),
  };
}
