// What a job that serves has come to by now. The Hub tells when it will end; from
// that and its timeout it is known when it began.
import type { Deployment } from '@hubdesk/shared/spaces/deployment';
import { costUsd } from '@hubdesk/shared/train/run-cost';

export interface JobClock {
  /** Until the deadline; null before the job runs. */
  leftMs: number | null;
  /** Begun minutes; null without a price, or before it runs. */
  costUsd: number | null;
  /** If it runs until its deadline. */
  mostUsd: number | null;
}

type Timed = Pick<Deployment, 'job' | 'config' | 'usdPerHour' | 'state' | 'updatedAt'>;

export function jobClock({ job, config, usdPerHour, state, updatedAt }: Timed, nowMs: number): JobClock {
  const usdPerMinute = usdPerHour === null ? null : usdPerHour / 60;
  const mostUsd = costUsd(config.timeoutSeconds, usdPerMinute);
  const endsMs = Date.parse(job?.endsAt ?? '');
  if (Number.isNaN(endsMs)) return { leftMs: null, costUsd: null, mostUsd };
  const isOver = state === 'ended' || state === 'cancelled' || state === 'failed';
  const untilMs = Math.min(isOver ? Date.parse(updatedAt) : nowMs, endsMs);
  const ranSeconds = config.timeoutSeconds - (endsMs - untilMs) / 1_000;
  return {
    // The clocks of the Hub and of this computer differ: no more is left than there was.
    leftMs: isOver ? null : Math.min(Math.max(0, endsMs - nowMs), config.timeoutSeconds * 1_000),
    costUsd: costUsd(ranSeconds, usdPerMinute),
    mostUsd,
  };
}
