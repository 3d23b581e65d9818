// The limits a person has set on what runs may cost, and whether one more run stays within them. Counts the worst:
// what was spent, what the runs that go on can still cost, and what the new one can.
import type { Budget as BudgetFigures } from '@hubdesk/shared/contract/budget';
import { formatUsd } from '@hubdesk/shared/format-usd';
import { type Month, monthOf } from '../../hub/jobs-billing.ts';
import type { Clock } from '../../ports/clock.ts';

export type Limits = Pick<BudgetFigures, 'runUsd' | 'monthUsd'>;

export interface Spending {
  /** What runs started from here have cost in that month, by who paid. */
  spentOf(month: Month): readonly { namespace: string; usd: number }[];
  /** What the runs that go on could still add, if each took all the time it may. */
  openUsd(): number;
}

export interface BudgetParts {
  limits: { read(): Limits; write(limits: Limits): Promise<void> };
  /** What the Hub says its account has spent on Jobs this month; null where it does not say. */
  accountSpending(): Promise<{ account: string; usd: number } | null>;
  runs(): Promise<Spending>;
  clock: Clock;
}

export interface Budget {
  get(): Promise<BudgetFigures>;
  set(limits: Limits): Promise<BudgetFigures>;
  /** Whether a run that costs so much at worst may be started, and why; null where its price is not known. */
  judge(run: { worstUsd: number | null }): Promise<{ ok: boolean; sentence: string }>;
}

export function createBudget({ limits, accountSpending, runs, clock }: BudgetParts): Budget {
  /** The Hub knows of the account's runs from everywhere; of those that others paid for, only the history does. */
  async function spending(): Promise<Pick<BudgetFigures, 'spentUsd' | 'openUsd' | 'spentFrom'>> {
    const [ofAccount, { spentOf, openUsd }] = await Promise.all([accountSpending(), runs()]);
    const own = spentOf(monthOf(clock.now()));
    const others = own.filter(({ namespace }) => namespace !== ofAccount?.account);
    const spentUsd = others.reduce((sum, { usd }) => sum + usd, ofAccount?.usd ?? 0);
    return { spentUsd: inMicros(spentUsd), openUsd: inMicros(openUsd()), spentFrom: ofAccount ? 'hub' : 'history' };
  }

  const get = async (): Promise<BudgetFigures> => ({ ...limits.read(), ...(await spending()) });

  return {
    get,
    async set({ runUsd, monthUsd }) {
      await limits.write({ runUsd, monthUsd });
      return get();
    },
    async judge({ worstUsd }) {
      const { runUsd, monthUsd } = limits.read();
      if (runUsd === null && monthUsd === null) return { ok: true, sentence: 'You have set no limit.' };
      if (worstUsd === null) {
        return {
          ok: false,
          sentence: 'This hardware has no price, so nothing can be promised about the limits you have set.',
        };
      }
      if (runUsd !== null && exceeds(worstUsd, runUsd)) {
        return {
          ok: false,
          sentence: `This run can cost ${formatUsd(worstUsd)}, and you let one cost at most ${formatUsd(runUsd)}.`,
        };
      }
      if (monthUsd === null)
        return {
          ok: true,
          sentence: `At worst ${formatUsd(worstUsd)}, and you let a run cost ${formatUsd(runUsd ?? 0)}.`,
        };
      const { spentUsd, openUsd } = await spending();
      const leftUsd = monthUsd - spentUsd - openUsd;
      const going = openUsd > 0 ? `, and runs that go on can add ${formatUsd(openUsd)}` : '';
      if (exceeds(worstUsd, leftUsd)) {
        return {
          ok: false,
          sentence: `This run can cost ${formatUsd(worstUsd)}. Of the ${formatUsd(monthUsd)} you have set for a month, ${formatUsd(spentUsd)} are spent${going}.`,
        };
      }
      return {
        ok: true,
        sentence: `At worst ${formatUsd(worstUsd)}, of ${formatUsd(leftUsd)} that are left this month.`,
      };
    },
  };
}

/** Sums of prices are not exact to the last digit. */
function inMicros(usd: number): number {
  return Math.round(Math.max(usd, 0) * 1e6) / 1e6;
}

function exceeds(usd: number, limitUsd: number): boolean {
  return usd - limitUsd > 1e-6;
}
