import { type ComponentProps, type ReactNode, useId } from 'react';
import { cx } from './cx.ts';
import { fieldClasses } from './text-field.tsx';

export interface TextAreaProps extends Omit<ComponentProps<'textarea'>, 'id'> {
  label: string;
  hideLabel?: boolean;
  hint?: ReactNode;
}

/** Several lines of text; grows with them as far as its `max-h-*` class lets it. */
export function TextArea({ label, hideLabel = false, hint, className, ...rest }: TextAreaProps) {
  const id = useId();
  return (
    <div className="grid gap-1.5">
      <label htmlFor={id} className={cx('text-sm font-medium text-ink', hideLabel && 'sr-only')}>
        {label}
      </label>
      <textarea
        id={id}
        aria-describedby={hint ? `${id}-hint` : undefined}
        {...rest}
        className={cx(
          fieldClasses,
          'field-sizing-content h-auto min-h-18 resize-y py-2 pointer-coarse:h-auto',
          className,
        )}
      />
      {hint && (
        <p id={`${id}-hint`} className="text-sm text-ink-3">
          {hint}
        </p>
      )}
    </div>
  );
}
