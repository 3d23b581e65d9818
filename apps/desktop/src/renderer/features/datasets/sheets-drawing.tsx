const lines = Array.from({ length: 11 }, (_, row) => ({
  y: 46 + row * 14,
  width: [96, 70, 112, 84, 58][row % 5] ?? 80,
}));
const marked = 6;

/** Rows of a page under a glass that found one; drawn, so that it fits both themes. */
export function SheetsDrawing() {
  return (
    <svg viewBox="0 0 288 224" preserveAspectRatio="xMidYMid slice" className="absolute inset-0 size-full">
      <g className="fill-surface stroke-line-strong" strokeWidth="1.25">
        <rect x="96" y="10" width="150" height="230" rx="8" transform="rotate(5 171 125)" />
        <rect x="62" y="22" width="152" height="230" rx="8" />
      </g>
      <g strokeWidth="1.25" strokeLinecap="round" fill="none">
        {lines.map(({ y, width }, row) => (
          <g key={y} className={row === marked ? 'stroke-accent' : 'stroke-line-strong'}>
            <path d={`M78 ${y}h4`} strokeWidth={row === marked ? 2.25 : 1.25} />
            <path d={`M90 ${y}h${width}`} strokeWidth={row === marked ? 2.25 : 1.25} />
          </g>
        ))}
      </g>
      <circle cx="188" cy="130" r="34" className="fill-accent-soft/70 stroke-accent" strokeWidth="2.25" />
      <path d="M213 155l26 26" className="stroke-accent" strokeWidth="6" strokeLinecap="round" />
      <path
        d="M174 130.5l10 10 19-20"
        fill="none"
        className="stroke-accent"
        strokeWidth="3.5"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
