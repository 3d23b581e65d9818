// The one button. A button that works says so and keeps its width; a link that
// looks like one is `ButtonLink`.
import type { LucideIcon } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';
import { cx } from './cx.ts';
import { Spinner } from './spinner.tsx';

export type ButtonVariant = 'primary' | 'secondary' | 'quiet' | 'loss';
export type ButtonSize = 'small' | 'medium' | 'large';

const variants: Record<ButtonVariant, string> = {
  primary: 'bg-accent text-accent-ink hover:bg-accent-hover disabled:bg-pressed disabled:text-ink-3',
  secondary: 'border border-line-strong bg-surface text-ink hover:bg-hover active:bg-pressed disabled:text-ink-3',
  quiet: 'text-ink-2 hover:bg-hover hover:text-ink active:bg-pressed disabled:text-ink-3',
  loss: 'bg-loss text-loss-ink hover:bg-loss-hover disabled:bg-pressed disabled:text-ink-3',
};

const sizes: Record<ButtonSize, string> = {
  small: 'h-8 px-2.5 text-sm gap-1.5',
  medium: 'h-9 px-3.5 text-base gap-2',
  large: 'h-11 px-5 text-base gap-2.5',
};

/** The classes of a button, for what must be another element. */
export function buttonClasses(
  variant: ButtonVariant = 'secondary',
  size: ButtonSize = 'medium',
  className?: string,
): string {
  return cx(
    'relative inline-flex shrink-0 items-center justify-center rounded-md font-medium whitespace-nowrap select-none transition-colors duration-100',
    'pointer-coarse:min-h-11 aria-disabled:cursor-default',
    variants[variant],
    sizes[size],
    className,
  );
}

export interface ButtonProps extends Omit<ComponentProps<'button'>, 'children'> {
  variant?: ButtonVariant;
  size?: ButtonSize;
  icon?: LucideIcon;
  /** Shows that the work goes on, refuses further presses, and keeps the focus. */
  loading?: boolean;
  /** What a screen reader hears meanwhile. */
  loadingLabel?: string;
  children: ReactNode;
}

export function Button(props: ButtonProps) {
  const { variant, size, icon: Icon, loading = false, loadingLabel, className, children, onClick, ...rest } = props;
  return (
    <button
      type="button"
      {...rest}
      className={buttonClasses(variant, size, className)}
      aria-disabled={loading || undefined}
      aria-busy={loading || undefined}
      onClick={(event) => {
        if (loading) event.preventDefault();
        else onClick?.(event);
      }}
    >
      {loading && (
        <span className="absolute inset-0 grid place-items-center">
          <Spinner label={loadingLabel ?? 'Working'} />
        </span>
      )}
      <span className={cx('inline-flex items-center gap-[inherit]', loading && 'invisible')}>
        {Icon && <Icon aria-hidden className="size-4" strokeWidth={1.75} />}
        {children}
      </span>
    </button>
  );
}
