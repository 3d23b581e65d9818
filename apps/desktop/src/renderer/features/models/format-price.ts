// Prices per million tokens: as many digits as tell two offers apart, and never
// a rounded-down zero that would read as free.

const cents = new Intl.NumberFormat('en', { style: 'currency', currency: 'USD' });
const dollars = new Intl.NumberFormat('en', { style: 'currency', currency: 'USD', maximumFractionDigits: 0 });
const fine = new Intl.NumberFormat('en', { style: 'currency', currency: 'USD', maximumSignificantDigits: 2 });

/** USD per million tokens: `$15`, `$0.60`, `$0.0025`; 0 is `Free`. */
export function formatPrice(usdPerMTok: number): string {
  if (usdPerMTok === 0) return 'Free';
  if (usdPerMTok < 0.01) return fine.format(usdPerMTok);
  if (usdPerMTok >= 10 && Number.isInteger(usdPerMTok)) return dollars.format(usdPerMTok);
  return cents.format(usdPerMTok);
}
