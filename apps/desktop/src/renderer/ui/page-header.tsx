import type { ReactNode } from 'react';

export interface PageHeaderProps {
  title: string;
  description?: ReactNode;
  /** At the right end, on the title's line. */
  actions?: ReactNode;
}

/** The head of a page. Its heading takes the focus when the page is entered. */
export function PageHeader({ title, description, actions }: PageHeaderProps) {
  return (
    <header className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
      <div className="grid gap-1">
        <h1 tabIndex={-1} data-page-heading className="text-2xl font-semibold tracking-tight text-ink">
          {title}
        </h1>
        {description && <p className="max-w-[60ch] text-ink-2">{description}</p>}
      </div>
      {actions && <div className="flex items-center gap-2">{actions}</div>}
    </header>
  );
}
