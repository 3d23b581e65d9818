// Counts as a person reads them: three digits and a letter, or every digit.
// Nothing here decides what "unknown" looks like; that is the caller's dash.

// Every one with its three digits, so that a column of them is easy to compare.
const columned = new Intl.NumberFormat('en', {
  notation: 'compact',
  minimumSignificantDigits: 3,
  maximumSignificantDigits: 3,
});
const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

/** 120,000 as `120K`, 2,000,000 as `2.00M`; below a thousand as it is. */
export function formatCompact(count: number): string {
  return count < 1_000 ? whole.format(count) : columned.format(count);
}

/** Every digit, grouped: `120,000`. */
export function formatWhole(count: number): string {
  return whole.format(count);
}

/** `1 model`, `2,000 models`. */
export function formatPlural(count: number, one: string, many = `${one}s`): string {
  return `${whole.format(count)} ${count === 1 ? one : many}`;
}
