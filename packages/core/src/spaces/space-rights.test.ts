import type { PlanRights } from '@hubdesk/shared/spaces/plan-rights';
import { describe, expect, it } from 'vitest';
import { forbidsOf, type RightsGiven } from './space-rights.ts';

const free: PlanRights = { subscribed: false, plan: null, isOrganization: false, mayPay: false, zeroGpuSpaces: 2 };
const pro: PlanRights = { subscribed: true, plan: 'pro', isOrganization: false, mayPay: false, zeroGpuSpaces: 10 };
const club: PlanRights = { subscribed: false, plan: null, isOrganization: true, mayPay: true, zeroGpuSpaces: 0 };

const forbids = (more: Partial<RightsGiven>) =>
  forbidsOf({
    sdk: 'gradio',
    requested: 't4-small',
    namespace: 'sandy',
    rights: pro,
    write: null,
    otherZeroGpuSpaces: 0,
    hubUrl: 'https://hub',
    ...more,
  });

describe('what cannot be done with a Space', () => {
  it('is nothing that its plan gives', () => {
    expect(Object.values(forbids({}))).toEqual(Array(8).fill(null));
  });

  it('is said with what would help', () => {
    expect(forbids({ rights: free })).toEqual({
      write: null,
      // It runs on hardware that is paid for already.
      restart: null,
      paidHardware: 'sandy has no way to pay for hardware yet: https://hub/settings/billing',
      zeroGpu: null,
      cpuBasic: 'Running a Gradio Space on the free CPU needs PRO: https://hub/pricing',
      sleep: null,
      devMode: 'Dev mode needs PRO: https://hub/pricing',
      protected: 'A Space whose app is public while its source is not needs PRO: https://hub/pricing',
    });
    expect(forbids({ rights: club, namespace: 'club', sdk: 'docker', requested: 'cpu-basic' })).toMatchObject({
      restart: 'Running a Docker Space on the free CPU needs a Team or Enterprise plan of club: https://hub/pricing',
      paidHardware: null,
      zeroGpu: 'ZeroGPU runs Gradio Spaces alone.',
      sleep: expect.stringContaining('only paid hardware'),
    });
  });

  it('counts the ZeroGPU Spaces there are, where that is known', () => {
    expect(forbids({ rights: free, otherZeroGpuSpaces: 2 }).zeroGpu).toMatch(/all 2 ZeroGPU Spaces.*PRO has ten/);
    expect(forbids({ rights: free, otherZeroGpuSpaces: null }).zeroGpu).toBeNull();
    expect(forbids({ rights: free, otherZeroGpuSpaces: 2, requested: 'zero-a10g' })).toMatchObject({ zeroGpu: null });
    expect(forbids({ rights: club, otherZeroGpuSpaces: null }).zeroGpu).toMatch(/Team or Enterprise/);
    expect(forbids({ requested: 'zero-a10g' }).devMode).toMatch(/no dev mode on ZeroGPU/);
  });

  it('is most of all for a static Space, which runs on nothing', () => {
    const { write, protected: isProtected, ...hardware } = forbids({ sdk: 'static', requested: null });
    expect([write, isProtected]).toEqual([null, null]);
    expect(new Set(Object.values(hardware)).size).toBe(1);
  });
});
