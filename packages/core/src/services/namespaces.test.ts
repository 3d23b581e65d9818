import type { Identity, TokenFacts } from '@hubdesk/shared/account/account';
import { expect, it } from 'vitest';
import { namespacesOf } from './namespaces.ts';

const organization = { fullname: '', plan: null, canPay: null, restrictions: [] };
const identity: Identity = {
  id: '1',
  name: 'sandy',
  fullname: 'Sandy',
  avatar: null,
  isPro: false,
  canPay: null,
  organizations: [
    { ...organization, name: 'writers', role: 'write' },
    { ...organization, name: 'readers', role: 'read' },
    { ...organization, name: 'unclear', role: null },
    { ...organization, name: 'strict', role: 'admin', restrictions: ['sso'] },
  ],
};
const token = (kind: TokenFacts['kind'], write: 'yes' | 'no' | 'unknown', writesTo?: string[]): TokenFacts => ({
  kind,
  name: null,
  createdAt: null,
  expiresAt: null,
  permissions: { read: 'yes', write, jobs: 'no', deploy: 'no', inference: 'no', billing: 'no' },
  ...(writesTo ? { writesTo } : {}),
});
const brief = (facts: TokenFacts | null) =>
  namespacesOf(identity, facts).flatMap(({ name, mayWrite }) => (mayWrite ? [name] : []));

it('a role that only reads, and an organization that shuts the token out, are no places to write to', () => {
  expect(brief(token('write', 'yes'))).toEqual(['sandy', 'writers', 'unclear']);
  const reasons = namespacesOf(identity, token('write', 'yes')).map(({ reason }) => reason);
  expect(reasons).toEqual([
    null,
    null,
    'Your role in readers is “read”: you may only read there.',
    null,
    'strict does not let this token in (sso).',
  ]);
});

it('a fine-grained token writes where it was let, and nowhere else', () => {
  expect(brief(token('fineGrained', 'yes', ['writers']))).toEqual(['writers']);
  expect(namespacesOf(identity, token('fineGrained', 'yes', ['writers']))[0]?.reason).toBe(
    'This token may not write to sandy.',
  );
  expect(brief(token('fineGrained', 'no', []))).toEqual([]);
});

it('a token that reads writes nowhere, and one of which nothing is known may try', () => {
  expect(brief(token('read', 'no'))).toEqual([]);
  expect(brief(token('oauth', 'unknown'))).toEqual(['sandy', 'writers', 'unclear']);
  expect(brief(null)).toEqual(['sandy', 'writers', 'unclear']);
});
