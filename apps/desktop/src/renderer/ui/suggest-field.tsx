// A line of text with likely answers below; any other text will do as well.
import { Autocomplete as Base } from '@base-ui/react/autocomplete';
import { type ReactNode, useId } from 'react';
import { cx } from './cx.ts';
import { fieldClasses } from './text-field.tsx';

export interface SuggestFieldProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  /** The text is meant: a suggestion was pressed, Enter, or the field was left. */
  onCommit: (value: string) => void;
  suggestions: readonly string[];
  /** The suggestions already are what fits the text: none is left out. */
  sought?: boolean;
  /** A second, quieter line for a suggestion. */
  hintOf?: (suggestion: string) => string | undefined;
  /** Under the list while more may come. */
  status?: string | undefined;
  onFocus?: () => void;
  placeholder?: string;
  hint?: ReactNode;
  error?: ReactNode;
  className?: string;
}

export function SuggestField(props: SuggestFieldProps) {
  const { label, value, onChange, onCommit, suggestions, sought = false, hintOf, status } = props;
  const { onFocus, placeholder, hint, error, className } = props;
  const id = useId();
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ') || undefined;
  return (
    <Base.Root
      items={suggestions}
      value={value}
      openOnInputClick
      onValueChange={(next, { reason }) => {
        onChange(next);
        if (reason === 'item-press') onCommit(next);
      }}
      filter={(item: string, typed) =>
        sought || suggestions.includes(typed) || item.toLowerCase().includes(typed.toLowerCase())
      }
    >
      <div className={cx('grid gap-1.5', className)}>
        <label id={`${id}-label`} htmlFor={id} className="text-sm font-medium text-ink">
          {label}
        </label>
        <Base.Input
          id={id}
          // Also while its list is open, when all around it is hidden from a screen reader.
          aria-labelledby={`${id}-label`}
          placeholder={placeholder}
          spellCheck={false}
          autoCapitalize="off"
          aria-invalid={error ? true : undefined}
          aria-describedby={described}
          onFocus={onFocus}
          onBlur={() => onCommit(value)}
          onKeyDown={(event) => event.key === 'Enter' && onCommit(value)}
          className={fieldClasses}
        />
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
        <Base.Positioner sideOffset={4} collisionPadding={12} className="z-40 outline-none data-empty:hidden">
          <Base.Popup className="w-[var(--anchor-width)] rounded-lg bg-surface shadow-float outline-none data-empty:hidden">
            <Base.List className="max-h-[min(var(--available-height),16rem)] overflow-y-auto p-1">
              {(item: string) => (
                <Base.Item
                  key={item}
                  value={item}
                  className="flex min-h-9 cursor-default items-center rounded-md px-2.5 py-1 text-base text-ink outline-none select-none data-highlighted:bg-hover pointer-coarse:min-h-11"
                >
                  <span className="grid min-w-0">
                    <bdi className="truncate">{item}</bdi>
                    {hintOf?.(item) && <span className="truncate text-xs text-ink-3">{hintOf(item)}</span>}
                  </span>
                </Base.Item>
              )}
            </Base.List>
            {status && (
              <Base.Status className="border-t border-line px-3 py-2 text-xs text-ink-3">{status}</Base.Status>
            )}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
