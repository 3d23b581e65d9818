// The GPU seconds that each visitor of ZeroGPU Spaces has left today. The day is the UTC day: an invention of ours.
import { ZERO_GPU_SECONDS } from './space-rules.ts';
import type { Store } from '../store.ts';

export interface ZeroGpuQuota {
  of(account: string | undefined): { base: number; current: number; resetsAtMs: number | null };
  use(account: string | undefined, seconds: number): void;
}

const DAY_MS = 86_400_000;

export function zeroGpuQuota(store: Store, now: () => number): ZeroGpuQuota {
  const used = new Map<string, { day: number; seconds: number }>();
  const today = () => Math.floor(now() / DAY_MS);
  const usedBy = (account: string | undefined) => {
    const entry = used.get(account ?? '');
    return entry?.day === today() ? entry.seconds : 0;
  };

  function base(account: string | undefined): number {
    const person = account === undefined ? undefined : store.account(account);
    if (!person) return ZERO_GPU_SECONDS.anonymous;
    const plans = person.memberships.flatMap(({ org }) => store.org(org)?.plan ?? []);
    return Math.max(
      person.isPro ? ZERO_GPU_SECONDS.pro : ZERO_GPU_SECONDS.free,
      ...plans.map((plan) => ZERO_GPU_SECONDS[plan]),
    );
  }

  return {
    of: (account) => {
      const seconds = usedBy(account);
      const most = base(account);
      return {
        base: most,
        current: Math.max(0, most - seconds),
        resetsAtMs: seconds > 0 ? (today() + 1) * DAY_MS : null,
      };
    },
    use: (account, seconds) => {
      used.set(account ?? '', { day: today(), seconds: usedBy(account) + seconds });
    },
  };
}
