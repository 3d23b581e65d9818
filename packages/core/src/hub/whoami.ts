// Who a token belongs to, read tolerantly: the Hub adds fields, roles and
// permissions faster than apps are updated (reference hub-api 1.1).
import type { Grant, Identity, TokenFacts } from '@hubdesk/shared/account/account';
import type { Permission } from '@hubdesk/shared/errors';
import { z } from 'zod';
import type { Secret } from '../secrets/secret.ts';
import type { HubClient } from './hub-client.ts';

const text = z.string().max(2_000);

const organizationSchema = z.object({
  id: text.optional(),
  name: text,
  fullname: text.optional(),
  plan: text.nullish(),
  isEnterprise: z.boolean().optional(),
  roleInOrg: text.nullish(),
  canPay: z.boolean().nullish(),
  securityRestrictions: z.array(text).nullish(),
});

const whoamiSchema = z.object({
  type: text.optional(),
  id: text.optional(),
  name: text,
  fullname: text.nullish(),
  avatarUrl: text.nullish(),
  isPro: z.boolean().nullish(),
  canPay: z.boolean().nullish(),
  orgs: z.array(organizationSchema).nullish(),
  auth: z
    .object({
      type: text.nullish(),
      expiresAt: text.nullish(),
      accessToken: z
        .object({
          displayName: text.nullish(),
          role: text.nullish(),
          createdAt: text.nullish(),
          fineGrained: z
            .object({
              canReadGatedRepos: z.boolean().nullish(),
              scoped: z
                .array(z.object({ entity: z.object({ type: text.nullish(), name: text.nullish() }).nullish(), permissions: z.array(text).nullish() }))
                .nullish(),
            })
            .nullish(),
        })
        .nullish(),
    })
    .nullish(),
});
type Whoami = z.output<typeof whoamiSchema>;

export interface TokenOwner {
  identity: Identity;
  /** Absolute or Hub-relative URL of the picture. */
  avatarUrl: string | null;
  token: TokenFacts;
}

/**
 * `GET /api/whoami-v2`. It has a strict rate limit of its own, so callers cache.
 * Rejects with TOKEN_REJECTED for a token the Hub does not know, HUB_CHANGED for
 * an answer over 1 MiB, and every network code.
 */
export async function whoami(hub: HubClient, token: Secret, signal?: AbortSignal): Promise<TokenOwner> {
  const limits = { headersMs: 20_000, stallMs: 20_000, maxBytes: 1024 * 1024 };
  const { value } = await hub.get(`${hub.address.hubUrl}/api/whoami-v2`, whoamiSchema, { token, signal, limits });
  return {
    identity: {
      id: value.id ?? value.name,
      name: value.name,
      fullname: value.fullname || value.name,
      avatar: null,
      isPro: value.isPro ?? false,
      canPay: value.canPay ?? null,
      organizations: (value.orgs ?? []).map((each) => ({
        name: each.name,
        fullname: each.fullname || each.name,
        plan: each.plan ?? (each.isEnterprise ? 'enterprise' : null),
        role: each.roleInOrg ?? null,
        restrictions: each.securityRestrictions ?? [],
        canPay: each.canPay ?? null,
      })),
    },
    avatarUrl: value.avatarUrl ?? null,
    token: {
      kind: tokenKind(value),
      name: value.auth?.accessToken?.displayName ?? null,
      createdAt: value.auth?.accessToken?.createdAt ?? null,
      expiresAt: value.auth?.expiresAt ?? null,
      permissions: grants(value),
      ...(tokenKind(value) === 'fineGrained' ? { writesTo: writableNamespaces(value) } : {}),
    },
  };
}

function tokenKind({ auth }: Whoami): TokenFacts['kind'] {
  const role = auth?.accessToken?.role;
  if (role === 'read' || role === 'write' || role === 'fineGrained') return role;
  return auth?.type === 'oauth' ? 'oauth' : 'other';
}

/** What each plain permission needs of a fine-grained token, by the Hub's own names. */
const needed: Record<Permission, readonly string[]> = {
  read: ['repo.content.read', 'repo.write'],
  write: ['repo.write'],
  jobs: ['job.write'],
  deploy: ['repo.write'],
  inference: ['inference.serverless.write'],
  billing: ['user.billing.read'],
};

/** A read token reads and, as the docs of Inference Providers say, may call them; what it sees of billing the Hub does not tell. */
const readGrants: Record<Permission, Grant> = { read: 'yes', write: 'no', jobs: 'no', deploy: 'no', inference: 'yes', billing: 'unknown' };

function grants(owner: Whoami): Record<Permission, Grant> {
  const kind = tokenKind(owner);
  const held = new Set((owner.auth?.accessToken?.fineGrained?.scoped ?? []).flatMap((each) => each.permissions ?? []));
  const grant = (permission: Permission): Grant => {
    if (kind === 'write') return 'yes';
    if (kind === 'read') return readGrants[permission];
    if (kind === 'fineGrained') return needed[permission].some((each) => held.has(each)) ? 'yes' : 'no';
    return 'unknown';
  };
  return {
    read: grant('read'),
    write: grant('write'),
    jobs: grant('jobs'),
    deploy: grant('deploy'),
    inference: grant('inference'),
    billing: grant('billing'),
  };
}

function writableNamespaces(owner: Whoami): string[] {
  const scoped = owner.auth?.accessToken?.fineGrained?.scoped ?? [];
  return scoped.flatMap(({ entity, permissions }) => {
    const isNamespace = entity?.type === 'user' || entity?.type === 'org';
    const mayWrite = needed.write.some((each) => permissions?.includes(each));
    if (!isNamespace || !mayWrite) return [];
    // The owner's own entity may come without a name.
    return [entity.name ?? (entity.type === 'user' ? owner.name : null)].filter((name) => name !== null);
  });
}
