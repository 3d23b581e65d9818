// What the screen may know about a connected Hugging Face account: everything
// the Hub says of its owner, and nothing of the token itself.
import { z } from 'zod';
import { errorCodes, permissions } from '../errors.ts';

/** `unknown` where the Hub does not say, for instance for an OAuth token. */
export const grantSchema = z.enum(['yes', 'no', 'unknown']);
export type Grant = z.infer<typeof grantSchema>;

export const storeKindSchema = z.enum(['keychain', 'file', 'session']);
export type StoreKind = z.infer<typeof storeKindSchema>;

/** A failure kept for display: its code and sentence, with detail the code's own schema describes. */
export const problemSchema = z.object({
  code: z.enum(errorCodes),
  message: z.string(),
  data: z.record(z.string(), z.unknown()),
});
export type Problem = z.infer<typeof problemSchema>;

export const organizationSchema = z.object({
  name: z.string(),
  fullname: z.string(),
  /** `team`, `enterprise`, `plus`, `academia`, or a plan newer than this app; null on none. */
  plan: z.string().nullable(),
  role: z.string().nullable(),
  /** Why this token cannot fully act there: `ip`, `mfa`, `sso`, `token-policy`, `token-revoked`. */
  restrictions: z.array(z.string()),
  canPay: z.boolean().nullable(),
});
export type Organization = z.infer<typeof organizationSchema>;

export const identitySchema = z.object({
  id: z.string(),
  name: z.string(),
  fullname: z.string(),
  /** `data:` URL, at most 256 KiB; null when there is none or it could not be had. */
  avatar: z.string().nullable(),
  isPro: z.boolean(),
  canPay: z.boolean().nullable(),
  organizations: z.array(organizationSchema),
});
export type Identity = z.infer<typeof identitySchema>;

export const tokenFactsSchema = z.object({
  kind: z.enum(['read', 'write', 'fineGrained', 'oauth', 'other']),
  /** The name its owner gave it on the Hub. */
  name: z.string().nullable(),
  createdAt: z.string().nullable(),
  expiresAt: z.string().nullable(),
  permissions: z.record(z.enum(permissions), grantSchema),
  /** The accounts and organizations a fine-grained token may write to; absent for tokens that are not limited to some. */
  writesTo: z.array(z.string()).optional(),
});
export type TokenFacts = z.infer<typeof tokenFactsSchema>;

export const accountSchema = z.object({
  /**
   * `verified`: the Hub knew the token at `checkedAt`. `unverified`: kept while
   * offline. `attention`: stored, but refused, locked away or unreadable; see `problem`.
   */
  status: z.enum(['verified', 'unverified', 'attention']),
  identity: identitySchema.nullable(),
  token: tokenFactsSchema.nullable(),
  store: storeKindSchema,
  storedAt: z.string(),
  checkedAt: z.string().nullable(),
  problem: problemSchema.nullable(),
  /** Pages of this account on the Hub that steps in the app point at. */
  links: z.object({ tokens: z.string(), billing: z.string() }),
});
export type Account = z.infer<typeof accountSchema>;
