// One of two to five, all visible. Radio buttons in behaviour: one tab stop,
// arrows move and choose.
import { Radio } from '@base-ui/react/radio';
import { RadioGroup } from '@base-ui/react/radio-group';
import type { LucideIcon } from 'lucide-react';
import { useId } from 'react';
import { cx } from './cx.ts';

export interface SegmentedProps<V extends string> {
  label: string;
  hideLabel?: boolean;
  options: readonly { value: V; label: string; icon?: LucideIcon }[];
  value: V;
  onChange: (value: V) => void;
  className?: string;
}

export function Segmented<V extends string>({
  label,
  hideLabel = false,
  options,
  value,
  onChange,
  className,
}: SegmentedProps<V>) {
  const id = useId();
  return (
    <div className={cx('grid justify-items-start gap-1.5', className)}>
      <span id={id} className={cx('text-sm font-medium text-ink', hideLabel && 'sr-only')}>
        {label}
      </span>
      <RadioGroup<V>
        aria-labelledby={id}
        value={value}
        onValueChange={onChange}
        className="inline-flex max-w-full flex-wrap gap-0.5 rounded-md border border-line bg-sunken p-0.5"
      >
        {options.map(({ value: option, label: optionLabel, icon: Icon }) => (
          <Radio.Root
            key={option}
            value={option}
            className="flex h-8 cursor-pointer items-center gap-2 rounded-sm px-3 text-sm font-medium whitespace-nowrap text-ink-2 select-none hover:text-ink data-checked:bg-surface data-checked:text-ink data-checked:shadow-[0_0_0_1px_var(--color-line-strong)] pointer-coarse:h-11"
          >
            {Icon && <Icon aria-hidden className="size-4" strokeWidth={1.75} />}
            {optionLabel}
          </Radio.Root>
        ))}
      </RadioGroup>
    </div>
  );
}
