// The steps of the two filters that are amounts. An amount from an address that
// is none of them stands at the nearest.

/** USD per million output tokens; the last step is any price. */
export const priceSteps = [0.1, 0.25, 0.5, 1, 2, 5, 10, 20, null] as const;
/** Tokens; the first step is any length. */
export const contextSteps = [null, 8_192, 16_384, 32_768, 65_536, 131_072, 262_144, 1_048_576] as const;

/** Where an amount stands among the steps; undefined stands at "any". */
export function stepOf(steps: readonly (number | null)[], amount: number | undefined): number {
  if (amount === undefined) return steps.indexOf(null);
  let nearest = 0;
  for (const [at, step] of steps.entries())
    if (distance(step, amount) < distance(steps[nearest] ?? null, amount)) nearest = at;
  return nearest;
}

function distance(step: number | null, amount: number): number {
  return step === null ? Infinity : Math.abs(step - amount);
}
