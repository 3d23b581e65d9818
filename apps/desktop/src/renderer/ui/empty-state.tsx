import type { ReactNode } from 'react';

export interface EmptyStateProps {
  /** A small drawing; decoration only. */
  drawing?: ReactNode;
  title: string;
  children?: ReactNode;
  /** The way on: one or two buttons. */
  action?: ReactNode;
}

/** Nothing here, why that is, and what to do. */
export function EmptyState({ drawing, title, children, action }: EmptyStateProps) {
  return (
    <div className="mx-auto grid max-w-88 justify-items-start gap-3 px-6 py-14">
      {drawing && (
        <div aria-hidden className="mb-1 text-ink-3">
          {drawing}
        </div>
      )}
      <h2 className="text-lg font-semibold text-ink">{title}</h2>
      {children && <div className="text-base text-ink-2">{children}</div>}
      {action && <div className="mt-2 flex flex-wrap gap-2">{action}</div>}
    </div>
  );
}
