// What a limit on length costs, and the limit that costs nothing.
import type { TokenReport } from '@hubdesk/shared/datasets/token-report';

const step = 64;

/** The smallest limit, in round numbers, that cuts no row; null when none is cut or nothing was counted. */
export function lengthThatKeepsAll(report: TokenReport): number | null {
  const longest = report.longest?.tokens ?? 0;
  return longest > report.maxLength ? Math.ceil(longest / step) * step : null;
}

/** The smallest limit, in round numbers, that keeps 19 rows of 20 whole, where it is far below the one that keeps all. */
export function lengthThatKeepsMost(report: TokenReport): number | null {
  const all = lengthThatKeepsAll(report);
  const most = Math.ceil(report.p95 / step) * step;
  return all !== null && most > report.maxLength && most * 2 <= all ? most : null;
}
