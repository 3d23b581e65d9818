import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import type { Schedule } from '@hubdesk/shared/contract/schedules';
import { orpc } from '../../api/client.ts';
import { explain } from '../../api/explain.ts';
import { toFailure } from '../../api/failure.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { formatUsd } from '../../ui/format-usd.ts';
import { ScheduleField } from '../../ui/schedule-field.tsx';
import { isSchedule } from '../../ui/schedule-times.ts';
import { useMinute } from '../../ui/use-minute.ts';
import { monthlyUsd } from './schedule-cost.ts';

/** Other times for the same run, with what they would cost. */
export function RescheduleDialog({ schedule, onClose }: { schedule: Schedule; onClose: () => void }) {
  const form = useId();
  const now = useMinute();
  const [when, setWhen] = useState(schedule.schedule);
  const text = when.trim();
  const month = monthlyUsd({ ...schedule, schedule: text }, now);
  const reschedule = useMutation(orpc.schedules.reschedule.mutationOptions({ onSuccess: onClose }));

  function submit(event: FormEvent) {
    event.preventDefault();
    if (isSchedule(text)) reschedule.mutate({ namespace: schedule.namespace, schedule: schedule.id, when: text });
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`When ${schedule.name} runs`}
      footer={
        <>
          <Button onClick={onClose}>Keep it as it is</Button>
          <Button variant="primary" type="submit" form={form} loading={reschedule.isPending}>
            Change the times
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="grid gap-4" noValidate>
        <ScheduleField value={when} onChange={setWhen} />
        {month !== null && <p className="text-sm text-ink-2">At most {formatUsd(month)} a month at this rate.</p>}
        {reschedule.error && <ErrorNotice explanation={explain(toFailure(reschedule.error))} />}
      </form>
    </Dialog>
  );
}
