// Set times of the Hub: a preset (`@daily`) or five fields of cron, in UTC. In
// words, and as the moments they stand for.
import { Cron } from 'croner';
import cronstrue from 'cronstrue';

export const schedulePresets = [
  { value: '@hourly', label: 'Every hour' },
  { value: '@daily', label: 'Every day' },
  { value: '@weekly', label: 'Every week' },
  { value: '@monthly', label: 'Every month' },
] as const;

const dayMs = 86_400_000;
/** Of a month, to say what it costs. */
const monthDays = 30;
/** So many moments say how often it is. */
const mostMoments = 500;

/** The fields, or null where it is no schedule the Hub takes. */
function cronOf(schedule: string): Cron | null {
  if (!/^(?:@[a-z]+|\S+(?: \S+){4})$/.test(schedule)) return null;
  try {
    return new Cron(schedule, { timezone: 'UTC', paused: true });
  } catch {
    return null;
  }
}

export function isSchedule(schedule: string): boolean {
  return cronOf(schedule) !== null;
}

/** `Every day at 00:00 UTC`; what cannot be read is shown as it is. */
export function scheduleWords(schedule: string): string {
  const known = presetWords[schedule];
  if (known !== undefined) return known;
  if (!isSchedule(schedule)) return schedule;
  try {
    return `${cronstrue.toString(schedule, { use24HourTimeFormat: true })}, in UTC`;
  } catch {
    return schedule;
  }
}

const presetWords: Record<string, string> = {
  '@hourly': 'Every hour, on the hour',
  '@daily': 'Every day at 00:00 UTC',
  '@weekly': 'Every Sunday at 00:00 UTC',
  '@monthly': 'On the first of every month at 00:00 UTC',
  '@yearly': 'On the first of January at 00:00 UTC',
  '@annually': 'On the first of January at 00:00 UTC',
};

/** The next moments after `fromMs`, in epoch milliseconds; fewer where there are fewer. */
export function nextTimes(schedule: string, fromMs: number, count: number): number[] {
  return (
    cronOf(schedule)
      ?.nextRuns(count, new Date(fromMs))
      .map((at) => at.getTime()) ?? []
  );
}

/** How often it is in thirty days; below one for what is rarer. Null for what cannot be read or never is. */
export function timesAMonth(schedule: string, fromMs: number): number | null {
  const cron = cronOf(schedule);
  const first = cron?.nextRun(new Date(fromMs));
  if (!cron || !first) return null;
  const monthMs = monthDays * dayMs;
  let last = first;
  let count = 1;
  while (count < mostMoments && last.getTime() - fromMs <= monthMs) {
    const next = cron.nextRun(last);
    if (!next) return count;
    last = next;
    count += 1;
  }
  if (count === mostMoments) return ((count - 1) / (last.getTime() - first.getTime())) * monthMs;
  if (count > 1) return count - 1;
  // Not in this month: as rare as from one to the next.
  const second = cron.nextRun(last);
  return second ? monthMs / (second.getTime() - last.getTime()) : 0;
}
