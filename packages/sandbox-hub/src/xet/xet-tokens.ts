// The short-lived tokens of the Xet content store, and the addresses of xorb bytes that need no token.
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

const LIFETIME_SECONDS = 3600;

export interface XetToken {
  value: string;
  /** Epoch seconds. */
  expiresAt: number;
}

export interface XetTokens {
  issue(write: boolean): XetToken;
  /** What a token allows, or undefined for one that is unknown or over. */
  allows(value: string): 'read' | 'write' | undefined;
  /** The query of an address that is good for one xorb and one hour. */
  sign(xorb: string): string;
  signed(xorb: string, query: URLSearchParams): boolean;
}

export function xetTokens(now: () => number): XetTokens {
  const tokens = new Map<string, { write: boolean; expiresAt: number }>();
  const secret = randomBytes(32);
  const mark = (xorb: string, expires: string) =>
    createHmac('sha256', secret).update(`${xorb} ${expires}`).digest('hex');
  const nowSeconds = () => Math.floor(now() / 1000);
  return {
    issue: (write) => {
      for (const [value, { expiresAt }] of tokens) {
        if (expiresAt > nowSeconds()) break;
        tokens.delete(value);
      }
      const value = `xet_${randomBytes(24).toString('base64url')}`;
      const expiresAt = nowSeconds() + LIFETIME_SECONDS;
      tokens.set(value, { write, expiresAt });
      return { value, expiresAt };
    },
    allows: (value) => {
      const token = tokens.get(value);
      if (!token || token.expiresAt <= nowSeconds()) return undefined;
      return token.write ? 'write' : 'read';
    },
    sign: (xorb) => {
      const expires = String(nowSeconds() + LIFETIME_SECONDS);
      return `expires=${expires}&mark=${mark(xorb, expires)}`;
    },
    signed: (xorb, query) => {
      const expires = query.get('expires') ?? '';
      const given = Buffer.from(query.get('mark') ?? '');
      const wanted = Buffer.from(mark(xorb, expires));
      return given.length === wanted.length && timingSafeEqual(given, wanted) && Number(expires) > nowSeconds();
    },
  };
}
