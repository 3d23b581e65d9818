// The tokens as a canvas takes them: worked out for the theme that is on.

const seriesTokens = [
  '--color-series-1',
  '--color-series-2',
  '--color-series-3',
  '--color-series-4',
  '--color-series-5',
  '--color-series-6',
] as const;

/** Later runs take the same colours again, dashed. */
export const seriesCount = seriesTokens.length;

/** For an element's style; the same the canvas draws with. */
export function seriesColour(series: number): string {
  return `var(${seriesTokens[series % seriesCount] ?? seriesTokens[0]})`;
}

export interface ChartColours {
  series: readonly string[];
  ink: string;
  text: string;
  grid: string;
  ground: string;
}

/** `probe` stands where the chart stands; its own colour is put back. */
export function readColours(probe: HTMLElement): ChartColours {
  const { color: before, transitionProperty } = probe.style;
  // While a colour moves, be it for an instant as with reduced motion, the one it leaves is what one reads.
  probe.style.transitionProperty = 'none';
  const read = (token: string) => {
    probe.style.color = `var(${token})`;
    return getComputedStyle(probe).color;
  };
  const colours = {
    series: seriesTokens.map(read),
    ink: read('--color-ink'),
    text: read('--color-ink-3'),
    grid: read('--color-line'),
    ground: read('--color-surface'),
  };
  probe.style.color = before;
  probe.style.transitionProperty = transitionProperty;
  return colours;
}

/** Calls back when the app's or the system's theme changes. */
export function onThemeChange(run: () => void): () => void {
  const chosen = new MutationObserver(run);
  chosen.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  const system = matchMedia('(prefers-color-scheme: dark)');
  system.addEventListener('change', run);
  return () => {
    chosen.disconnect();
    system.removeEventListener('change', run);
  };
}
