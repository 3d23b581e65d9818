// Limits on what runs may cost, each workspace's own: they stand in the settings, or end with a workspace that does.
import { budgetSchema } from '@hubdesk/shared/contract/budget';
import { fetchMonthSpending } from '../hub/jobs-billing.ts';
import type { Clock } from '../ports/clock.ts';
import type { Settings } from '../settings/settings-file.ts';
import { type Budget, createBudget, type Limits, type Spending } from '../train/budget/create-budget.ts';
import type { Implementer } from './implementer.ts';
import { payersOf } from './payers.ts';
import { tokenIfAny } from './token-of.ts';
import type { Workspace, Workspaces } from './workspace.ts';

const preference = 'budget';
const limitsSchema = budgetSchema.pick({ runUsd: true, monthUsd: true });
const noLimits: Limits = { runUsd: null, monthUsd: null };

export interface BudgetServiceParts {
  workspaces: Workspaces;
  settings: Settings;
  clock: Clock;
  /** Of the runs of the workspace in force. */
  runs(): Promise<Spending>;
}

export function createBudgetService({ workspaces, settings, clock, runs }: BudgetServiceParts) {
  const passing = new WeakMap<Workspace, Limits>();

  const budget: Budget = createBudget({
    clock,
    runs,
    limits: {
      read() {
        const workspace = workspaces.current();
        if (!workspace.lasting) return passing.get(workspace) ?? noLimits;
        return limitsSchema.catch(noLimits).parse(settings.current.preferences[preference]);
      },
      async write(limits) {
        const workspace = workspaces.current();
        if (!workspace.lasting) return void passing.set(workspace, limits);
        await settings.update(({ preferences }) => {
          preferences[preference] = limits;
        });
      },
    },
    async accountSpending() {
      const workspace = workspaces.current();
      const token = await tokenIfAny(workspace);
      if (token === null) return null;
      try {
        const { account } = await payersOf(workspace, token);
        return { account, usd: await fetchMonthSpending(workspace.hub, { organization: null }, { token, account }) };
      } catch {
        // Not allowed, or out of reach: the history knows what was run from here.
        return null;
      }
    },
  });

  return {
    judge: budget.judge,
    handlers: (os: Implementer['budget']) =>
      os.router({ get: os.get.handler(() => budget.get()), set: os.set.handler(({ input }) => budget.set(input)) }),
  };
}
