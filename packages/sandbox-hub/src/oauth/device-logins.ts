// Logins by device code (RFC 8628): a program asks for a code, a person approves it elsewhere, the program polls for
// its token and renews it later. Codes and tokens cannot be guessed; each code gives one token.
import { randomBytes, randomInt } from 'node:crypto';
import { madeUpLetters } from '../ids.ts';
import type { Store } from '../store.ts';

/** The Hub's scopes (docs/hub/oauth). */
export const SCOPES = [
  'openid',
  'profile',
  'email',
  'read-billing',
  'read-memberships',
  'read-repos',
  'gated-repos',
  'contribute-repos',
  'write-repos',
  'manage-repos',
  'read-collections',
  'write-collections',
  'inference-api',
  'read-endpoints',
  'write-endpoints',
  'jobs',
  'webhooks',
  'write-discussions',
] as const;

export interface StartedLogin {
  deviceCode: string;
  /** `ABCD-EFGH` */
  userCode: string;
  expiresInSeconds: number;
  intervalSeconds: number;
}

export interface IssuedTokens {
  accessToken: string;
  refreshToken: string;
  expiresInSeconds: number;
  scopes: readonly string[];
}

export type OAuthRefusal = 'authorization_pending' | 'slow_down' | 'expired_token' | 'access_denied' | 'invalid_grant';

export interface DeviceLogins {
  start(clientId: string, scopes: readonly string[]): StartedLogin;
  /** What a person is asked to approve, or undefined for a code that is unknown, decided or too old. */
  waiting(userCode: string): { clientId: string; scopes: readonly string[] } | undefined;
  /** False for a code that is unknown, decided or too old. */
  approve(userCode: string, account: string): boolean;
  deny(userCode: string): boolean;
  poll(deviceCode: string, clientId: string): IssuedTokens | OAuthRefusal;
  /** The old refresh token stops working. */
  refresh(refreshToken: string, clientId: string): IssuedTokens | 'invalid_grant';
}

interface Login {
  clientId: string;
  scopes: readonly string[];
  userCode: string;
  expiresAtMs: number;
  intervalSeconds: number;
  lastPolledMs: number;
  account?: string;
  denied?: true;
}

const CODE_SECONDS = 900;
const ACCESS_SECONDS = 8 * 3600;
const SLOWER_SECONDS = 5;
// No vowels and nothing that looks like something else, so that a code is never a word and can be read aloud.
const CODE_LETTERS = 'BCDFGHJKLMNPQRSTVWXZ';

export function deviceLogins(store: Store, now: () => number, intervalSeconds: number): DeviceLogins {
  const logins = new Map<string, Login>();
  const grants = new Map<string, { account: string; clientId: string; scopes: readonly string[]; access: string }>();

  function waitingLogin(userCode: string): Login | undefined {
    const plain = userCode.toUpperCase().replace(/[^A-Z]/g, '');
    return [...logins.values()].find(
      (login) =>
        login.userCode.replace('-', '') === plain &&
        login.account === undefined &&
        !login.denied &&
        login.expiresAtMs > now(),
    );
  }

  function issue(account: string, clientId: string, scopes: readonly string[]): IssuedTokens {
    const accessToken = `hf_oauth_${madeUpLetters()}`;
    const refreshToken = `hf_oauth_refresh_${madeUpLetters()}`;
    store.putToken(accessToken, {
      account,
      displayName: clientId,
      kind: 'oauth',
      role: 'write',
      createdAt: new Date(now()).toISOString(),
      scopes,
      expiresAtMs: now() + ACCESS_SECONDS * 1000,
      restrictions: {},
    });
    grants.set(refreshToken, { account, clientId, scopes, access: accessToken });
    return { accessToken, refreshToken, expiresInSeconds: ACCESS_SECONDS, scopes };
  }

  return {
    start: (clientId, scopes) => {
      const deviceCode = randomBytes(32).toString('hex');
      const letters = Array.from({ length: 8 }, () => CODE_LETTERS[randomInt(CODE_LETTERS.length)]).join('');
      const userCode = `${letters.slice(0, 4)}-${letters.slice(4)}`;
      const expiresAtMs = now() + CODE_SECONDS * 1000;
      logins.set(deviceCode, { clientId, scopes, userCode, expiresAtMs, intervalSeconds, lastPolledMs: -Infinity });
      return { deviceCode, userCode, expiresInSeconds: CODE_SECONDS, intervalSeconds };
    },
    waiting: waitingLogin,
    approve: (userCode, account) => {
      const login = waitingLogin(userCode);
      if (login) login.account = account;
      return login !== undefined;
    },
    deny: (userCode) => {
      const login = waitingLogin(userCode);
      if (login) login.denied = true;
      return login !== undefined;
    },
    poll: (deviceCode, clientId) => {
      const login = logins.get(deviceCode);
      if (!login || login.clientId !== clientId) return 'invalid_grant';
      if (login.expiresAtMs <= now()) return 'expired_token';
      const tooSoon = now() - login.lastPolledMs < login.intervalSeconds * 1000;
      login.lastPolledMs = now();
      if (tooSoon) {
        login.intervalSeconds += SLOWER_SECONDS;
        return 'slow_down';
      }
      if (login.denied) return 'access_denied';
      if (login.account === undefined) return 'authorization_pending';
      logins.delete(deviceCode);
      return issue(login.account, clientId, login.scopes);
    },
    refresh: (refreshToken, clientId) => {
      const grant = grants.get(refreshToken);
      if (!grant || grant.clientId !== clientId) return 'invalid_grant';
      grants.delete(refreshToken);
      store.removeToken(grant.access);
      return issue(grant.account, clientId, grant.scopes);
    },
  };
}
