/** A hub of lines that come together on a desk of paper; drawn, not photographed, so that it fits both themes. */
export function DeskDrawing() {
  return (
    <svg viewBox="0 0 560 900" preserveAspectRatio="xMidYMid slice" className="absolute inset-0 size-full">
      <g fill="none" className="stroke-line-strong" strokeWidth="1.25">
        {Array.from({ length: 13 }, (_, index) => {
          const x = -160 + index * 73;
          return <path key={x} d={`M${x} -20 C ${x} 250, 280 250, 280 470`} />;
        })}
        {Array.from({ length: 13 }, (_, index) => {
          const x = -160 + index * 73;
          return <path key={x} d={`M280 470 C 280 690, ${x} 690, ${x} 920`} />;
        })}
      </g>
      <g fill="none" className="stroke-accent" strokeWidth="2">
        <path d="M132 -20 C 132 250, 280 250, 280 470" />
        <path d="M280 470 C 280 690, 424 690, 424 920" />
      </g>
      <circle cx="280" cy="470" r="58" className="fill-sunken" />
      <circle cx="280" cy="470" r="44" className="fill-surface stroke-line-strong" strokeWidth="1.25" />
      <g className="stroke-accent" strokeWidth="4.5" strokeLinecap="round" fill="none">
        <path d="M265 449v42M295 449v42M265 470h30" />
      </g>
      <circle cx="280" cy="470" r="6.5" className="fill-surface stroke-accent" strokeWidth="4" />
    </svg>
  );
}
