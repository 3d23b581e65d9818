// What the Hub's list does not say of an accelerator and estimates need: how fast
// it is, and whether it knows bfloat16. A card that is not known here is taken for a slow one.
import type { Flavor } from './hardware.ts';

interface CardKind {
  name: RegExp;
  /** Dense matrix speed in 16 bits, from the makers' data sheets. */
  teraflops: number;
  /** Of its memory, in GB a second. */
  bandwidth: number;
  bfloat16: boolean;
}

const kinds: readonly CardKind[] = [
  { name: /\bT4\b/i, teraflops: 65, bandwidth: 320, bfloat16: false },
  { name: /\bV100\b/i, teraflops: 125, bandwidth: 900, bfloat16: false },
  { name: /\bP100\b/i, teraflops: 19, bandwidth: 732, bfloat16: false },
  { name: /\bL40S\b/i, teraflops: 362, bandwidth: 864, bfloat16: true },
  { name: /\bL4\b/i, teraflops: 121, bandwidth: 300, bfloat16: true },
  { name: /\bA10G?\b/i, teraflops: 70, bandwidth: 600, bfloat16: true },
  { name: /\bA100\b/i, teraflops: 312, bandwidth: 2_000, bfloat16: true },
  { name: /\bH100\b/i, teraflops: 989, bandwidth: 3_350, bfloat16: true },
  { name: /\bH200\b/i, teraflops: 989, bandwidth: 4_800, bfloat16: true },
  { name: /\bB200\b/i, teraflops: 2_250, bandwidth: 8_000, bfloat16: true },
  { name: /RTX[\s-]*PRO[\s-]*6000/i, teraflops: 480, bandwidth: 1_600, bfloat16: true },
];
const unknownKind = { teraflops: 60, bandwidth: 300, bfloat16: true };

/** Null for hardware without an accelerator. */
export function cardKindOf(flavor: Flavor): Omit<CardKind, 'name'> | null {
  const { accelerator } = flavor;
  if (!accelerator) return null;
  return kinds.find(({ name }) => name.test(accelerator.model) || name.test(flavor.label)) ?? unknownKind;
}

/** How many of it work at once: each takes rows of its own. */
export function devicesOf(flavor: Flavor): number {
  return Math.max(1, flavor.accelerator?.count ?? 1);
}
