const spread = Array.from({ length: 13 }, (_, index) => -160 + index * 73);
const chosen = { above: 3, below: 8 };

/** Many lines that come together at one desk, and the one that was chosen; drawn, so that it fits both themes. */
export function DeskDrawing() {
  return (
    <svg viewBox="0 0 560 900" preserveAspectRatio="xMidYMid slice" className="absolute inset-0 size-full">
      <g fill="none" strokeWidth="1.25" className="stroke-line-strong">
        {spread.map((x, index) => (
          <path key={`above-${x}`} d={above(x, index)} />
        ))}
        {spread.map((x, index) => (
          <path key={`below-${x}`} d={below(x, index)} />
        ))}
      </g>
      <g fill="none" strokeWidth="2.25" className="stroke-accent">
        <path d={above(spread[chosen.above] ?? 0, chosen.above)} />
        <path d={below(spread[chosen.below] ?? 0, chosen.below)} />
      </g>
      <rect
        x="222"
        y="392"
        width="116"
        height="116"
        rx="28"
        className="fill-surface stroke-line-strong"
        strokeWidth="1.25"
      />
      <g fill="none" strokeWidth="6" strokeLinecap="round" className="stroke-accent">
        <path d="M259 424v52M301 424v52M259 450h42" />
      </g>
      <circle cx="280" cy="450" r="8.5" className="fill-surface stroke-accent" strokeWidth="5.5" />
    </svg>
  );
}

function above(x: number, index: number): string {
  const foot = 238 + index * 7;
  return `M${x} -20 C ${x} 230, ${foot} 210, ${foot} 400`;
}

function below(x: number, index: number): string {
  const head = 238 + index * 7;
  return `M${head} 500 C ${head} 690, ${x} 670, ${x} 920`;
}
