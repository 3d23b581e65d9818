// What may help a Space that does not get up, each as one click or one link. A change of a file is made from the file
// itself and from words that were looked at before: a log has no other way into it.
import type { SpaceRemedy } from '@hubdesk/shared/spaces/space-failure';
import { cpuBasicFlavor, zeroGpuFlavor } from '@hubdesk/shared/spaces/space';
import {
  isPackageName,
  lineOfPackage,
  withoutPackage,
  withoutPins,
  withPackage,
  withPackageInstead,
} from './edit-requirements.ts';
import type { FailureCase } from './failure-case.ts';

const requirementsPath = 'requirements.txt';

export function edit(path: string, line: number | null, why: string): SpaceRemedy {
  const label = line === null ? `Edit ${path}` : `Edit ${path}, line ${line}`;
  return { id: `edit-${path}`, label, why, change: { kind: 'edit', path, line }, link: null };
}

export function restart(why: string): SpaceRemedy {
  return { id: 'restart', label: 'Restart it', why, change: { kind: 'restart', factory: false }, link: null };
}

export function rebuild(why: string): SpaceRemedy {
  return { id: 'rebuild', label: 'Build it from scratch', why, change: { kind: 'restart', factory: true }, link: null };
}

export function variable(key: string, value: string, why: string): SpaceRemedy {
  return {
    id: `variable-${key}`,
    label: `Set ${key} to ${value}`,
    why,
    change: { kind: 'variable', key, value },
    link: null,
  };
}

export function secret(key: string, why: string): SpaceRemedy {
  return { id: `secret-${key}`, label: `Give it the secret ${key}`, why, change: { kind: 'secret', key }, link: null };
}

export function link(id: string, label: string, why: string, url: string): SpaceRemedy {
  return { id, label, why, change: null, link: { label, url } };
}

export function file(id: string, label: string, why: string, path: string, text: string): SpaceRemedy {
  return { id, label, why, change: { kind: 'file', path, text, message: label }, link: null };
}

function hardware(flavor: string, label: string, why: string): SpaceRemedy {
  return {
    id: `hardware-${flavor}`,
    label: `Move it to ${label}`,
    why,
    change: { kind: 'hardware', flavor },
    link: null,
  };
}

/** Null where it is named there already, or is no name. A Space without the file gets one. */
export function addPackage({ requirements }: FailureCase, name: string): SpaceRemedy | null {
  const text = withPackage(requirements ?? '', name);
  if (text === null) return null;
  return file(
    `add-${name}`,
    `Add ${name} to ${requirementsPath}`,
    'The next build installs it.',
    requirementsPath,
    text,
  );
}

/** Null where none of them has a version in the file. */
export function dropPins({ requirements }: FailureCase, names: readonly string[]): SpaceRemedy | null {
  const pinned = names.filter((name) => requirements !== null && withoutPins(requirements, [name]) !== null);
  const text = requirements === null ? null : withoutPins(requirements, pinned);
  if (text === null) return null;
  const label = `Let the build choose the version of ${pinned.join(' and ')}`;
  return file(
    'drop-pins',
    label,
    'Takes the version out of requirements.txt, so that one that fits can be found.',
    requirementsPath,
    text,
  );
}

export function replacePackage({ requirements }: FailureCase, wrong: string, right: string): SpaceRemedy | null {
  const text = requirements === null ? null : withPackageInstead(requirements, wrong, right);
  if (text === null) return null;
  return file(
    `replace-${wrong}`,
    `Ask for ${right} instead of ${wrong}`,
    'That is the name of the package.',
    requirementsPath,
    text,
  );
}

/** Null where it does not stand in the file. */
export function takeOut({ requirements }: FailureCase, name: string): SpaceRemedy | null {
  const text = requirements === null ? null : withoutPackage(requirements, name);
  if (text === null) return null;
  return file(
    `take-out-${name}`,
    `Take ${name} out of ${requirementsPath}`,
    'For an app that does without it.',
    requirementsPath,
    text,
  );
}

/** `names`: which line is meant, where one of them stands in it. */
export function editRequirements({ requirements }: FailureCase, names: readonly string[], why: string): SpaceRemedy {
  const lines = names.filter(isPackageName).map((name) => lineOfPackage(requirements ?? '', name));
  return edit(requirementsPath, lines.find((line) => line !== null) ?? null, why);
}

interface Step {
  flavor: string;
  label: string;
}
/** Documented prices and sizes, August 2026 (reference hub-api 4.3): the next with more memory, the cheapest first. */
const moreMemory: Readonly<Record<string, Step>> = {
  [cpuBasicFlavor]: { flavor: 'cpu-upgrade', label: 'the larger CPU' },
  'cpu-upgrade': { flavor: 'a10g-large', label: 'an A10G with 46 GB of memory' },
  't4-small': { flavor: 't4-medium', label: 'a T4 with 30 GB of memory' },
  't4-medium': { flavor: 'a10g-large', label: 'an A10G with 46 GB of memory' },
  l4x1: { flavor: 'l40sx1', label: 'an L40S with 62 GB of memory' },
  'a10g-small': { flavor: 'a10g-large', label: 'an A10G with 46 GB of memory' },
  'a10g-large': { flavor: 'l40sx1', label: 'an L40S with 62 GB of memory' },
  l40sx1: { flavor: 'a100-large', label: 'an A100 with 142 GB of memory' },
  [zeroGpuFlavor]: { flavor: 'a100-large', label: 'an A100 with 142 GB of memory' },
};
const moreCardMemory: Readonly<Record<string, Step>> = {
  't4-small': { flavor: 'l4x1', label: 'an L4 with 24 GB' },
  't4-medium': { flavor: 'l4x1', label: 'an L4 with 24 GB' },
  l4x1: { flavor: 'l40sx1', label: 'an L40S with 48 GB' },
  'a10g-small': { flavor: 'l40sx1', label: 'an L40S with 48 GB' },
  'a10g-large': { flavor: 'l40sx1', label: 'an L40S with 48 GB' },
  l40sx1: { flavor: 'a100-large', label: 'an A100 with 80 GB' },
  [zeroGpuFlavor]: { flavor: 'a100-large', label: 'an A100 with 80 GB' },
};

/** Null where there is none larger that is known. */
export function largerHardware({ hardware: flavor }: FailureCase, memory: 'card' | 'machine'): SpaceRemedy | null {
  const steps = memory === 'card' ? moreCardMemory : moreMemory;
  const next = flavor !== null && Object.hasOwn(steps, flavor) ? steps[flavor] : undefined;
  return next ? hardware(next.flavor, next.label, 'Paid by the hour while it runs. It starts again there.') : null;
}

export function toCpu(): SpaceRemedy {
  return hardware(cpuBasicFlavor, 'a CPU', 'For an app that needs no GPU. It starts again there.');
}

export function toGpu(): SpaceRemedy[] {
  return [
    hardware(zeroGpuFlavor, 'ZeroGPU', 'Costs nothing, for Gradio apps that mark a function with @spaces.GPU.'),
    hardware('t4-small', 'a T4', 'A GPU of its own, paid by the hour while it runs.'),
  ];
}
