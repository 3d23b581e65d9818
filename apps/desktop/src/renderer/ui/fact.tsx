import type { ReactNode } from 'react';

/** One of several facts on a line, with a dot between; nothing where there is nothing to say. A dot ends a line rather than beginning one. */
export function Fact({ children }: { children: ReactNode }) {
  if (!children) return null;
  return <span className="not-last:after:ml-2 not-last:after:text-ink-3 not-last:after:content-['·']">{children}</span>;
}
