/** What stands in a field for a limit, in USD: null for none, undefined for what is no amount. */
export function readLimit(text: string): number | null | undefined {
  const trimmed = text.trim().replace(/^\$\s*/, '');
  if (trimmed === '') return null;
  if (!/^\d+(?:[.,]\d{1,2})?$/.test(trimmed)) return undefined;
  const usd = Number(trimmed.replace(',', '.'));
  return usd > 0 && usd <= 1_000_000 ? usd : undefined;
}
