import { formatUsd } from './format-usd.ts';

/** What an hour costs: `Free`, `$0.40 an hour`, `price not known`. */
export function formatHourly(usdPerHour: number | null): string {
  if (usdPerHour === null) return 'price not known';
  return usdPerHour === 0 ? 'Free' : `${formatUsd(usdPerHour)} an hour`;
}
