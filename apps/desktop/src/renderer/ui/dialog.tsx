import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import type { ReactNode, RefObject } from 'react';
import { cx } from './cx.ts';
import { IconButton } from './icon-button.tsx';

export interface DialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  /** Said under the title and read out with it. */
  description?: ReactNode;
  /** Buttons, the most likely one last. */
  footer?: ReactNode;
  initialFocus?: RefObject<HTMLElement | null>;
  /** Leaves out the cross: for questions that must be answered. */
  hideClose?: boolean;
  className?: string;
  children?: ReactNode;
}

/** A question or task in front of the page. Keeps the focus inside and gives it back. */
export function Dialog(props: DialogProps) {
  const {
    open,
    onOpenChange,
    title,
    description,
    footer,
    initialFocus,
    hideClose = false,
    className,
    children,
  } = props;
  return (
    <Base.Root open={open} onOpenChange={(next) => onOpenChange(next)}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-30 bg-scrim transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Base.Viewport className="fixed inset-0 z-30 grid place-items-center overflow-y-auto p-4">
          <Base.Popup
            {...(initialFocus && { initialFocus })}
            className={cx(
              'relative grid w-full max-w-108 gap-4 rounded-lg bg-surface p-6 shadow-float transition-[opacity,translate] duration-150 ease-out data-ending-style:opacity-0 data-starting-style:translate-y-2 data-starting-style:opacity-0',
              className,
            )}
          >
            <div className="grid gap-2">
              <Base.Title className="pr-8 text-lg font-semibold text-ink">{title}</Base.Title>
              {description && (
                <Base.Description render={<div />} className="text-base text-ink-2">
                  {description}
                </Base.Description>
              )}
            </div>
            {children}
            {footer && <div className="mt-1 flex flex-wrap justify-end gap-2">{footer}</div>}
            {!hideClose && (
              <Base.Close
                render={<IconButton icon={X} label="Close" size="small" className="absolute top-3 right-3" />}
              />
            )}
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  );
}
