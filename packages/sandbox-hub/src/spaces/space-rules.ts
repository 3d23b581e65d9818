// What an account's plan lets its Spaces have. Refuses in the Hub's words where they are known (reported, July 2026).
import type { Caller } from '../caller.ts';
import { Refusal } from '../http/reply.ts';
import { maySee } from '../repos/access.ts';
import type { RepoStore } from '../repos/repo-store.ts';
import type { Store } from '../store.ts';
import { CPU_BASIC, flavorNamed, ZERO_GPU } from './space-hardware.ts';
import type { Volume } from './space-settings.ts';

/** A seconds' share of the day that an account may use ZeroGPU (docs/hub/spaces-zerogpu). */
export const ZERO_GPU_SECONDS = {
  anonymous: 120,
  free: 300,
  pro: 2400,
  team: 2400,
  academia: 2400,
  enterprise: 3600,
  plus: 3600,
};

const STATIC_ONLY =
  'Static Spaces are free for everyone, but hosting Gradio and Docker Spaces on free cpu-basic requires a PRO subscription. Subscribe at https://huggingface.co/pricing, or request ZeroGPU hardware when you create a Gradio Space.';

/** Whether a namespace is a Pro account or an organization with a paid plan. */
export function isSubscribed(store: Store, namespace: string): boolean {
  return store.account(namespace)?.isPro === true || store.org(namespace)?.plan !== undefined;
}

/** How many ZeroGPU Spaces a namespace may own. */
function zeroGpuLimit(store: Store, namespace: string): number {
  const account = store.account(namespace);
  if (!account) return isSubscribed(store, namespace) ? 50 : 0;
  if (account.isPro) return 10;
  return account.goodStanding === false ? 0 : 2;
}

/**
 * The flavor that a Space of this kind in this namespace may run on. Refuses with 400 for a flavor that there is not,
 * 402 for one that must be paid for, 403 for one too many.
 */
export function requireHardware(
  store: Store,
  {
    namespace,
    sdk,
    hardware,
    zeroGpuSpaces,
  }: { namespace: string; sdk: string; hardware: string; zeroGpuSpaces: number },
): string {
  if (sdk === 'static') return CPU_BASIC;
  const flavor = flavorNamed(hardware);
  if (!flavor) throw new Refusal(400, `Invalid hardware flavor: ${hardware}`);
  if (flavor.name === CPU_BASIC && !isSubscribed(store, namespace)) throw new Refusal(402, STATIC_ONLY);
  if (flavor.name === ZERO_GPU) {
    if (sdk !== 'gradio') throw new Refusal(400, 'ZeroGPU Spaces are only compatible with the Gradio SDK.');
    const limit = zeroGpuLimit(store, namespace);
    if (zeroGpuSpaces >= limit) {
      throw new Refusal(
        403,
        limit === 0
          ? `${namespace} cannot host ZeroGPU Spaces: an account needs a verified e-mail address and 30 days, an organization a Team or Enterprise plan.`
          : `You have reached the limit of ${limit} ZeroGPU Spaces for ${namespace}.`,
      );
    }
  }
  if (flavor.usdPerHour > 0 && store.creditsUsd(namespace) <= 0) {
    throw new Refusal(
      402,
      `Payment required: ${namespace} has no credits left to run ${flavor.prettyName}. Add credits at https://huggingface.co/settings/billing.`,
    );
  }
  return flavor.name;
}

export function requireSubscription(store: Store, namespace: string, what: string): void {
  if (isSubscribed(store, namespace)) return;
  throw new Refusal(
    403,
    `${what} is part of PRO, Team and Enterprise plans. Subscribe at https://huggingface.co/pricing.`,
  );
}

/** Refuses what the caller could not mount: what is missing, or what they may not see. */
export function requireMountable(repos: RepoStore, caller: Caller | undefined, volumes: readonly Volume[]): void {
  for (const { type, source } of volumes) {
    const repo = repos.open(type, source);
    if (!repo || !maySee(caller, repo)) throw new Refusal(400, `There is no ${type} ${source} to mount`);
  }
}
