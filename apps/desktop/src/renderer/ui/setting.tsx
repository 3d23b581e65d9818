import type { ReactNode } from 'react';

export interface SettingProps {
  title: string;
  /** What it is now, or what it means. */
  text: ReactNode;
  /** At the right end of the title's line. */
  end?: ReactNode;
  children: ReactNode;
}

/** One thing that can be changed, among others on a page. */
export function Setting({ title, text, end, children }: SettingProps) {
  return (
    <section aria-label={title} className="grid gap-4 border-b border-line py-6 last:border-0">
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2">
        <div className="grid min-w-0 flex-1 basis-80 gap-0.5">
          <h2 className="text-base font-semibold text-ink">{title}</h2>
          <div className="max-w-[72ch] text-ink-2">{text}</div>
        </div>
        {end}
      </div>
      <div className="grid justify-items-start gap-3">{children}</div>
    </section>
  );
}
