// Models, accounts and hardware of well-known measures, for the tests of deployments.
import type { Identity } from '../account/account.ts';
import { modelOf } from '../train/estimate-facts.fixture.ts';
import type { Flavor } from '../train/hardware.ts';
import type { ModelFacts } from '../train/run-facts.ts';
import type { DeployModel } from './deployment.ts';

/** An open chat model of 8 billion parameters unless something else is said. */
export function deployModelOf(given: Partial<DeployModel> = {}, facts: Partial<ModelFacts> = {}): DeployModel {
  return {
    facts: modelOf(facts),
    private: false,
    kind: 'full',
    weightsBytes: 16.4e9,
    base: null,
    task: 'text-generation',
    templates: ['chat', 'completion', 'folder'],
    problem: null,
    needsAccess: null,
    ...given,
  };
}

export function identityOf(given: Partial<Identity> = {}): Identity {
  const { organizations = [], ...rest } = given;
  return {
    id: 'u1',
    name: 'sandy',
    fullname: 'Sandy Shore',
    avatar: null,
    isPro: false,
    canPay: null,
    organizations,
    ...rest,
  };
}

export function organizationOf(name: string, plan: string | null, canPay: boolean | null = null) {
  return { name, fullname: name, plan, role: 'admin', restrictions: [], canPay };
}

const card = (model: string, memoryGb: number, count = 1) => ({ kind: 'gpu', model, count, memoryGb });
const flavor = (
  name: string,
  memory: string,
  usdPerHour: number,
  accelerator: Flavor['accelerator'] = null,
): Flavor => ({
  name,
  label: name,
  cpu: '4 vCPU',
  memory,
  disk: null,
  accelerator,
  usdPerMinute: usdPerHour / 60,
});

export const jobHardware: readonly Flavor[] = [
  flavor('cpu-basic', '16 GB', 0.01),
  flavor('a10g-small', '15 GB', 1, card('A10G', 24)),
  flavor('t4-small', '15 GB', 0.4, card('T4', 16)),
  flavor('a100-large', '142 GB', 2.5, card('A100', 80)),
  flavor('l4x4', '186 GB', 3.8, card('L4', 96, 4)),
];

export const spaceHardware: readonly Flavor[] = [
  flavor('cpu-basic', '16 GB', 0),
  flavor('zero-a10g', '60 GB', 0, card('RTX PRO 6000', 48)),
  ...jobHardware.slice(1),
];
