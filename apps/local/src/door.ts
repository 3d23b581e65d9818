// How a page gets in: a one-time code in the URL's fragment (which no server,
// log or referrer sees), exchanged once and within a minute for the bearer.
// There is no other way to learn the bearer, and it dies with the process.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Clock } from '@hubdesk/core/ports/clock';

export const codeLifetimeMs = 60_000;
const maxOutstandingCodes = 32;

export interface Door {
  /** A fresh code; good once, for a minute. The oldest gives way when too many are out. */
  issueCode(): string;
  /** The bearer for a good code, which is used up by this; null for any other. */
  redeem(code: string): string | null;
  /** Whether this is the bearer, compared in constant time. */
  admits(bearer: string): boolean;
}

export function createDoor(clock: Pick<Clock, 'now'>): Door {
  const bearer = newSecret();
  const bearerDigest = digest(bearer);
  const expiryMsByDigest = new Map<string, number>();

  return {
    issueCode() {
      const code = newSecret();
      for (const [key, expiryMs] of expiryMsByDigest) if (expiryMs <= clock.now()) expiryMsByDigest.delete(key);
      const oldest = expiryMsByDigest.keys().next();
      if (expiryMsByDigest.size >= maxOutstandingCodes && !oldest.done) expiryMsByDigest.delete(oldest.value);
      expiryMsByDigest.set(digest(code).toString('hex'), clock.now() + codeLifetimeMs);
      return code;
    },
    redeem(code) {
      const key = digest(code).toString('hex');
      const expiryMs = expiryMsByDigest.get(key);
      expiryMsByDigest.delete(key);
      return expiryMs !== undefined && clock.now() < expiryMs ? bearer : null;
    },
    admits: (candidate) => timingSafeEqual(digest(candidate), bearerDigest),
  };
}

/** 256 bits, fit for a header, a subprotocol and a fragment. */
function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
