// Time as the outside supplies it. Refuses to know dates or zones: an instant
// is a number of milliseconds since the epoch, a delay a number of milliseconds.

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Runs `run` once after `delayMs`; the answer takes it back. */
  after(delayMs: number, run: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after: (delayMs, run) => {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
};

export interface TestClock extends Clock {
  /** Moves time on and runs what falls due on the way, in order. */
  advance(byMs: number): void;
  /** How many delays have neither run nor been taken back. */
  readonly pending: number;
}

/** A clock that stands still at `startMs` until it is told otherwise. */
export function testClock(startMs: number): TestClock {
  let nowMs = startMs;
  const due = new Set<{ atMs: number; run: () => void }>();
  return {
    now: () => nowMs,
    after: (delayMs, run) => {
      const entry = { atMs: nowMs + delayMs, run };
      due.add(entry);
      return () => void due.delete(entry);
    },
    advance: (byMs) => {
      const untilMs = nowMs + byMs;
      for (;;) {
        const next = [...due].filter((entry) => entry.atMs <= untilMs).sort((a, b) => a.atMs - b.atMs)[0];
        if (!next) break;
        due.delete(next);
        nowMs = Math.max(nowMs, next.atMs);
        next.run();
      }
      nowMs = untilMs;
    },
    get pending() {
      return due.size;
    },
  };
}

/** Resolves after `delayMs` of this clock. */
export function wait(clock: Clock, delayMs: number): Promise<void> {
  return new Promise((resolve) => clock.after(delayMs, resolve));
}
