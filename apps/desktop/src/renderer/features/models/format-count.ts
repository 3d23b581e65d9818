// A model's own counts, as its maker would print them.

const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 3 });
const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

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

function trim(value: number): string {
  return value >= 10 ? value.toFixed(0) : value.toFixed(1).replace(/\.0$/, '');
}
