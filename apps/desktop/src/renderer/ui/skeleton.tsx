import type { ReactNode } from 'react';
import { cx } from './cx.ts';

/** One grey bar in the shape of what is coming; size it with classes. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={cx('skeleton block rounded-sm', className)} />;
}

/** Groups skeletons and says once, to screen readers, what is being waited for. */
export function Loading({ label, className, children }: { label: string; className?: string; children: ReactNode }) {
  return (
    <div role="status" className={className}>
      <span className="sr-only">{label}</span>
      {children}
    </div>
  );
}
