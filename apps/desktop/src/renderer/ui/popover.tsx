import { Popover as Base } from '@base-ui/react/popover';
import type { ReactElement, ReactNode } from 'react';
import { cx } from './cx.ts';

export interface PopoverProps {
  /** The button that opens it. */
  trigger: ReactElement;
  title?: string;
  /** What a screen reader calls a panel without a title. */
  label?: string;
  side?: 'top' | 'bottom' | 'left' | 'right';
  align?: 'start' | 'center' | 'end';
  /** Also opens while the pointer rests on the trigger. */
  openOnHover?: boolean;
  className?: string;
  children: ReactNode;
}

/** A small floating panel beside what opened it; Escape and a press outside close it, the focus goes back. */
export function Popover({
  trigger,
  title,
  label,
  side = 'bottom',
  align = 'start',
  openOnHover = false,
  className,
  children,
}: PopoverProps) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} openOnHover={openOnHover} delay={150} />
      <Base.Portal>
        <Base.Positioner side={side} align={align} sideOffset={8} collisionPadding={12} className="z-40">
          <Base.Popup
            aria-label={label}
            className={cx(
              'max-h-[var(--available-height)] max-w-88 overflow-y-auto rounded-lg bg-surface p-4 text-sm text-ink-2 shadow-float transition-opacity duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0',
              className,
            )}
          >
            {title && <Base.Title className="mb-1.5 text-sm font-semibold text-ink">{title}</Base.Title>}
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
