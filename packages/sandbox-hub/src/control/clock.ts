// The Sandbox's clock: the system's or the test's own, which the control API can push forward but never back.

export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  /** Throws for a negative or infinite step. */
  advance(ms: number): void;
}

export function adjustableClock(base: () => number): Clock {
  let aheadMs = 0;
  return {
    now: () => base() + aheadMs,
    advance: (ms) => {
      if (!Number.isFinite(ms) || ms < 0) throw new RangeError(`The clock cannot be advanced by ${ms} ms`);
      aheadMs += ms;
    },
  };
}
