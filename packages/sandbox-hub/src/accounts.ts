// Who there is in a Sandbox: accounts, organizations, and the tokens that speak for them.
// Plain records; `caller.ts` decides what they allow.

export type OrgPlan = 'team' | 'enterprise' | 'plus' | 'academia';
export type OrgRole = 'admin' | 'write' | 'contributor' | 'read' | 'no_access';
export type SecurityRestriction = 'ip' | 'mfa' | 'sso' | 'token-policy' | 'token-revoked';

export interface Org {
  id: string;
  name: string;
  fullname: string;
  plan?: OrgPlan;
  canPay: boolean;
}

export interface Account {
  id: string;
  name: string;
  fullname: string;
  email: string;
  isPro: boolean;
  canPay: boolean;
  /** Verified e-mail and older than a month: what ZeroGPU asks of a free account. Default true. */
  goodStanding?: boolean;
  memberships: readonly { org: string; role: OrgRole; resourceGroups?: readonly ResourceGroup[] }[];
  /** The order of the person's inference providers settings, for `:preferred`. */
  providerOrder: readonly string[];
}

export interface ResourceGroup {
  id: string;
  name: string;
  role: OrgRole;
}

export interface FineGrained {
  canReadGatedRepos: boolean;
  global: readonly string[];
  scoped: readonly {
    entity: { _id: string; type: 'user' | 'org' | 'model' | 'dataset' | 'space' | 'bucket'; name: string };
    permissions: readonly string[];
  }[];
}

export interface Token {
  account: string;
  displayName: string;
  kind: 'access_token' | 'oauth';
  role: 'read' | 'write' | 'fineGrained' | 'god';
  createdAt: string;
  expired?: boolean;
  /** For an OAuth token: how long after it is asked about it expires. */
  expiresInSeconds?: number;
  /** For an OAuth token that was really issued: when it expires, in epoch milliseconds. */
  expiresAtMs?: number;
  /** For an OAuth token: what it was granted; everything when absent. */
  scopes?: readonly string[];
  fineGrained?: FineGrained;
  /** Organizations that this token cannot fully reach, and why. */
  restrictions: Readonly<Record<string, readonly SecurityRestriction[]>>;
}
