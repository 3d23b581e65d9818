import { Progress } from '@base-ui/react/progress';
import { cx } from './cx.ts';

export interface ProgressBarProps {
  /** What moves, for screen readers. */
  label: string;
  /** From 0 to 1; null while it is not known how much there is. */
  value: number | null;
  /** The value in words; a percentage if left out. */
  valueText?: string;
  /** A second, paler part under it, from 0 to 1: what was prepared and is not done. */
  ahead?: number;
  /** Not moving now: drawn without its colour. */
  still?: boolean;
  className?: string;
}

/** How much of something is done. Says nothing by itself while it grows: news belongs in a live region. */
export function ProgressBar({ label, value, valueText, ahead = 0, still = false, className }: ProgressBarProps) {
  const share = value === null ? null : Math.min(Math.max(value, 0), 1);
  return (
    <Progress.Root
      aria-label={label}
      value={share === null ? null : share * 100}
      {...(valueText !== undefined && { getAriaValueText: () => valueText })}
      className={className}
    >
      <Progress.Track className="relative block h-1.5 overflow-hidden rounded-full bg-pressed">
        {ahead > 0 && (
          <span
            aria-hidden
            className="absolute inset-y-0 left-0 bg-accent-line transition-[width] duration-200"
            style={{ width: `${Math.min(ahead, 1) * 100}%` }}
          />
        )}
        <Progress.Indicator
          className={cx(
            'relative block h-full rounded-full transition-[width] duration-200',
            share === null && 'unmeasured',
            still ? 'bg-edge' : 'bg-accent',
          )}
        />
      </Progress.Track>
    </Progress.Root>
  );
}
