// One of many, found by typing. Nothing is chosen until somebody chooses it.
import { Combobox as Base } from '@base-ui/react/combobox';
import { Check, ChevronsUpDown } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { cx } from './cx.ts';
import { fieldClasses } from './text-field.tsx';

export interface ComboboxOption {
  value: string;
  label: string;
  /** A second, quieter line in the list; found by its words too. */
  hint?: string;
}

export interface ComboboxProps {
  label: string;
  options: readonly ComboboxOption[];
  /** Null: nothing is chosen. */
  value: string | null;
  onChange: (value: string | null) => void;
  placeholder?: string;
  /** Said where nothing fits what was typed. */
  noneWords: string;
  hint?: ReactNode;
  error?: ReactNode;
  className?: string;
}

export function Combobox(props: ComboboxProps) {
  const { label, options, value, onChange, placeholder, noneWords, hint, error, className } = props;
  const id = useId();
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ') || undefined;
  return (
    <Base.Root
      items={options}
      value={options.find((option) => option.value === value) ?? null}
      onValueChange={(next: ComboboxOption | null) => onChange(next?.value ?? null)}
      itemToStringLabel={(option: ComboboxOption) => option.label}
      isItemEqualToValue={(a: ComboboxOption, b: ComboboxOption) => a.value === b.value}
      filter={(option: ComboboxOption, typed) => fits(option, typed)}
    >
      <div className={cx('grid gap-1.5', className)}>
        <label id={`${id}-label`} htmlFor={id} className="text-sm font-medium text-ink">
          {label}
        </label>
        <div className="relative">
          <Base.Input
            id={id}
            // Also while its list is open, when all around it is hidden from a screen reader.
            aria-labelledby={`${id}-label`}
            placeholder={placeholder}
            aria-describedby={described}
            aria-invalid={error ? true : undefined}
            className={cx(fieldClasses, 'pr-9')}
          />
          <Base.Trigger
            aria-label={`Show all: ${label}`}
            className="absolute inset-y-0 right-0 grid w-9 place-items-center text-ink-3"
          >
            <ChevronsUpDown aria-hidden className="size-4" strokeWidth={1.75} />
          </Base.Trigger>
        </div>
        {hint && (
          <p id={`${id}-hint`} className="text-sm text-ink-3">
            {hint}
          </p>
        )}
        {error && (
          <p id={`${id}-error`} className="text-sm text-loss">
            {error}
          </p>
        )}
      </div>
      <Base.Portal>
        <Base.Positioner sideOffset={4} collisionPadding={12} className="z-40 outline-none">
          <Base.Popup className="w-[var(--anchor-width)] rounded-lg bg-surface shadow-float outline-none transition-opacity duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0">
            <Base.Empty>
              <p className="px-3 py-3 text-sm text-ink-2">{noneWords}</p>
            </Base.Empty>
            <Base.List className="max-h-[min(var(--available-height),20rem)] overflow-y-auto p-1 data-empty:p-0">
              {(option: ComboboxOption) => (
                <Base.Item
                  key={option.value}
                  value={option}
                  className="grid min-h-9 cursor-default grid-cols-[1fr_1rem] items-center gap-3 rounded-md px-2.5 py-1.5 text-base text-ink outline-none select-none data-highlighted:bg-hover pointer-coarse:min-h-11"
                >
                  <span className="grid min-w-0">
                    <span className="truncate">{option.label}</span>
                    {option.hint && <span className="truncate text-xs text-ink-3">{option.hint}</span>}
                  </span>
                  <Base.ItemIndicator className="text-accent-text">
                    <Check aria-hidden className="size-4" />
                  </Base.ItemIndicator>
                </Base.Item>
              )}
            </Base.List>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

/** Every word typed stands somewhere in the option. */
function fits({ value, label, hint = '' }: ComboboxOption, typed: string): boolean {
  const words = `${value} ${label} ${hint}`.toLowerCase();
  return typed
    .toLowerCase()
    .split(/\s+/)
    .every((word) => words.includes(word));
}
