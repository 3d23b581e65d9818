// A button that may be forbidden, and then says why before it is pressed: on the
// pointer, on the focus, and to a screen reader. It keeps the focus either way.
import { useId } from 'react';
import { Button, type ButtonProps } from './button.tsx';
import { cx } from './cx.ts';
import { Tooltip } from './tooltip.tsx';

export interface ReasonedButtonProps extends ButtonProps {
  /** Why it cannot be pressed; null: it can. */
  reason: string | null;
}

export function ReasonedButton({ reason, className, ...rest }: ReasonedButtonProps) {
  const id = useId();
  if (reason === null) return <Button {...rest} {...(className !== undefined && { className })} />;
  return (
    <>
      <Tooltip content={reason} side="top">
        <Button
          {...rest}
          variant={rest.variant === 'primary' ? 'secondary' : (rest.variant ?? 'secondary')}
          aria-disabled
          aria-describedby={id}
          onClick={(event) => event.preventDefault()}
          className={cx('text-ink-3! hover:bg-transparent!', className)}
        />
      </Tooltip>
      <span id={id} hidden>
        {reason}
      </span>
    </>
  );
}
