// What the plan of an account or organization gives it for Spaces, as far as its documentation says (reference
// training-and-spaces A2, hub-api 4.3). The Hub has the last word, and says it when it is asked. Free of zod, for the page.
import type { Identity } from '../account/account.ts';

export interface PlanRights {
  /** PRO, or an organization with a plan: Gradio and Docker on cpu-basic, dev mode, protected Spaces. */
  subscribed: boolean;
  /** `pro`, `team`, `enterprise`, …; null on none. */
  plan: string | null;
  isOrganization: boolean;
  /** Whether it can be charged; null where the Hub does not say. */
  mayPay: boolean | null;
  /** How many ZeroGPU Spaces it may own, as documented. */
  zeroGpuSpaces: number;
}

/** Documented limits, August 2026. A free account also needs a proven e-mail address and an age of 30 days. */
const zeroGpuLimits = { free: 2, pro: 10, organization: 50 } as const;

/** Of a namespace that is not the account's, nothing is known to be given. */
export function planRights(identity: Identity, namespace: string): PlanRights {
  const isNamed = ({ name }: { name: string }) => name.toLowerCase() === namespace.toLowerCase();
  if (isNamed(identity)) {
    const { isPro, canPay } = identity;
    return {
      subscribed: isPro,
      plan: isPro ? 'pro' : null,
      isOrganization: false,
      mayPay: canPay,
      zeroGpuSpaces: isPro ? zeroGpuLimits.pro : zeroGpuLimits.free,
    };
  }
  const organization = identity.organizations.find(isNamed);
  const plan = organization?.plan ?? null;
  return {
    subscribed: plan !== null,
    plan,
    isOrganization: true,
    mayPay: organization?.canPay ?? null,
    zeroGpuSpaces: plan === null ? 0 : zeroGpuLimits.organization,
  };
}
