// Asks for the limits on what runs may cost, for every page that shows them.
import { useQuery } from '@tanstack/react-query';
import { lazy, type ReactNode, Suspense, useCallback, useState } from 'react';
import { orpc } from '../../api/client.ts';
import { SetLimitsContext } from '../../ui/set-limits-context.ts';

const BudgetDialog = lazy(() => import('./budget-dialog.tsx').then((module) => ({ default: module.BudgetDialog })));

export function LimitsProvider({ children }: { children: ReactNode }) {
  const [asking, setAsking] = useState(false);
  const { data: budget } = useQuery(orpc.budget.get.queryOptions({ enabled: asking }));
  const ask = useCallback(() => setAsking(true), []);
  return (
    <SetLimitsContext value={ask}>
      {children}
      <Suspense>{asking && budget && <BudgetDialog budget={budget} onClose={() => setAsking(false)} />}</Suspense>
    </SetLimitsContext>
  );
}
