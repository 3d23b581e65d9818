import { Select as Base } from '@base-ui/react/select';
import { Check, ChevronsUpDown } from 'lucide-react';
import type { ReactNode } from 'react';
import { cx } from './cx.ts';

export interface SelectOption<V extends string> {
  value: V;
  label: string;
  /** A second, quieter line in the list. */
  hint?: string;
  disabled?: boolean;
}

export interface SelectProps<V extends string> {
  label: string;
  hideLabel?: boolean;
  /** Beside the label, for instance a `HelpTip`. */
  labelEnd?: ReactNode;
  options: readonly SelectOption<V>[];
  value: V;
  onChange: (value: V) => void;
  disabled?: boolean;
  className?: string;
}

/** One of a few. For many, or to search, use a list. */
export function Select<V extends string>(props: SelectProps<V>) {
  const { label, hideLabel = false, labelEnd, options, value, onChange, disabled = false, className } = props;
  return (
    <Base.Root
      items={options.map((option) => ({ value: option.value, label: option.label }))}
      value={value}
      onValueChange={(next) => next !== null && onChange(next)}
      disabled={disabled}
    >
      <div className={cx('grid gap-1.5', className)}>
        {labelEnd ? (
          <div className="flex items-center gap-1">
            <Base.Label className="text-sm font-medium text-ink">{label}</Base.Label>
            {labelEnd}
          </div>
        ) : (
          <Base.Label className={cx('text-sm font-medium text-ink', hideLabel && 'sr-only')}>{label}</Base.Label>
        )}
        <Base.Trigger className="flex h-9 w-full min-w-0 items-center justify-between gap-2 rounded-md border border-edge bg-surface pr-2 pl-3 text-base text-ink select-none hover:bg-hover data-disabled:opacity-55 pointer-coarse:h-11">
          <Base.Value className="truncate" />
          <Base.Icon className="text-ink-3">
            <ChevronsUpDown aria-hidden className="size-4" strokeWidth={1.75} />
          </Base.Icon>
        </Base.Trigger>
      </div>
      <Base.Portal>
        <Base.Positioner
          alignItemWithTrigger={false}
          sideOffset={4}
          collisionPadding={12}
          className="z-40 outline-none select-none"
        >
          <Base.Popup className="min-w-[var(--anchor-width)] rounded-lg bg-surface shadow-float outline-none transition-opacity duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0">
            <Base.List className="max-h-[min(var(--available-height),22rem)] overflow-y-auto p-1">
              {options.map((option) => (
                <Base.Item
                  key={option.value}
                  value={option.value}
                  disabled={option.disabled ?? false}
                  className="grid min-h-9 cursor-default grid-cols-[1fr_1rem] items-center gap-3 rounded-md px-2.5 py-1.5 text-base text-ink outline-none data-disabled:opacity-50 data-highlighted:bg-hover pointer-coarse:min-h-11"
                >
                  <span className="grid">
                    <Base.ItemText>{option.label}</Base.ItemText>
                    {option.hint && <span className="text-xs text-ink-3">{option.hint}</span>}
                  </span>
                  <Base.ItemIndicator className="text-accent-text">
                    <Check aria-hidden className="size-4" />
                  </Base.ItemIndicator>
                </Base.Item>
              ))}
            </Base.List>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
