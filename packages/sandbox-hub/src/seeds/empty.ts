// The first day: a new free account that belongs to nothing, and a Hub without a single model.
import type { Account } from '../accounts.ts';
import { hexId } from '../ids.ts';
import type { Seed } from '../store.ts';
import { seedTokens } from './tokens.ts';

export function emptySeed(): Seed {
  const main = newcomer(1, 'newcomer', 'New Comer');
  const penniless = newcomer(2, 'riley', 'Riley Marsh');
  return {
    accounts: [main, penniless],
    orgs: [],
    tokens: seedTokens({ main, penniless }, {}, []),
    creditsUsd: { newcomer: 0.1, riley: 0 },
    models: [],
  };
}

function newcomer(count: number, name: string, fullname: string): Account {
  return {
    id: hexId('account', count),
    name,
    fullname,
    email: `${name}@example.org`,
    isPro: false,
    canPay: false,
    memberships: [],
    providerOrder: [],
  };
}
