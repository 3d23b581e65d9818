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
import { Select } from '../../ui/select.tsx';
import { Switch } from '../../ui/switch.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { toast } from '../../ui/toast.tsx';
import { useMinute } from '../../ui/use-minute.ts';
import { schedulePresets, scheduleTimes } from './schedule-times.ts';
import type { TrainForm } from './use-train-form.ts';

const own = 'own';
const moment = new Intl.DateTimeFormat('en', {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  hour: '2-digit',
  minute: '2-digit',
});

export function ScheduleDialog({ form, onClose }: { form: TrainForm; onClose: () => void }) {
  const { config, secretValues, worst } = form;
  const navigate = useNavigate();
  const [choice, setChoice] = useState<string>('@weekly');
  const [cron, setCron] = useState('0 6 * * 1');
  const [concurrent, setConcurrent] = useState(false);
  const create = useMutation(orpc.schedules.create.mutationOptions());
  const now = useMinute();
  const when = choice === own ? cron : choice;
  const times = scheduleTimes(when, new Date(now));
  const isRight = times.problem === undefined;
  const submit = () => {
    if (!isRight) return;
    create.mutate(
      { config, when: when.trim().replace(/\s+/g, ' '), concurrent, secrets: { ...secretValues } },
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
      description={`Each time it may cost ${worst === null ? 'what nobody can say' : `at most ${formatUsd(worst)}`}. The Hub starts it, also when Hubdesk is closed; you can suspend or delete the schedule.`}
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
        <Select
          label="When"
          options={[
            ...schedulePresets.map(({ value, label, words }) => ({ value: value as string, label, hint: words })),
            { value: own, label: 'At times of your own', hint: 'Five fields of cron' },
          ]}
          value={choice}
          onChange={setChoice}
        />
        {choice === own && (
          <TextField
            label="Cron"
            inputClassName="font-mono"
            spellCheck={false}
            autoComplete="off"
            maxLength={200}
            value={cron}
            error={times.problem}
            hint="Minute, hour, day, month, day of the week; in UTC."
            onChange={(event) => setCron(event.target.value)}
          />
        )}
        {times.problem === undefined && (
          <div className="grid gap-1 border-l-2 border-line pl-4 text-sm">
            <p className="text-ink">{times.words}</p>
            <p className="text-ink-3">Next, by your clock:</p>
            <ol className="text-ink-2 tabular-nums">
              {times.next.map((each) => (
                <li key={each.getTime()}>{moment.format(each)}</li>
              ))}
            </ol>
          </div>
        )}
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
