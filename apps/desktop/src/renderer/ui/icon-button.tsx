// A button that is only a drawing. Its label is required: it is the name a
// screen reader says and the tooltip everybody else gets.
import type { LucideIcon } from 'lucide-react';
import type { ComponentProps } from 'react';
import { cx } from './cx.ts';
import { Tooltip } from './tooltip.tsx';

export interface IconButtonProps extends Omit<ComponentProps<'button'>, 'children' | 'aria-label'> {
  icon: LucideIcon;
  label: string;
  size?: 'small' | 'medium';
  /** For toggles such as a favourite; sets `aria-pressed` and fills the drawing. */
  pressed?: boolean;
  side?: 'top' | 'bottom' | 'left' | 'right';
}

export function IconButton(props: IconButtonProps) {
  const { icon: Icon, label, size = 'medium', pressed, side = 'bottom', className, ...rest } = props;
  return (
    <Tooltip content={label} side={side}>
      <button
        type="button"
        {...rest}
        aria-label={label}
        aria-pressed={pressed}
        className={cx(
          'inline-grid shrink-0 place-items-center rounded-md transition-colors duration-100 hover:bg-hover hover:text-ink active:bg-pressed disabled:opacity-50',
          'pointer-coarse:size-11',
          size === 'small' ? 'size-8' : 'size-9',
          pressed ? 'text-accent-text' : 'text-ink-2',
          className,
        )}
      >
        <Icon aria-hidden className="size-4" strokeWidth={1.75} fill={pressed ? 'currentColor' : 'none'} />
      </button>
    </Tooltip>
  );
}
