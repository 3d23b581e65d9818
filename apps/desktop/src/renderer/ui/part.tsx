// A long form's sections, and how one is gone to.
import type { ReactNode } from 'react';

/** What is decided in it, and why. */
export function Part({
  id,
  title,
  about,
  aside,
  children,
}: {
  id: string;
  title: string;
  about?: string | undefined;
  /** At the right end of the title's line. */
  aside?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section
      aria-labelledby={`part-${id}`}
      className="grid gap-5 border-t border-line pt-7 first-of-type:border-t-0 first-of-type:pt-0"
    >
      <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-2">
        <div className="grid gap-0.5">
          <h2 id={`part-${id}`} tabIndex={-1} className="scroll-mt-6 text-lg font-semibold text-ink focus:outline-none">
            {title}
          </h2>
          {about && <p className="max-w-[64ch] text-ink-2">{about}</p>}
        </div>
        {aside}
      </div>
      {children}
    </section>
  );
}

/** Goes to a section by its heading, for the eye and for a screen reader. */
export function goToPart(id: string): void {
  const heading = document.getElementById(`part-${id}`);
  heading?.scrollIntoView({ block: 'start', behavior: 'smooth' });
  heading?.focus({ preventScroll: true });
}
