// The short-lived right to write to the content store, as the Hub gives it out:
// in the headers of an LFS batch answer, or as JSON of `xet-write-token`.
import { AppError } from '@hubdesk/shared/errors';
import { z } from 'zod';
import { Secret } from '../../secrets/secret.ts';

export interface XetToken {
  /** The content store's address, without a slash at the end. */
  casUrl: string;
  accessToken: Secret;
  expiresAtMs: number;
  /** Sent along, where the Hub named one. */
  sessionId: string | null;
}

const address = z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, ''));
const inHeaders = z.object({
  'x-xet-cas-url': address,
  'x-xet-access-token': z.string().min(1),
  'x-xet-token-expiration': z.coerce.number(),
  'x-xet-session-id': z.string().optional(),
});
const inBody = z.object({ casUrl: address, accessToken: z.string().min(1), exp: z.number() });

/** The token in `actions.upload.header` of an LFS batch answer (reference hub-api 5.2); null when there is none. */
export function xetTokenInHeaders(header: Readonly<Record<string, string>>): XetToken | null {
  const parsed = inHeaders.safeParse(
    Object.fromEntries(Object.entries(header).map(([name, value]) => [name.toLowerCase(), value])),
  );
  if (!parsed.success) return null;
  const { data } = parsed;
  return {
    casUrl: data['x-xet-cas-url'],
    accessToken: Secret.from(data['x-xet-access-token']),
    expiresAtMs: data['x-xet-token-expiration'] * 1000,
    sessionId: data['x-xet-session-id'] ?? null,
  };
}

/** The token in the answer of `…/xet-write-token/{rev}` (reference hub-api 5.4). @throws HUB_CHANGED */
export function xetTokenInBody(text: string): XetToken {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    body = null;
  }
  const parsed = inBody.safeParse(body);
  // Without the cause: it would quote the token.
  if (!parsed.success)
    throw new AppError('HUB_CHANGED', 'The Hub gave a token this version of Hubdesk cannot read.', {
      what: 'xet-write-token',
    });
  const { casUrl, accessToken, exp } = parsed.data;
  return { casUrl, accessToken: Secret.from(accessToken), expiresAtMs: exp * 1000, sessionId: null };
}
