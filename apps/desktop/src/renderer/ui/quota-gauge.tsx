// How much GPU time on ZeroGPU an account has left today, on one line. Not there
// where the Hub does not say.
import type { ZeroGpuQuota } from '@hubdesk/shared/spaces/space';
import { cx } from './cx.ts';
import { formatSeconds } from './format-duration.ts';
import { formatRemaining } from './format-remaining.ts';
import { HelpTip } from './help-tip.tsx';
import { useMinute } from './use-minute.ts';

export interface QuotaGaugeProps {
  quota: ZeroGpuQuota | null | undefined;
  /** What uses it here, in a sentence. */
  note?: string;
  className?: string;
}

export function QuotaGauge({ quota, note, className }: QuotaGaugeProps) {
  const nowMs = useMinute();
  if (!quota || quota.baseSeconds <= 0) return null;
  const left = Math.max(0, quota.leftSeconds);
  const share = Math.min(1, left / quota.baseSeconds);
  const resetsMs = Date.parse(quota.resetsAt ?? '');
  const isUsedUp = left < 1;
  return (
    <div className={cx('flex flex-wrap items-center gap-x-4 gap-y-2 text-sm', className)}>
      <p className="flex items-center gap-1 text-ink-2 tabular-nums">
        <span>
          ZeroGPU today:{' '}
          <span className="font-medium text-ink">
            {isUsedUp ? 'no GPU time left' : `${formatSeconds(left * 1_000)} left`}
          </span>{' '}
          of {formatSeconds(quota.baseSeconds * 1_000)}
        </span>
        <HelpTip question="Whose time is this?">
          Yours, on all ZeroGPU Spaces together. Who asks a Space pays with their own time, so a visitor uses theirs,
          and what you ask from here uses yours. PRO accounts and members of Team organizations have more of it.
        </HelpTip>
      </p>
      <span aria-hidden className="relative block h-1.5 w-36 overflow-hidden rounded-full bg-pressed">
        <span
          className="absolute inset-y-0 left-0 rounded-full bg-accent transition-[width] duration-300"
          style={{ width: `${share * 100}%` }}
        />
      </span>
      {!Number.isNaN(resetsMs) && resetsMs > nowMs && (
        <p className="text-ink-3 tabular-nums">whole again in {formatRemaining(resetsMs - nowMs)}</p>
      )}
      {note !== undefined && <p className="text-ink-3">{note}</p>}
    </div>
  );
}
