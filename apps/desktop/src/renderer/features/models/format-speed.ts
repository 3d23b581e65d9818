// How long one waits and how fast it then comes, short enough for a column.

/** A short delay: `340 ms`, `1.2 s`. */
export function formatDelay(delayMs: number): string {
  return delayMs < 1_000 ? `${Math.round(delayMs)} ms` : `${(delayMs / 1_000).toFixed(1)} s`;
}

/** Tokens a second, without the unit: `7.4`, `312`. */
export function formatSpeed(tokensPerSecond: number): string {
  return tokensPerSecond < 10 ? tokensPerSecond.toFixed(1) : Math.round(tokensPerSecond).toLocaleString('en');
}
