// A curve as the few points a small drawing has room for.

/** Averages of `count` equal parts of the values that were told, in their order; fewer when there are fewer. */
export function sparkValues(values: Float64Array, count: number): number[] {
  const told = values.filter((value) => Number.isFinite(value));
  const parts = Math.min(count, told.length);
  return Array.from({ length: parts }, (_, part) => {
    const from = Math.floor((part * told.length) / parts);
    const to = Math.floor(((part + 1) * told.length) / parts);
    let sum = 0;
    for (let at = from; at < to; at += 1) sum += told[at] ?? 0;
    return sum / (to - from);
  });
}

/** The path of an SVG of this size, from the left to `share` of the width; empty for fewer than two values. */
export function sparkPath(values: readonly number[], size: { width: number; height: number }, share = 1): string {
  if (values.length < 2) return '';
  const low = Math.min(...values);
  const range = Math.max(...values) - low;
  const step = (size.width * share) / (values.length - 1);
  return values
    .map((value, at) => {
      const y = range === 0 ? size.height / 2 : size.height - ((value - low) / range) * size.height;
      return `${at === 0 ? 'M' : 'L'}${(at * step).toFixed(1)} ${y.toFixed(1)}`;
    })
    .join('');
}
