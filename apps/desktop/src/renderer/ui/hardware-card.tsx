// One kind of hardware to choose: what it is, whether what shall run fits on it,
// and its price. Stands in a `RadioGroup`.
import { Radio } from '@base-ui/react/radio';
import { memo } from 'react';
import { Badge } from './badge.tsx';
import { cx } from './cx.ts';
import { formatUsd } from './format-usd.ts';
import { StatusDot, type StatusShape } from './status-dot.tsx';
import { Tooltip } from './tooltip.tsx';
import { visibleText } from './visible-text.ts';

export type Fit = 'fits' | 'tight' | 'no' | 'unknown';

export const fits: Record<Fit, { words: string; shape: StatusShape }> = {
  fits: { words: 'Fits', shape: 'on' },
  tight: { words: 'Tight', shape: 'half' },
  no: { words: 'Will not fit', shape: 'attention' },
  unknown: { words: 'Not known', shape: 'off' },
};

export interface HardwareCardProps {
  /** As the Hub takes it. */
  name: string;
  label: string;
  /** Its parts: "T4, 16 GB". */
  parts: string;
  fit: Fit;
  /** Why it fits or does not, on demand. */
  why?: string;
  best: boolean;
  usdPerHour: number | null;
  /** Under the price. */
  note?: string;
}

export const HardwareCard = memo(function HardwareCard(props: HardwareCardProps) {
  const { name, label, parts, fit, why, best, usdPerHour, note } = props;
  const { words, shape } = fits[fit];
  const card = (
    <Radio.Root
      value={name}
      className="grid cursor-pointer content-between gap-2.5 rounded-lg border border-line-strong bg-surface px-3.5 py-3 text-left transition-colors duration-100 hover:bg-hover data-checked:border-accent data-checked:bg-accent-soft data-checked:shadow-[0_0_0_1px_var(--color-accent)]"
    >
      <span className="grid gap-0.5">
        <span className="flex items-start justify-between gap-2">
          <span className="text-base font-medium text-ink">{visibleText(label)}</span>
          {best && <Badge tone="accent">Best</Badge>}
        </span>
        <span className="text-sm text-ink-3">{parts}</span>
      </span>
      <span className="flex flex-wrap items-end justify-between gap-x-2 gap-y-1 whitespace-nowrap tabular-nums">
        <span className={cx('flex items-center gap-1.5 text-sm', fit === 'fits' ? 'text-ink' : 'text-ink-2')}>
          <StatusDot shape={shape} />
          {words}
        </span>
        {usdPerHour === null ? (
          <span className="text-sm text-ink-3">price not known</span>
        ) : (
          <span className="ml-auto text-right text-sm text-ink-3">
            <span className="text-base font-medium text-ink">{formatUsd(usdPerHour)}</span> an hour
            <span className="block text-xs">{formatUsd(usdPerHour / 60)} a minute</span>
          </span>
        )}
      </span>
      {note && <span className="text-xs text-ink-3">{note}</span>}
    </Radio.Root>
  );
  return why ? (
    <Tooltip content={why} side="top">
      {card}
    </Tooltip>
  ) : (
    card
  );
});
