import { cx } from './cx.ts';

/** The name with its mark; `short`: the mark alone on narrow windows. */
export function Wordmark({ short = false }: { short?: boolean }) {
  return (
    <>
      <svg aria-hidden viewBox="0 0 24 24" className="size-6 shrink-0">
        <rect width="24" height="24" rx="6.5" className="fill-accent" />
        <path
          d="M7.25 6v12M16.75 6v12M7.25 12h9.5"
          fill="none"
          className="stroke-accent-ink"
          strokeWidth="2.25"
          strokeLinecap="round"
        />
        <circle cx="12" cy="12" r="2.6" className="fill-accent stroke-accent-ink" strokeWidth="2" />
      </svg>
      <span className={cx('text-lg font-semibold tracking-tight text-ink', short && 'max-rail:sr-only')}>Hubdesk</span>
    </>
  );
}
