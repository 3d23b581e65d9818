// Lets the Hub start this run by itself at set times.
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { orpc } from '../../api/client.ts';
import { explain } from '../../api/explain.ts';
import { toFailure } from '../../api/failure.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { formatUsd } from '../../ui/format-usd.ts';
import { ScheduleField } from '../../ui/schedule-field.tsx';
import { isSchedule, timesAMonth } from '../../ui/schedule-times.ts';
import { Switch } from '../../ui/switch.tsx';
import { toast } from '../../ui/toast.tsx';
import { useMinute } from '../../ui/use-minute.ts';
import type { TrainForm } from './use-train-form.ts';

export function ScheduleDialog({ form, onClose }: { form: TrainForm; onClose: () => void }) {
  const { config, secretValues, worst } = form;
  const navigate = useNavigate();
  const [when, setWhen] = useState('@weekly');
  const [concurrent, setConcurrent] = useState(false);
  const create = useMutation(
    // What was sent has secrets in it.
    orpc.schedules.create.mutationOptions({ gcTime: 0 }),
  );
  const isRight = isSchedule(when.trim());
  const submit = () => {
    if (!isRight) return;
    create.mutate(
      { config, when: when.trim(), concurrent, secrets: { ...secretValues } },
      {
        onSuccess: () => {
          toast('The schedule stands');
          onClose();
          void navigate({ to: '/train/schedules' });
        },
      },
    );
  };
  return (
    <Dialog
      open
      onOpenChange={(next) => !next && onClose()}
      className="max-w-120"
      title="Start it at set times"
      description="The Hub starts it by itself, also when Hubdesk is closed. You can suspend or delete the schedule."
      footer={
        <Button variant="primary" disabled={!isRight} loading={create.isPending} onClick={submit}>
          Make the schedule
        </Button>
      }
    >
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <ScheduleField value={when} onChange={setWhen} />
        <Cost when={when.trim()} worst={worst} />
        <Switch
          label="Also while the last one goes on"
          hint="Otherwise a time that comes too early is left out."
          checked={concurrent}
          onChange={setConcurrent}
        />
      </form>
      {create.error && (
        <ErrorNotice explanation={explain(toFailure(create.error))} onRetry={submit} retrying={create.isPending} />
      )}
    </Dialog>
  );
}

function Cost({ when, worst }: { when: string; worst: number | null }) {
  const times = timesAMonth(when, useMinute());
  if (worst === null || times === null || times === 0) return null;
  const month = worst * times;
  return (
    <p className="text-sm text-ink-2 tabular-nums">
      At most {formatUsd(worst)} each time{times > 1 && `, which is at most ${formatUsd(month)} in thirty days`}.
    </p>
  );
}
