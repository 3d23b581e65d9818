// One schedule: when it is next, by the person's own clock, what it costs at
// most, and the ways to change that.
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { CalendarClock, Clock, Pause, Play, Trash2 } from 'lucide-react';
import { useId, useState } from 'react';
import type { Schedule } from '@hubdesk/shared/contract/schedules';
import { orpc } from '../../api/client.ts';
import { explain } from '../../api/explain.ts';
import { toFailure } from '../../api/failure.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { cx } from '../../ui/cx.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { formatUsd } from '../../ui/format-usd.ts';
import { Menu } from '../../ui/menu.tsx';
import { scheduleWords } from '../../ui/schedule-times.ts';
import { StatusDot } from '../../ui/status-dot.tsx';
import { agoWords, Time } from '../../ui/time.tsx';
import { toast } from '../../ui/toast.tsx';
import { useMinute } from '../../ui/use-minute.ts';
import { visibleText } from '../../ui/visible-text.ts';
import { RescheduleDialog } from './reschedule-dialog.tsx';
import { methodWords } from './run-words.ts';
import { monthlyUsd } from './schedule-cost.ts';

const moment = new Intl.DateTimeFormat('en', {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

export function ScheduleRow({ schedule }: { schedule: Schedule }) {
  const { name, namespace, config, suspended, suspendReason, flavor, concurrent } = schedule;
  const headingId = useId();
  const facts = [
    config?.model,
    config && methodWords(config),
    flavor,
    `paid by ${namespace}`,
    concurrent && 'may overlap',
  ].filter(Boolean);
  return (
    <article
      aria-labelledby={headingId}
      className="grid gap-x-8 gap-y-3 border-b border-line px-6 py-5 rail:grid-cols-[1fr_auto] rail:px-8"
    >
      <div className="flex min-w-0 gap-4">
        <span
          className={cx(
            'mt-0.5 grid size-9 shrink-0 place-items-center rounded-md border',
            suspended ? 'border-line text-ink-3' : 'border-accent-line bg-accent-soft text-accent-text',
          )}
        >
          <CalendarClock aria-hidden className="size-4.5" strokeWidth={1.75} />
        </span>
        <div className="grid min-w-0 flex-1 content-start gap-1">
          <h2 id={headingId} className="text-base font-semibold text-ink [overflow-wrap:anywhere]">
            <bdi>{visibleText(name)}</bdi>
          </h2>
          <p className="text-sm text-ink-3 [overflow-wrap:anywhere]">{facts.join(' · ')}</p>
          <div className="mt-1 flex flex-wrap items-center gap-x-2 gap-y-0.5 text-sm text-ink-2">
            <StatusDot shape={suspended ? (suspendReason === null ? 'off' : 'attention') : 'half'} />
            <span className="font-medium text-ink">{scheduleWords(schedule.schedule)}</span>
            <NextTime schedule={schedule} />
          </div>
          {suspendReason !== null && <p className="text-sm text-ink-2">The Hub suspended it: {suspendReason}</p>}
          <LastJob schedule={schedule} />
        </div>
      </div>
      <div className="flex items-start justify-between gap-x-6 gap-y-3 max-rail:pl-13 rail:justify-end">
        <Cost schedule={schedule} />
        <Actions schedule={schedule} />
      </div>
    </article>
  );
}

function NextTime({ schedule: { suspended, nextRunAt } }: { schedule: Schedule }) {
  const now = useMinute();
  if (suspended) return <span>Suspended; nothing is started</span>;
  const at = nextRunAt === null ? Number.NaN : Date.parse(nextRunAt);
  if (Number.isNaN(at)) return <span>The Hub names no next time</span>;
  return (
    <span className="tabular-nums">
      Next {agoWords(at, now)}: {moment.format(at)} by your clock
    </span>
  );
}

/** The job of the last time; its page where it is a run that is known here. */
function LastJob({ schedule: { lastJob } }: { schedule: Schedule }) {
  const { data: run } = useQuery(
    orpc.runs.list.queryOptions({ select: (runs) => runs.find(({ job }) => lastJob !== null && job === lastJob.id) }),
  );
  if (lastJob === null) return <p className="text-sm text-ink-3">It has not run yet.</p>;
  return (
    <p className="text-sm text-ink-3">
      Last time {lastJob.at === null ? 'not known' : <Time iso={lastJob.at} />}
      {run && (
        <>
          {': '}
          <Link
            to="/train/run/$run"
            params={{ run: run.id }}
            className="text-accent-text underline decoration-accent-line underline-offset-3 hover:decoration-current"
          >
            see that run
          </Link>
        </>
      )}
    </p>
  );
}

function Cost({ schedule }: { schedule: Schedule }) {
  const now = useMinute();
  const month = monthlyUsd(schedule, now);
  return (
    <dl className="grid w-36 gap-1">
      <dt className="text-sm text-ink-3">At most</dt>
      <dd className="grid gap-0.5 tabular-nums">
        <span className="text-base font-medium text-ink">
          {schedule.worstUsd === null ? 'no price' : `${formatUsd(schedule.worstUsd)} a run`}
        </span>
        {month !== null && (
          <span className="text-sm text-ink-3">
            {schedule.suspended ? 'nothing while suspended' : `${formatUsd(month)} a month`}
          </span>
        )}
      </dd>
    </dl>
  );
}

function Actions({ schedule }: { schedule: Schedule }) {
  const { namespace, id, name, suspended, worstUsd, config } = schedule;
  const one = { namespace, schedule: id };
  const [asked, setAsked] = useState<'run' | 'times' | 'delete' | null>(null);
  const close = () => setAsked(null);
  const suspend = useMutation(orpc.schedules.suspend.mutationOptions());
  const resume = useMutation(orpc.schedules.resume.mutationOptions());
  const runNow = useMutation(
    orpc.schedules.runNow.mutationOptions({
      onSuccess: () => {
        close();
        toast(`${name} was started`);
      },
    }),
  );
  const remove = useMutation(orpc.schedules.remove.mutationOptions({ onSuccess: close }));
  const failed = suspend.error ?? resume.error;
  return (
    <div className="grid min-w-36 justify-items-end gap-2">
      <div className="flex items-center gap-1.5">
        <Button
          size="small"
          // The same button, so that it keeps the focus.
          icon={suspended ? Play : Pause}
          loading={suspend.isPending || resume.isPending}
          onClick={() => (suspended ? resume.mutate(one) : suspend.mutate(one))}
        >
          {suspended ? 'Resume' : 'Suspend'}
        </Button>
        <Menu
          label={`More for ${name}`}
          items={[
            { label: 'Run now', icon: Play, onSelect: () => setAsked('run') },
            { label: 'Change the times', icon: Clock, onSelect: () => setAsked('times') },
            { label: 'Delete', icon: Trash2, loss: true, onSelect: () => setAsked('delete') },
          ]}
        />
      </div>
      {failed && <ErrorNotice explanation={explain(toFailure(failed))} />}
      {asked === 'times' && <RescheduleDialog schedule={schedule} onClose={close} />}
      <ConfirmDialog
        open={asked === 'run'}
        onOpenChange={(open) => !open && close()}
        title={`Run ${name} now?`}
        description={`It starts one run beside the set times, which stay as they are.${worstUsd === null ? '' : ` It costs at most ${formatUsd(worstUsd)}.`}`}
        confirmLabel="Run it now"
        loading={runNow.isPending}
        onConfirm={() => runNow.mutate(one)}
      >
        {runNow.error && <ErrorNotice explanation={explain(toFailure(runNow.error))} />}
      </ConfirmDialog>
      <ConfirmDialog
        open={asked === 'delete'}
        onOpenChange={(open) => !open && close()}
        title={`Delete the schedule ${name}?`}
        description={`The Hub starts no more of its runs. Runs it has started go on, and stay in the history.${config === null ? ' Its settings are not known here, so it cannot be made again from here.' : ''}`}
        confirmLabel="Delete the schedule"
        loss
        loading={remove.isPending}
        onConfirm={() => remove.mutate(one)}
      >
        {remove.error && <ErrorNotice explanation={explain(toFailure(remove.error))} />}
      </ConfirmDialog>
    </div>
  );
}
