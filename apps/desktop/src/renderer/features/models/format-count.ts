// Counts as a person reads them in a narrow column: three digits and a letter.
// Nothing here decides what "unknown" looks like; that is the caller's dash.

const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 3 });
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

/** Parameters of a model as its maker would print them: `8B`, `1.7B`, `405B`, `135M`. */
export function formatParams(params: number): string {
  return compact.format(params);
}

/** Tokens of context: powers of two by 1,024 (`128K`), round decimal sizes as they are (`200K`, `1M`). */
export function formatTokens(tokens: number): string {
  if (tokens < 1024) return whole.format(tokens);
  const isDecimal = tokens % 1000 === 0 && tokens % 1024 !== 0;
  const kilo = isDecimal ? 1000 : 1024;
  const kilos = tokens / kilo;
  if (kilos < 1000 || (!isDecimal && kilos < 1024)) return `${trim(kilos)}K`;
  return `${trim(kilos / kilo)}M`;
}

/** `1 model`, `2,000 models`. */
export function formatPlural(count: number, one: string, many = `${one}s`): string {
  return `${whole.format(count)} ${count === 1 ? one : many}`;
}

function trim(value: number): string {
  return value >= 10 ? value.toFixed(0) : value.toFixed(1).replace(/\.0$/, '');
}
