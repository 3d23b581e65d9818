// The lengths' drawing as numbers: which buckets show, where a length stands on
// the axis, and back. Buckets are equally wide whatever they hold.
import type { TokenReport } from '@hubdesk/shared/datasets/token-report';

export type Histogram = TokenReport['histogram'];

export interface Bucket {
  /** Lengths above this … */
  from: number;
  /** … up to this one; null in the last, which is open. */
  to: number | null;
  count: number;
}

/** The buckets to draw: up to the last that holds a row, and as far as `reach` (the `max_length` line). */
export function shownBuckets({ bounds, counts }: Histogram, reach: number): Bucket[] {
  const buckets = counts.map((count, at) => ({ from: bounds[at - 1] ?? 0, to: bounds[at] ?? null, count }));
  const lastFilled = buckets.findLastIndex(({ count }) => count > 0);
  const atReach = buckets.findIndex(({ to }) => to === null || to >= reach);
  return buckets.slice(0, Math.max(lastFilled, atReach, 0) + 1);
}

/** Where a length stands, from 0 to 1 over all `buckets`. */
export function placeOf(buckets: readonly Bucket[], tokens: number): number {
  if (buckets.length === 0) return 0;
  const found = buckets.findIndex((bucket) => tokens <= endOf(bucket));
  const at = found === -1 ? buckets.length - 1 : found;
  const bucket = buckets[at];
  if (!bucket) return 0;
  const within = (tokens - bucket.from) / (endOf(bucket) - bucket.from);
  return (at + Math.min(Math.max(within, 0), 1)) / buckets.length;
}

/** The length at a place from 0 to 1; at least 1. */
export function tokensAt(buckets: readonly Bucket[], place: number): number {
  const scaled = Math.min(Math.max(place, 0), 1) * buckets.length;
  const at = Math.min(Math.floor(scaled), buckets.length - 1);
  const bucket = buckets[at];
  if (!bucket) return 1;
  return Math.max(1, Math.round(bucket.from + (scaled - at) * (endOf(bucket) - bucket.from)));
}

/** The open bucket is drawn as if it ended at twice its beginning. */
function endOf({ from, to }: Bucket): number {
  return to ?? Math.max(1, from * 2);
}

/** Some of the bounds to write under the axis, evenly spread; the last bucket's beginning is one when it is open. */
export function axisMarks(buckets: readonly Bucket[], most: number): { tokens: number; place: number }[] {
  const every = Math.max(1, Math.ceil(buckets.length / most));
  return buckets.flatMap(({ from }, at) => (at % every === 0 ? [{ tokens: from, place: at / buckets.length }] : []));
}

/** Rows that are longer than `tokens`, as exactly as the buckets tell; the share of a cut bucket is its share of lengths. */
export function rowsLonger(histogram: Histogram, tokens: number): number {
  const rows = histogram.counts.reduce((sum, count, at) => {
    const bucket = { from: histogram.bounds[at - 1] ?? 0, to: histogram.bounds[at] ?? null, count };
    if (tokens <= bucket.from) return sum + count;
    if (tokens >= endOf(bucket)) return sum;
    return sum + (count * (endOf(bucket) - tokens)) / (endOf(bucket) - bucket.from);
  }, 0);
  return Math.round(rows);
}
