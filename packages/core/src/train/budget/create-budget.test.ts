import { describe, expect, it } from 'vitest';
import { testClock } from '../../ports/clock.ts';
import { createBudget, type BudgetParts, type Limits } from './create-budget.ts';

const clock = testClock(Date.parse('2026-11-20T12:00:00Z'));

function budgetWith(limits: Partial<Limits>, more: Partial<BudgetParts> & { openUsd?: number } = {}) {
  let kept: Limits = { runUsd: null, monthUsd: null, ...limits };
  const asked: string[] = [];
  const budget = createBudget({
    clock,
    limits: { read: () => kept, write: async (next) => void (kept = next) },
    accountSpending: async () => null,
    runs: async () => ({
      spentOf: ({ startMs, endMs }) => {
        asked.push(`${new Date(startMs).toISOString()} ${new Date(endMs).toISOString()}`);
        return [
          { namespace: 'sandy', usd: 2 },
          { namespace: 'tidewater', usd: 3 },
        ];
      },
      openUsd: () => more.openUsd ?? 0,
    }),
    ...more,
  });
  return { budget, asked };
}

describe('a budget', () => {
  it('counts the history of this month where the Hub says nothing', async () => {
    const { budget, asked } = budgetWith({}, { openUsd: 1.5 });
    expect(await budget.get()).toEqual({
      runUsd: null,
      monthUsd: null,
      spentUsd: 5,
      openUsd: 1.5,
      spentFrom: 'history',
    });
    expect(asked).toEqual(['2026-11-01T00:00:00.000Z 2026-12-01T00:00:00.000Z']);
  });

  it('takes the Hub’s figure for the account, and adds what others paid for', async () => {
    const { budget } = budgetWith({}, { accountSpending: async () => ({ account: 'sandy', usd: 10 }) });
    expect(await budget.get()).toMatchObject({ spentUsd: 13, spentFrom: 'hub' });
  });

  it('keeps limits, and takes one away', async () => {
    const { budget } = budgetWith({});
    expect(await budget.set({ runUsd: 5, monthUsd: 50 })).toMatchObject({ runUsd: 5, monthUsd: 50 });
    expect(await budget.set({ runUsd: null, monthUsd: 50 })).toMatchObject({ runUsd: null, monthUsd: 50 });
  });

  it.each([
    ['without a limit', {}, null, true, /no limit/],
    ['at the limit of a run', { runUsd: 1 }, 1, true, /At worst \$1\.00/],
    ['at the limit of a run, by the last digit of a sum', { runUsd: 0.3 }, 0.1 + 0.2, true, /\$0\.30/],
    ['above the limit of a run', { runUsd: 1 }, 1.01, false, /\$1\.01, and you let one cost at most \$1\.00/],
    ['just within the month', { monthUsd: 10 }, 3.5, true, /of \$3\.50 that are left/],
    [
      'beyond the month with what goes on',
      { monthUsd: 10 },
      3.51,
      false,
      /\$10\.00 .* \$5\.00 are spent, and runs that go on can add \$1\.50/,
    ],
    ['within the run and beyond the month', { runUsd: 100, monthUsd: 10 }, 50, false, /for a month/],
    ['beyond a month that is overdrawn', { monthUsd: 4 }, 0.01, false, /\$4\.00/],
    ['of an unknown price under a limit', { monthUsd: 10 }, null, false, /no price/],
  ])('judges a run %s', async (_what, limits, worstUsd, ok, words) => {
    const verdict = await budgetWith(limits, { openUsd: 1.5 }).budget.judge({ worstUsd });
    expect(verdict.ok).toBe(ok);
    expect(verdict.sentence).toMatch(words);
  });

  it('asks for no spending where only a run is limited', async () => {
    const { budget, asked } = budgetWith({ runUsd: 1 });
    await budget.judge({ worstUsd: 0.5 });
    expect(asked).toEqual([]);
  });
});
