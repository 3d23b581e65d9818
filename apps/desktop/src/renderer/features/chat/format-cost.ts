const cents = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' });
const fractions = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD', maximumSignificantDigits: 2 });

/** An estimate in words. Null is a price nobody told us, never nothing. */
export function formatCost(costUsd: number | null): string {
  if (costUsd === null) return 'price unknown';
  if (costUsd === 0) return 'free';
  if (costUsd < 0.00001) return 'less than $0.00001';
  return `about ${(costUsd < 0.1 ? fractions : cents).format(costUsd)}`;
}
