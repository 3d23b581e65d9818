// A box that is shut until somebody wants what is in it; its line says what
// there is. What is inside stays there while it is shut.
import { ChevronRight } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { cx } from './cx.ts';

export interface DisclosureProps {
  title: string;
  /** Beside the title: what is set in it. */
  about?: ReactNode;
  /** After that, for instance a badge. */
  end?: ReactNode;
  /** Of its title, by what it stands under. */
  level?: 2 | 3;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** Of the part that opens. */
  className?: string;
  children: ReactNode;
}

export function Disclosure({ title, about, end, level = 3, open, onOpenChange, className, children }: DisclosureProps) {
  const id = useId();
  const Heading = `h${level}` as const;
  return (
    <div className="rounded-lg border border-line-strong bg-surface">
      <Heading>
        <button
          type="button"
          aria-expanded={open}
          aria-controls={id}
          onClick={() => onOpenChange(!open)}
          className="flex min-h-12 w-full flex-wrap items-center gap-x-3 rounded-lg px-4 py-2 text-left text-base font-medium text-ink hover:bg-hover"
        >
          <ChevronRight
            aria-hidden
            className={cx('size-4 text-ink-3 transition-transform duration-150', open && 'rotate-90')}
            strokeWidth={1.75}
          />
          {title}
          {about && <span className="text-sm font-normal text-ink-3">{about}</span>}
          {end}
        </button>
      </Heading>
      <div id={id} hidden={!open} className={cx('border-t border-line', className)}>
        {children}
      </div>
    </div>
  );
}
