// What Spaces can run on and what it costs an hour: the list and prices of the Hub's documentation
// (docs/hub/spaces-gpus, spaces-zerogpu). None of it is here: every Space of a Sandbox runs on this machine.
import { FLAVORS, hardwareWire, type Flavor } from '../jobs/hardware.ts';

/** ZeroGPU's flavor still has the name of the metal it once ran on. */
export const ZERO_GPU = 'zero-a10g';
export const CPU_BASIC = 'cpu-basic';

const SHARED_WITH_JOBS = [
  'cpu-upgrade',
  't4-small',
  't4-medium',
  'l4x1',
  'l4x4',
  'l40sx1',
  'l40sx4',
  'l40sx8',
  'a10g-small',
  'a10g-large',
  'a10g-largex2',
  'a10g-largex4',
  'a100-large',
  'a100x4',
  'a100x8',
];

const FREE: readonly Flavor[] = [
  { name: CPU_BASIC, prettyName: 'CPU Basic', vcpus: 2, ramGb: 16, diskGb: 50, usdPerHour: 0 },
  {
    name: ZERO_GPU,
    prettyName: 'ZeroGPU',
    vcpus: 8,
    ramGb: 60,
    diskGb: 50,
    usdPerHour: 0,
    accelerator: { type: 'gpu', model: 'RTX PRO 6000', quantity: 1, vramGb: 48, manufacturer: 'Nvidia' },
  },
];

export const SPACE_FLAVORS: ReadonlyMap<string, Flavor> = new Map(
  [...FREE, ...SHARED_WITH_JOBS.flatMap((name) => FLAVORS.get(name) ?? [])].map((flavor) => [flavor.name, flavor]),
);

/** Both the flavor's own name and `zerogpu`, which the create call also takes. */
export function flavorNamed(name: string): Flavor | undefined {
  return SPACE_FLAVORS.get(name === 'zerogpu' ? ZERO_GPU : name);
}

export function isPaid(flavorName: string): boolean {
  return (SPACE_FLAVORS.get(flavorName)?.usdPerHour ?? 0) > 0;
}

/** The items of `GET /api/spaces/hardware`: as for Jobs, without the disk. */
export function spaceHardwareWire(): Record<string, unknown>[] {
  return [...SPACE_FLAVORS.values()].map((flavor) => {
    const { ephemeralStorage: _, ...wire } = hardwareWire(flavor);
    return wire;
  });
}
