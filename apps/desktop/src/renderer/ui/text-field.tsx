// A labelled line of text. The label is always there, if need be only for
// screen readers; hint and error are tied to the field.
import { type ComponentProps, type ReactNode, useId } from 'react';
import { cx } from './cx.ts';

/** The look of a field's box, for what must be another element. */
export const fieldClasses =
  'h-9 w-full min-w-0 rounded-md border border-edge bg-surface px-3 text-base text-ink pointer-coarse:h-11 disabled:opacity-55 aria-invalid:border-loss focus-visible:border-accent focus-visible:outline-offset-[-1px]';

export interface TextFieldProps extends Omit<ComponentProps<'input'>, 'id'> {
  label: string;
  hideLabel?: boolean;
  /** Beside the label, for instance a `HelpTip`. */
  labelEnd?: ReactNode;
  hint?: ReactNode;
  error?: ReactNode;
  /** Inside the box, before and after the text. */
  start?: ReactNode;
  end?: ReactNode;
  /** Beside the box, on its line: the button that sends it. */
  after?: ReactNode;
  inputClassName?: string;
}

export function TextField(props: TextFieldProps) {
  const {
    label,
    hideLabel = false,
    labelEnd,
    hint,
    error,
    start,
    end,
    after,
    className,
    inputClassName,
    ...rest
  } = props;
  const id = useId();
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ') || undefined;
  return (
    <div className={cx('grid gap-1.5', className)}>
      <div className={cx('flex items-center gap-1', hideLabel && 'sr-only')}>
        <label htmlFor={id} className="text-sm font-medium text-ink">
          {label}
        </label>
        {labelEnd}
      </div>
      <div className="flex items-start gap-2">
        <div className="relative min-w-0 flex-1">
          {start && (
            <span className="pointer-events-none absolute inset-y-0 left-0 grid w-9 place-items-center text-ink-3">
              {start}
            </span>
          )}
          <input
            id={id}
            aria-describedby={described}
            aria-invalid={error ? true : undefined}
            {...rest}
            className={cx(fieldClasses, Boolean(start) && 'pl-9', Boolean(end) && 'pr-10', inputClassName)}
          />
          {end && <span className="absolute inset-y-0 right-0 flex items-center pr-0.5">{end}</span>}
        </div>
        {after}
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
  );
}
