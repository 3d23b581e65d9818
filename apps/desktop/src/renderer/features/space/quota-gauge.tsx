import { useQuery } from '@tanstack/react-query';
import { orpc } from '../../api/client.ts';
import { formatRemaining } from '../../ui/format-remaining.ts';
import { formatSeconds } from '../../ui/format-duration.ts';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { useMinute } from '../../ui/use-minute.ts';

/** GPU time on ZeroGPU that the account has left today; nothing where the Hub does not say. */
export function QuotaGauge() {
  const { data: quota } = useQuery(orpc.spaces.quota.queryOptions());
  const minute = useMinute();
  if (!quota) return null;
  const { baseSeconds, leftSeconds, resetsAt } = quota;
  const waitMs = resetsAt === null ? Number.NaN : Date.parse(resetsAt) - minute;
  const words = `${secondsWords(leftSeconds)} of ${secondsWords(baseSeconds)} left today`;
  return (
    <div className="grid w-full max-w-112 gap-1.5 rounded-lg border border-line bg-sunken px-4 py-3">
      <div className="flex flex-wrap justify-between gap-x-4 text-sm tabular-nums">
        <span className="font-medium text-ink">Your ZeroGPU time</span>
        <span className="text-ink-2">{words}</span>
      </div>
      <ProgressBar
        label="ZeroGPU time left"
        value={baseSeconds > 0 ? leftSeconds / baseSeconds : 0}
        valueText={words}
        still={leftSeconds <= 0}
      />
      <p className="text-xs text-ink-3">
        {waitMs > 0 ? `It is full again in ${formatRemaining(waitMs)}. ` : ''}Visitors who are signed in use their own.
      </p>
    </div>
  );
}

function secondsWords(seconds: number): string {
  return seconds <= 0 ? 'nothing' : formatSeconds(seconds * 1_000);
}
