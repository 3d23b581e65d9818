/** Milliseconds as a person says them: `85 ms`, `0.6 s`, `12 s`, `1 min 5 s`. */
export function formatDuration(durationMs: number): string {
  if (durationMs < 100) return `${Math.max(1, Math.round(durationMs))} ms`;
  if (durationMs < 9_950) return `${(durationMs / 1000).toFixed(1)} s`;
  return formatSeconds(durationMs);
}

/** The same in whole seconds, for what need not be told finer. */
export function formatSeconds(durationMs: number): string {
  const seconds = Math.max(1, Math.round(durationMs / 1000));
  if (seconds < 60) return `${seconds} s`;
  const rest = seconds % 60;
  return rest === 0 ? `${seconds / 60} min` : `${Math.floor(seconds / 60)} min ${rest} s`;
}
