// Money as a person reads it: cents, and finer where cents would say nothing.
const cents = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' });
const fine = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD', maximumSignificantDigits: 2 });

/** `$0.00`, `$0.0042`, `$0.05`, `$1.20`, `$1,240.00`. Never rounds something down to nothing. */
export function formatUsd(usd: number): string {
  return usd > 0 && usd < 0.095 ? fine.format(usd) : cents.format(usd);
}
