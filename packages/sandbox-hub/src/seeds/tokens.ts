// The kinds of token that every seed has, by name, for one main account and one without credits.
import type { Account, FineGrained, SecurityRestriction, Token } from '../accounts.ts';

interface Owners {
  main: Account;
  /** A second account that has nothing left to spend. */
  penniless: Account;
}

const CREATED_AT = '2026-03-14T09:26:53.000Z';
const EVERYTHING = [
  'repo.content.read',
  'repo.write',
  'job.write',
  'inference.serverless.write',
  'inference.endpoints.infer.write',
  'inference.endpoints.write',
  'user.billing.read',
  'discussion.write',
];

/**
 * `approvedOrgs` let in the fine-grained token. Every other organization of the account that is in `strictOrgs`
 * restricts the classic tokens by its token policy.
 */
export function seedTokens(
  { main, penniless }: Owners,
  orgIds: Readonly<Record<string, string>>,
  strictOrgs: string[],
) {
  const token = (displayName: string, role: Token['role'], more: Partial<Token> = {}): Token => ({
    account: main.name,
    displayName,
    kind: 'access_token',
    role,
    createdAt: CREATED_AT,
    restrictions: Object.fromEntries(strictOrgs.map((org) => [org, ['token-policy'] satisfies SecurityRestriction[]])),
    ...more,
  });
  const everywhere = (permissions: readonly string[]): FineGrained => ({
    canReadGatedRepos: true,
    global: ['discussion.write'],
    scoped: [
      { entity: { _id: main.id, type: 'user', name: main.name }, permissions },
      ...Object.entries(orgIds).map(([name, _id]) => ({ entity: { _id, type: 'org', name } as const, permissions })),
    ],
  });
  return {
    write: token('my-laptop', 'write'),
    read: token('read-only', 'read'),
    fineGrained: token('desk', 'fineGrained', { fineGrained: everywhere(EVERYTHING), restrictions: {} }),
    fineGrainedNoInference: token('uploads-only', 'fineGrained', {
      fineGrained: everywhere(['repo.content.read', 'repo.write']),
      restrictions: {},
    }),
    expired: token('last-year', 'write', { expired: true, createdAt: '2025-01-15T08:00:00.000Z' }),
    orgRestricted: token('old-machine', 'write', {
      restrictions: Object.fromEntries(
        Object.keys(orgIds).map((org) => [
          org,
          (strictOrgs.includes(org) ? ['sso', 'token-revoked'] : ['mfa']) satisfies SecurityRestriction[],
        ]),
      ),
    }),
    noCredits: token('out-of-credits', 'write', { account: penniless.name, restrictions: {} }),
    oauth: token('signed-in', 'write', { kind: 'oauth', expiresInSeconds: 8 * 3600 }),
  } satisfies Record<string, Token>;
}
