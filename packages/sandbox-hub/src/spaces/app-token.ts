// Short-lived tokens for the app of a private Space: what `GET /api/spaces/{id}/jwt` gives and the Space's door takes.
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

export interface AppTokens {
  issue(spaceId: string, expiresAtMs: number): string;
  /** Whether a token lets into a Space at this time. */
  admits(token: string, spaceId: string, nowMs: number): boolean;
}

const claims = z.object({ sub: z.string(), exp: z.number() });

export function appTokens(): AppTokens {
  const key = randomBytes(32);
  const sign = (text: string) => createHmac('sha256', key).update(text).digest('base64url');
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return {
    issue: (spaceId, expiresAtMs) => {
      const body = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ sub: `/spaces/${spaceId}`, exp: Math.floor(expiresAtMs / 1000) })}`;
      return `${body}.${sign(body)}`;
    },
    admits: (token, spaceId, nowMs) => {
      const [head = '', body = '', signature = ''] = token.split('.');
      const wanted = Buffer.from(sign(`${head}.${body}`));
      const given = Buffer.from(signature);
      if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return false;
      const { sub, exp } = claims.parse(JSON.parse(Buffer.from(body, 'base64url').toString('utf8')));
      return sub === `/spaces/${spaceId}` && exp * 1000 > nowMs;
    },
  };
}
