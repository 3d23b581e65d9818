// When something happens again and again: a preset or five fields of cron, with
// what that means in words and the next moments by the person's own clock.
import { useMinute } from './use-minute.ts';
import { Select } from './select.tsx';
import { isSchedule, nextTimes, schedulePresets, scheduleWords } from './schedule-times.ts';
import { TextField } from './text-field.tsx';

export interface ScheduleFieldProps {
  /** A preset (`@daily`) or cron; may be wrong while it is typed, see `isSchedule`. */
  value: string;
  onChange: (value: string) => void;
}

const own = 'own';
/** What one's own times begin with. */
const firstOwn = '0 6 * * 1';

const moment = new Intl.DateTimeFormat('en', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

export function ScheduleField({ value, onChange }: ScheduleFieldProps) {
  const now = useMinute();
  const isPreset = schedulePresets.some((preset) => preset.value === value);
  const text = value.trim();
  const isRight = isSchedule(text);
  const times = nextTimes(text, now, 3);
  return (
    <div className="grid gap-3">
      <Select
        label="When"
        options={[...schedulePresets, { value: own, label: 'At times of my own', hint: 'Five fields of cron, in UTC' }]}
        value={isPreset ? value : own}
        onChange={(next) => onChange(next === own ? firstOwn : next)}
      />
      {!isPreset && (
        <TextField
          label="Times"
          hint="Minute, hour, day of the month, month, day of the week, in UTC. 0 6 * * 1 is Mondays at six."
          error={!isRight && 'These are not five fields of cron, such as 0 6 * * 1.'}
          inputClassName="font-mono"
          autoComplete="off"
          spellCheck={false}
          value={value}
          onChange={(event) => onChange(event.target.value.replaceAll(/\s+/g, ' ').trimStart())}
        />
      )}
      {isRight && (
        <div className="grid gap-1 rounded-md bg-sunken px-3 py-2.5 text-sm text-ink-2" aria-live="polite">
          <p className="text-ink">{scheduleWords(text)}</p>
          {times.length === 0 ? (
            <p>That never comes.</p>
          ) : (
            <p className="tabular-nums">By your clock: {times.map((at) => moment.format(at)).join('; ')}</p>
          )}
        </div>
      )}
    </div>
  );
}
