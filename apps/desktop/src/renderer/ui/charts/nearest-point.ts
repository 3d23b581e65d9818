// Looking up columns that ascend.

/** The first index whose value is not below `x`; the length when there is none. */
export function firstAtOrAfter(column: Float64Array, x: number): number {
  let low = 0;
  let high = column.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((column[middle] ?? 0) < x) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The index of the told value (not NaN) whose x is nearest; null where nothing was told. */
export function nearestPoint(xs: Float64Array, ys: Float64Array, x: number): number | null {
  const start = firstAtOrAfter(xs, x);
  let after = start;
  while (after < ys.length && Number.isNaN(ys[after])) after += 1;
  let before = start - 1;
  while (before >= 0 && Number.isNaN(ys[before])) before -= 1;
  if (after >= ys.length) return before < 0 ? null : before;
  if (before < 0) return after;
  return x - (xs[before] ?? 0) <= (xs[after] ?? 0) - x ? before : after;
}
