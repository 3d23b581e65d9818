import type { Schedule } from '@hubdesk/shared/contract/schedules';
import { timesAMonth } from '../../ui/schedule-times.ts';

/** What a schedule costs at most in thirty days from `nowMs`, in USD; null where that cannot be said. */
export function monthlyUsd(
  { worstUsd, schedule }: Pick<Schedule, 'worstUsd' | 'schedule'>,
  nowMs: number,
): number | null {
  const times = timesAMonth(schedule, nowMs);
  return worstUsd === null || times === null ? null : worstUsd * times;
}
