// What this account cannot do with a Space, and what would help, before it is tried. What nobody has said yet is left to
// the Hub. Nothing forbids to look, to pause and to delete but the right to change the Space at all.
import type { PlanRights } from '@hubdesk/shared/spaces/plan-rights';
import { cpuBasicFlavor, type Forbids, zeroGpuFlavor } from '@hubdesk/shared/spaces/space';

export interface RightsGiven {
  sdk: string | null;
  /** The flavor it shall run on. */
  requested: string | null;
  namespace: string;
  rights: PlanRights;
  /** Why nothing may be changed; null: it may. */
  write: string | null;
  /** How many others of the namespace are on ZeroGPU; null: nobody knows. */
  otherZeroGpuSpaces: number | null;
  hubUrl: string;
}

export function forbidsOf(given: RightsGiven): Forbids {
  const { sdk, requested, rights, write } = given;
  if (sdk === 'static') {
    const none = 'A static Space runs on no hardware: it is always up, and costs nothing.';
    const noPlan = { restart: none, paidHardware: none, zeroGpu: none, cpuBasic: none, sleep: none, devMode: none };
    return { write, ...noPlan, protected: needsPlan(given, 'A Space whose app is public while its source is not') };
  }
  const cpuBasic = rights.subscribed
    ? null
    : needsPlan(given, `Running a ${sdk === 'docker' ? 'Docker' : 'Gradio'} Space on the free CPU`);
  const isFree = requested === cpuBasicFlavor || requested === zeroGpuFlavor;
  return {
    write,
    restart: requested === cpuBasicFlavor ? cpuBasic : null,
    paidHardware: paidHardware(given),
    zeroGpu: zeroGpu(given),
    cpuBasic,
    sleep: isFree ? 'Free hardware sleeps when the Hub sees fit; only paid hardware can be told.' : null,
    devMode:
      needsPlan(given, 'Dev mode') ??
      (requested === zeroGpuFlavor ? 'There is no dev mode on ZeroGPU. Move the Space to other hardware first.' : null),
    protected: needsPlan(given, 'A Space whose app is public while its source is not'),
  };
}

function needsPlan({ rights, namespace, hubUrl }: RightsGiven, what: string): string | null {
  if (rights.subscribed) return null;
  const plan = rights.isOrganization ? `a Team or Enterprise plan of ${namespace}` : 'PRO';
  return `${what} needs ${plan}: ${hubUrl}/pricing`;
}

/** Credits are known to the Hub alone; without a plan and without a way to pay there can be none. */
function paidHardware({ rights, namespace, hubUrl }: RightsGiven): string | null {
  if (rights.subscribed || rights.mayPay !== false) return null;
  const page = rights.isOrganization ? `organizations/${namespace}/settings/billing` : 'settings/billing';
  return `${namespace} has no way to pay for hardware yet: ${hubUrl}/${page}`;
}

function zeroGpu({ sdk, requested, rights, namespace, otherZeroGpuSpaces, hubUrl }: RightsGiven): string | null {
  if (requested === zeroGpuFlavor) return null;
  if (sdk !== null && sdk !== 'gradio') return 'ZeroGPU runs Gradio Spaces alone.';
  const limit = rights.zeroGpuSpaces;
  if (limit === 0) return `ZeroGPU Spaces of an organization need a Team or Enterprise plan: ${hubUrl}/pricing`;
  if (otherZeroGpuSpaces === null || otherZeroGpuSpaces < limit) return null;
  const more = rights.subscribed ? '' : ` PRO has ten: ${hubUrl}/pricing`;
  return `${namespace} has all ${limit} ZeroGPU Spaces of its plan. Move or delete one of them first.${more}`;
}
