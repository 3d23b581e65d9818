// A button that may be forbidden, and then says why before it is pressed: on the
// pointer, on the focus, and to a screen reader. It can be come to either way.
import { useId } from 'react';
import { Button, type ButtonProps, buttonClasses } from './button.tsx';
import { Tooltip } from './tooltip.tsx';

export interface ReasonedButtonProps extends ButtonProps {
  /** Why it cannot be pressed; null: it can. */
  reason: string | null;
}

export function ReasonedButton({ reason, ...rest }: ReasonedButtonProps) {
  const id = useId();
  if (reason === null) return <Button {...rest} />;
  const { variant = 'secondary', size, icon: Icon, className, children } = rest;
  return (
    <>
      <Tooltip content={reason} side="top">
        <button
          type="button"
          aria-label={rest['aria-label']}
          aria-disabled
          aria-describedby={id}
          className={buttonClasses(
            variant === 'primary' ? 'secondary' : variant,
            size,
            `text-ink-3! hover:bg-transparent! ${className ?? ''}`,
          )}
        >
          {Icon && <Icon aria-hidden className="size-4" strokeWidth={1.75} />}
          {children}
        </button>
      </Tooltip>
      <span id={id} hidden>
        {reason}
      </span>
    </>
  );
}
