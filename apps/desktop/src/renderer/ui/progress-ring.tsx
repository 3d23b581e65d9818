const radius = 8;
const round = 2 * Math.PI * radius;

/** Progress in the size of an icon; null turns. Decoration: the words beside it say the same. */
export function ProgressRing({ share }: { share: number | null }) {
  return (
    <svg aria-hidden viewBox="0 0 20 20" className={`size-4.5 -rotate-90 ${share === null ? 'spin' : ''}`}>
      <circle cx="10" cy="10" r={radius} fill="none" strokeWidth="2.5" className="stroke-line-strong" />
      <circle
        cx="10"
        cy="10"
        r={radius}
        fill="none"
        strokeWidth="2.5"
        strokeLinecap="round"
        className="stroke-accent transition-[stroke-dashoffset] duration-200"
        strokeDasharray={round}
        strokeDashoffset={round * (1 - (share ?? 0.3))}
      />
    </svg>
  );
}
