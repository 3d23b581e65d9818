import { ArrowUpRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { cx } from './cx.ts';

export interface ExternalLinkProps {
  href: string;
  /** Replaces the look of a text link, for instance with `buttonClasses(…)`. */
  className?: string;
  children: ReactNode;
}

/** Leaves the app: a new tab here, the system's browser in the desktop app. Anything but http(s) is shown as plain text. */
export function ExternalLink({ href, className, children }: ExternalLinkProps) {
  if (!/^https?:\/\//.test(href)) return <span>{children}</span>;
  return (
    <a
      href={href}
      target="_blank"
      rel="noreferrer"
      className={cx(
        'inline-flex items-center gap-0.5',
        className ?? 'text-accent-text underline decoration-accent-line underline-offset-3 hover:decoration-current',
      )}
    >
      {children}
      <ArrowUpRight aria-hidden className="size-3.5 shrink-0" strokeWidth={1.75} />
      <span className="sr-only"> (opens in the browser)</span>
    </a>
  );
}
