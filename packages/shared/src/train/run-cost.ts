// What a run costs: begun minutes of running at the price of its hardware.
// Waiting for hardware costs nothing. Source: hub-docs docs/hub/jobs-pricing.md.

export function costUsd(runningSeconds: number, usdPerMinute: number | null): number | null {
  if (usdPerMinute === null) return null;
  return Math.ceil(Math.max(0, runningSeconds) / 60) * usdPerMinute;
}

/** So much is left for saving and sending the weights once the last step is done. */
export const pushSeconds = 60;

/** Steps told before their pace says anything. */
const fewestSteps = 3;

/**
 * The seconds a step takes: the middle one of all that were told, so that an evaluation or a checkpoint between two
 * steps does not count. `told` holds steps with the time each was told at, in seconds of one clock, in any order;
 * null before there are three.
 */
export function paceOf(told: readonly (readonly [step: number, at: number])[]): number | null {
  if (told.length < fewestSteps) return null;
  const ordered = told.toSorted(([a], [b]) => a - b);
  const paces: number[] = [];
  for (const [index, [step, at]] of ordered.entries()) {
    const before = ordered[index - 1];
    // A clock that was put back in between says nothing.
    if (before && step > before[0] && at >= before[1]) paces.push((at - before[1]) / (step - before[0]));
  }
  paces.sort((a, b) => a - b);
  // Whatever comes between two steps makes them slower: of two in the middle the quicker one.
  return paces[Math.floor((paces.length - 1) / 2)] ?? null;
}

export interface Projection {
  /** Until the weights are pushed. */
  remainingSeconds: number;
  projectedUsd: number | null;
  /** The timeout comes first. */
  beyondTimeout: boolean;
}

/** Where a run ends at this pace. All seconds are durations, none an instant. */
export function project(run: {
  stepsLeft: number;
  secondsPerStep: number;
  pushes: boolean;
  runningSeconds: number;
  timeoutSeconds: number | null;
  usdPerMinute: number | null;
}): Projection {
  const remainingSeconds = Math.max(0, run.stepsLeft) * run.secondsPerStep + (run.pushes ? pushSeconds : 0);
  const total = run.runningSeconds + remainingSeconds;
  return {
    remainingSeconds,
    projectedUsd: costUsd(total, run.usdPerMinute),
    beyondTimeout: run.timeoutSeconds !== null && total > run.timeoutSeconds,
  };
}
