// The Hub's rate limits: for each caller a count of requests in fixed windows of five minutes, one count for the
// API, one for file resolution, one for pages, and a stricter one for whoami. Quotas follow the caller's plan
// unless one was set for the account. Gives the headers of every answer and the refusal when a quota is used up.
import type { IncomingHttpHeaders } from 'node:http';
import { Refusal } from './http/reply.ts';
import type { Store } from './store.ts';

export type Bucket = 'api' | 'resolvers' | 'pages' | 'whoami';
export type Quotas = Readonly<Record<Bucket, number>>;

const WINDOW_SECONDS = 300;
// `docs/hub/rate-limits.md` of the Hub's documentation. It does not tell whoami's quota: that one is ours.
const WHOAMI = 250;
const QUOTAS = {
  anonymous: { api: 500, resolvers: 3000, pages: 100, whoami: WHOAMI },
  free: { api: 1000, resolvers: 5000, pages: 200, whoami: WHOAMI },
  pro: { api: 2500, resolvers: 12_000, pages: 400, whoami: WHOAMI },
  team: { api: 3000, resolvers: 20_000, pages: 400, whoami: WHOAMI },
  academia: { api: 3000, resolvers: 20_000, pages: 400, whoami: WHOAMI },
  enterprise: { api: 6000, resolvers: 50_000, pages: 600, whoami: WHOAMI },
  plus: { api: 10_000, resolvers: 100_000, pages: 1000, whoami: WHOAMI },
} as const satisfies Record<string, Quotas>;

export interface Verdict {
  headers: Record<string, string>;
  /** The 429 to answer with, when the quota is used up. */
  refusal?: Refusal;
}

export interface RateLimits {
  /** Counts one request. The Sandbox's own control, the router and uploads to storage are never limited. */
  take(path: string, headers: IncomingHttpHeaders): Verdict;
}

export function rateLimits(store: Store, now: () => number): RateLimits {
  let windowStart = 0;
  let counts = new Map<string, number>();

  function quotasOf(account: string | undefined): Quotas {
    if (account === undefined) return { ...QUOTAS.anonymous, ...store.limits('anonymous') };
    const { isPro, memberships } = store.account(account) ?? { isPro: false, memberships: [] };
    const plans = memberships.flatMap(({ org }) => store.org(org)?.plan ?? []);
    const all = [isPro ? QUOTAS.pro : QUOTAS.free, ...plans.map((plan) => QUOTAS[plan])];
    const best = all.reduce((most, quotas) => (quotas.api > most.api ? quotas : most));
    return { ...best, ...store.limits(account) };
  }

  return {
    take: (path, { authorization }) => {
      const bucket = bucketOf(path);
      if (!bucket) return { headers: {} };
      const account = store.token(authorization?.replace(/^Bearer\s+/i, '') ?? '')?.account;
      const quota = quotasOf(account)[bucket];

      const seconds = Math.floor(now() / 1000);
      const start = seconds - (seconds % WINDOW_SECONDS);
      if (start !== windowStart) {
        windowStart = start;
        counts = new Map();
      }
      const key = `${bucket} ${account ?? ''}`;
      const used = (counts.get(key) ?? 0) + 1;
      counts.set(key, used);

      const resetsIn = start + WINDOW_SECONDS - seconds;
      // whoami's limit is its own, but the header knows no fourth name.
      const name = bucket === 'whoami' ? 'api' : bucket;
      const headers = {
        ratelimit: `"${name}";r=${Math.max(quota - used, 0)};t=${resetsIn}`,
        'ratelimit-policy': `"fixed window";"${name}";q=${quota};w=${WINDOW_SECONDS}`,
      };
      if (used <= quota) return { headers };
      const whom = account === undefined ? 'your IP address' : `user ${account}`;
      const message = `We had to rate limit ${whom}: ${quota} requests in ${WINDOW_SECONDS / 60} minutes. Try again in ${resetsIn} s.`;
      return { headers, refusal: new Refusal(429, message, { ...headers, 'retry-after': String(resetsIn) }) };
    },
  };
}

function bucketOf(path: string): Bucket | undefined {
  if (path === '/api/whoami-v2') return 'whoami';
  if (path.includes('/resolve/')) return 'resolvers';
  if (path.startsWith('/api/')) return 'api';
  // A repo's own page; everything else (router, storage, our control) has no quota here.
  return /^\/(?:(?:spaces|datasets)\/)?(?!__sandbox__|router|oauth|avatars|viewer|xet|lfs)[^/]+\/[^/]+$/.test(path)
    ? 'pages'
    : undefined;
}
