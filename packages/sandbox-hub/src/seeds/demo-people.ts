// The people of the demo: Sandy, who has Pro and two organizations, and Riley, who has nothing left to spend.
// `tidewater` is open to every token; `northwind-labs` only to the fine-grained one it approved.
import type { Account, Org } from '../accounts.ts';
import { hexId } from '../ids.ts';
import type { Seed } from '../store.ts';
import { seedTokens } from './tokens.ts';

const TIDEWATER: Org = { id: hexId('org', 1), name: 'tidewater', fullname: 'Tidewater', plan: 'team', canPay: true };
const NORTHWIND: Org = {
  id: hexId('org', 2),
  name: 'northwind-labs',
  fullname: 'Northwind Labs',
  plan: 'enterprise',
  canPay: true,
};
const SANDY: Account = {
  id: hexId('account', 1),
  name: 'sandy',
  fullname: 'Sandy Shore',
  email: 'sandy@example.org',
  isPro: true,
  canPay: true,
  memberships: [
    { org: TIDEWATER.name, role: 'admin' },
    {
      org: NORTHWIND.name,
      role: 'contributor',
      resourceGroups: [{ id: hexId('resource-group', 1), name: 'speech', role: 'write' }],
    },
  ],
  providerOrder: ['together', 'novita', 'fireworks-ai', 'nscale', 'featherless-ai'],
};
const RILEY: Account = {
  id: hexId('account', 2),
  name: 'riley',
  fullname: 'Riley Marsh',
  email: 'riley@example.org',
  isPro: false,
  canPay: false,
  memberships: [],
  providerOrder: [],
};

export function demoPeople(): Omit<Seed, 'models'> {
  return {
    accounts: [SANDY, RILEY],
    orgs: [TIDEWATER, NORTHWIND],
    tokens: seedTokens(
      { main: SANDY, penniless: RILEY },
      { [TIDEWATER.name]: TIDEWATER.id, [NORTHWIND.name]: NORTHWIND.id },
      [NORTHWIND.name],
    ),
    creditsUsd: { [SANDY.name]: 12, [RILEY.name]: 0, [TIDEWATER.name]: 250, [NORTHWIND.name]: 4000 },
  };
}
