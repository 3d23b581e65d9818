// A failure in words, with its one next step. Takes what `explain` gives; a
// step inside the app is a plain link, since the place is in the address.
import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button, buttonClasses } from './button.tsx';
import { cx } from './cx.ts';
import { ExternalLink } from './external-link.tsx';

export interface ErrorNoticeProps {
  explanation: {
    title: string;
    body: string;
    action?:
      | { kind: 'link'; label: string; href: string }
      | { kind: 'route'; label: string; to: string }
      | { kind: 'retry'; label: string };
  };
  /** Without it a `retry` step shows no button. */
  onRetry?: () => void;
  retrying?: boolean;
  /** Further ways on, beside the next step. */
  children?: ReactNode;
  className?: string;
}

export function ErrorNotice({ explanation, onRetry, retrying = false, children, className }: ErrorNoticeProps) {
  const { title, body, action } = explanation;
  return (
    <div
      role="alert"
      className={cx('grid grid-cols-[auto_1fr] gap-x-3 rounded-lg border border-line-strong bg-surface p-4', className)}
    >
      <CircleAlert aria-hidden className="mt-0.5 size-4.5 text-ink" strokeWidth={1.75} />
      <div className="grid min-w-0 justify-items-start gap-1">
        <p className="font-semibold text-ink">{title}</p>
        <p className="text-ink-2 [overflow-wrap:anywhere]">{body}</p>
        {(action || children) && (
          <div className="mt-2 flex flex-wrap gap-2 empty:hidden">
            {action?.kind === 'link' && (
              <ExternalLink href={action.href} className={buttonClasses('secondary', 'small')}>
                {action.label}
              </ExternalLink>
            )}
            {action?.kind === 'route' && (
              <a href={`#${action.to}`} className={buttonClasses('secondary', 'small')}>
                {action.label}
              </a>
            )}
            {action?.kind === 'retry' && onRetry && (
              <Button size="small" loading={retrying} loadingLabel="Trying again" onClick={onRetry}>
                {action.label}
              </Button>
            )}
            {children}
          </div>
        )}
      </div>
    </div>
  );
}
