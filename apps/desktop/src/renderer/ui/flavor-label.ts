import { visibleText } from './visible-text.ts';

/** `Nvidia T4 small`; the Hub's own word where no list has it. */
export function flavorLabel(name: string, flavors: readonly { name: string; label: string }[] | undefined): string {
  return visibleText(flavors?.find((flavor) => flavor.name === name)?.label ?? name);
}
