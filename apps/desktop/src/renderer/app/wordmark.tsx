/** The name with its mark; the mark alone where there is no room. */
export function Wordmark() {
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
      <span className="text-lg font-semibold tracking-tight text-ink max-rail:hidden">Hubdesk</span>
    </>
  );
}
