// How many files go into the next commit: as many as the Hub takes in about
// forty seconds, as its own client aims for, since a commit has sixty.

export const commitLimits = {
  first: 250,
  fewest: 20,
  most: 1_000,
  /** Content that travels inside the commit itself. */
  inlineBytes: 100_000_000,
  aimMs: 40_000,
  /** Ready files do not wait longer than this for others. */
  longestWaitMs: 5 * 60_000,
} as const;

/** From one commit's size and duration to the next one's size: at most twice, at least half. */
export function nextCommitSize(size: number, files: number, tookMs: number): number {
  const { fewest, most, aimMs } = commitLimits;
  const aimed = Math.round((files * aimMs) / Math.max(tookMs, 1));
  // A small last commit says little about large ones.
  if (files < size / 2 && aimed >= files) return size;
  return Math.min(most, Math.max(fewest, Math.min(size * 2, Math.max(Math.floor(size / 2), aimed))));
}

/** An estimate for the plan: sizes double from the first to the most. */
export function estimatedCommits(files: number): number {
  let commits = 0;
  for (let size: number = commitLimits.first, left = files; left > 0; left -= size, size = Math.min(size * 2, commitLimits.most)) commits += 1;
  return commits;
}
