// Runs that the Hub starts by itself: when, for how much, and what can be done about it.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { CalendarClock, Plus } from 'lucide-react';
import { orpc } from '../../api/client.ts';
import { explain } from '../../api/explain.ts';
import { toFailure } from '../../api/failure.ts';
import { buttonClasses } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { formatUsd } from '../../ui/format-usd.ts';
import { PageHeader } from '../../ui/page-header.tsx';
import { Loading, Skeleton } from '../../ui/skeleton.tsx';
import { useMinute } from '../../ui/use-minute.ts';
import { monthlyUsd } from './schedule-cost.ts';
import { ScheduleRow } from './schedule-row.tsx';

export function SchedulesPage() {
  const { data: schedules, error, refetch, isFetching } = useQuery(orpc.schedules.list.queryOptions());
  const now = useMinute();
  const costs = schedules?.filter(({ suspended }) => !suspended).map((each) => monthlyUsd(each, now)) ?? [];
  const known = costs.filter((usd) => usd !== null);
  const total = known.reduce((sum, usd) => sum + usd, 0);
  return (
    <div className="grid content-start gap-5 pt-6 pb-12">
      <div className="grid gap-4 px-6 rail:px-8">
        <PageHeader
          title="Schedules"
          description="The Hub starts these runs by itself at set times, also while Hubdesk is closed."
          actions={
            <>
              <Link to="/train" className={buttonClasses('quiet')}>
                All runs
              </Link>
              <Link to="/train/new" className={buttonClasses('primary')}>
                <Plus aria-hidden className="size-4" strokeWidth={1.75} />
                New schedule
              </Link>
            </>
          }
        />
        {error && (
          <ErrorNotice explanation={explain(toFailure(error))} onRetry={() => void refetch()} retrying={isFetching} />
        )}
        {known.length > 0 && (
          <p className="text-sm text-ink-2 tabular-nums">
            At this rate they cost at most <span className="font-medium text-ink">{formatUsd(total)}</span> a month
            {known.length < costs.length && ', without those that have no price'}. Limits on what runs may cost are
            looked at when a schedule is made, not each time the Hub starts a run.
          </p>
        )}
      </div>
      {schedules && schedules.length > 0 ? (
        <div className="border-t border-line">
          {schedules.map((schedule) => (
            <ScheduleRow key={`${schedule.namespace}/${schedule.id}`} schedule={schedule} />
          ))}
        </div>
      ) : schedules ? (
        <EmptyState
          drawing={<CalendarClock className="size-8" strokeWidth={1.25} />}
          title="Nothing is scheduled"
          action={
            <Link to="/train/new" className={buttonClasses('secondary')}>
              Set up a run
            </Link>
          }
        >
          A run that repeats is set up like any other: choose everything, then schedule it instead of starting it. It is
          for data that grows, such as a model trained again each week.
        </EmptyState>
      ) : (
        !error && (
          <Loading label="Schedules are loading" className="border-t border-line">
            {[0, 1].map((row) => (
              <div key={row} className="grid gap-3 border-b border-line px-6 py-5 rail:px-8">
                <Skeleton className="h-5 w-1/3" />
                <Skeleton className="h-4 w-1/2" />
              </div>
            ))}
          </Loading>
        )
      )}
    </div>
  );
}
