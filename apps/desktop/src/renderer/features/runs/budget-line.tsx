// What this month has cost and may cost, on one line, with the way to set limits.
import { useQuery } from '@tanstack/react-query';
import type { Budget } from '@hubdesk/shared/contract/budget';
import { orpc } from '../../api/client.ts';
import { explain } from '../../api/explain.ts';
import { toFailure } from '../../api/failure.ts';
import { Button } from '../../ui/button.tsx';
import { formatUsd } from '../../ui/format-usd.ts';
import { HelpTip } from '../../ui/help-tip.tsx';
import { useSetLimits } from '../../ui/set-limits-context.ts';
import { Skeleton } from '../../ui/skeleton.tsx';

export function BudgetLine() {
  const { data: budget, error, refetch, isFetching } = useQuery(orpc.budget.get.queryOptions());
  const setLimits = useSetLimits();
  if (error) {
    return (
      <p className="flex flex-wrap items-center gap-x-3 text-sm text-ink-2">
        What this month has cost is not known: {explain(toFailure(error)).title.toLowerCase()}.
        <Button size="small" variant="quiet" loading={isFetching} onClick={() => void refetch()}>
          Try again
        </Button>
      </p>
    );
  }
  if (!budget) return <Skeleton className="h-8 w-96" />;
  return (
    <div className="flex flex-wrap items-center gap-x-5 gap-y-2 text-sm">
      <p className="flex items-center gap-1 text-ink-2 tabular-nums">
        <span>
          This month <span className="font-medium text-ink">{formatUsd(budget.spentUsd)}</span>
          {budget.monthUsd !== null && ` of ${formatUsd(budget.monthUsd)}`}
          {budget.openUsd > 0 && `, and up to ${formatUsd(budget.openUsd)} for what goes on`}
        </span>
        <HelpTip question="Where is this figure from?">
          {budget.spentFrom === 'hub'
            ? 'It is what the Hub has billed for jobs in this calendar month, also those started elsewhere.'
            : 'The token may not see the bills, so these are only the runs that this Hubdesk knows of.'}{' '}
          A month begins and ends in UTC.
        </HelpTip>
      </p>
      {budget.monthUsd !== null && <Meter budget={budget} limitUsd={budget.monthUsd} />}
      <p className="text-ink-2 tabular-nums">
        {budget.runUsd === null
          ? budget.monthUsd === null && 'No limits are set'
          : `At most ${formatUsd(budget.runUsd)} a run`}
      </p>
      <button
        type="button"
        onClick={setLimits}
        className="-ml-2 inline-flex min-h-8 items-center rounded-sm text-accent-text underline decoration-accent-line underline-offset-3 hover:decoration-current pointer-coarse:min-h-11"
      >
        {budget.runUsd === null && budget.monthUsd === null ? 'Set limits' : 'Change limits'}
      </button>
    </div>
  );
}

function Meter({ budget: { spentUsd, openUsd }, limitUsd }: { budget: Budget; limitUsd: number }) {
  const spent = Math.min(1, spentUsd / limitUsd);
  const open = Math.min(1, (spentUsd + openUsd) / limitUsd);
  return (
    <span aria-hidden className="relative block h-1.5 w-36 overflow-hidden rounded-full bg-pressed">
      <span className="absolute inset-y-0 left-0 bg-accent-line" style={{ width: `${open * 100}%` }} />
      <span className="absolute inset-y-0 left-0 rounded-full bg-accent" style={{ width: `${spent * 100}%` }} />
    </span>
  );
}
