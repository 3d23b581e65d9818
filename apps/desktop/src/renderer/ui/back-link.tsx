import { Link, type LinkProps } from '@tanstack/react-router';
import { ChevronLeft } from 'lucide-react';

/** The way up from one thing to the list it stands in. */
export function BackLink({ to, children }: { to: NonNullable<LinkProps['to']>; children: string }) {
  return (
    <Link
      to={to}
      className="-ml-1 inline-flex h-7 items-center gap-0.5 justify-self-start rounded-sm pr-1.5 text-sm text-ink-2 hover:text-ink"
    >
      <ChevronLeft aria-hidden className="size-4" strokeWidth={1.75} />
      {children}
    </Link>
  );
}
