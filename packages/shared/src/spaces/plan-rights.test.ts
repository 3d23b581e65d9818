import { expect, it } from 'vitest';
import type { Identity, Organization } from '../account/account.ts';
import { planRights } from './plan-rights.ts';

const organization = (name: string, plan: string | null): Organization => ({
  name,
  fullname: name,
  plan,
  role: 'write',
  restrictions: [],
  canPay: true,
});
const identity = (isPro: boolean): Identity => ({
  id: '1',
  name: 'sandy',
  fullname: 'Sandy',
  avatar: null,
  isPro,
  canPay: false,
  organizations: [organization('tidewater', 'team'), organization('club', null)],
});

it.each([
  ['sandy', true, { subscribed: true, plan: 'pro', isOrganization: false, mayPay: false, zeroGpuSpaces: 10 }],
  ['Sandy', false, { subscribed: false, plan: null, isOrganization: false, mayPay: false, zeroGpuSpaces: 2 }],
  ['tidewater', false, { subscribed: true, plan: 'team', isOrganization: true, mayPay: true, zeroGpuSpaces: 50 }],
  // That somebody in it has PRO gives an organization nothing.
  ['club', true, { subscribed: false, plan: null, isOrganization: true, mayPay: true, zeroGpuSpaces: 0 }],
  ['strangers', true, { subscribed: false, plan: null, isOrganization: true, mayPay: null, zeroGpuSpaces: 0 }],
])('%s (PRO: %s) has what its own plan gives', (namespace, isPro, rights) => {
  expect(planRights(identity(isPro), namespace)).toEqual(rights);
});
