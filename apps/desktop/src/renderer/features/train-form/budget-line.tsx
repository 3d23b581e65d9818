// The limits somebody has set on what runs may cost, what is spent of them, and
// the way to change them.
import { useQuery } from '@tanstack/react-query';
import type { Budget } from '@hubdesk/shared/contract/budget';
import { orpc } from '../../api/client.ts';
import { explain } from '../../api/explain.ts';
import { toFailure } from '../../api/failure.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { formatUsd } from '../../ui/format-usd.ts';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { Loading, Skeleton } from '../../ui/skeleton.tsx';
import { useSetLimits } from '../../ui/set-limits-context.ts';
import type { TrainForm } from './use-train-form.ts';

export function BudgetLine({ form: { worst } }: { form: TrainForm }) {
  const { data, error, refetch, isFetching } = useQuery(orpc.budget.get.queryOptions());
  const setLimits = useSetLimits();
  if (error) {
    return <ErrorNotice explanation={explain(toFailure(error))} onRetry={() => void refetch()} retrying={isFetching} />;
  }
  if (!data) {
    return (
      <Loading label="Your limits are looked up">
        <Skeleton className="h-10" />
      </Loading>
    );
  }
  const { runUsd, monthUsd, spentUsd, openUsd } = data;
  const after = spentUsd + openUsd + (worst ?? 0);
  return (
    <div className="flex flex-wrap items-center gap-x-5 gap-y-2 rounded-lg border border-line px-4 py-2.5">
      <div className="grid min-w-56 flex-1 gap-1.5">
        <p className="text-sm text-ink-2 tabular-nums">{sentence(data)}</p>
        {monthUsd !== null && (
          <ProgressBar
            label="Spent of this month’s limit"
            value={spentUsd / monthUsd}
            ahead={after / monthUsd}
            valueText={`${formatUsd(spentUsd)} of ${formatUsd(monthUsd)}, with this run at most ${formatUsd(after)}`}
          />
        )}
        {runUsd !== null && worst !== null && worst > runUsd && (
          <p className="text-sm font-medium text-ink">
            This run could cost {formatUsd(worst)}, which is beyond your limit for one run.
          </p>
        )}
        {monthUsd !== null && after > monthUsd && (
          <p className="text-sm font-medium text-ink">
            With this run the month could come to {formatUsd(after)}, which is beyond your limit.
          </p>
        )}
      </div>
      <Button size="small" variant="quiet" onClick={setLimits}>
        {runUsd === null && monthUsd === null ? 'Set a limit' : 'Change the limits'}
      </Button>
    </div>
  );
}

function sentence({ runUsd, monthUsd, spentUsd, openUsd, spentFrom }: Budget): string {
  const open = openUsd > 0 ? `, and at most ${formatUsd(openUsd)} more by runs that go on` : '';
  const from = spentFrom === 'history' ? ' from here' : '';
  const spent = `${formatUsd(spentUsd)} spent${from} this month${open}`;
  const limits = [
    monthUsd !== null && `${formatUsd(monthUsd)} a month`,
    runUsd !== null && `${formatUsd(runUsd)} a run`,
  ].filter(Boolean);
  return `${spent}. ${limits.length === 0 ? 'No limit is set.' : `Your limits: ${limits.join(', ')}.`}`;
}
