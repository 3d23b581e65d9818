// When a schedule starts runs, worked out the way the Hub does: five fields of
// cron or one of its names, in UTC.
import { Cron } from 'croner';
import cronstrue from 'cronstrue';

export const schedulePresets = [
  { value: '@hourly', label: 'Every hour', words: 'At the beginning of every hour' },
  { value: '@daily', label: 'Every day', words: 'Every day at midnight, UTC' },
  { value: '@weekly', label: 'Every week', words: 'Every Sunday at midnight, UTC' },
  { value: '@monthly', label: 'Every month', words: 'On the first of every month at midnight, UTC' },
] as const;

export type ScheduleTimes = { words: string; next: Date[]; problem?: undefined } | { problem: string };

/** `from`: after this moment. */
export function scheduleTimes(when: string, from: Date): ScheduleTimes {
  const text = when.trim().replace(/\s+/g, ' ');
  const preset = schedulePresets.find(({ value }) => value === text);
  if (!preset && text.split(' ').length !== 5) {
    return { problem: 'Five fields with spaces between: minute, hour, day, month, day of the week.' };
  }
  try {
    const next = new Cron(text, { timezone: 'UTC', mode: '5-part', paused: true }).nextRuns(3, from);
    if (next.length === 0) return { problem: 'This never comes: no such day is in the calendar.' };
    const words = preset?.words ?? `${cronstrue.toString(text, { use24HourTimeFormat: true })}, UTC`;
    return { words, next };
  } catch {
    return { problem: 'This is not a schedule. Fields have numbers, “*”, “,”, “-” and “/”.' };
  }
}
