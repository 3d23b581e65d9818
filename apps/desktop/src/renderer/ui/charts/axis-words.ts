// What stands along the axis: steps, or the time since the first point.

export type ChartAxis = 'step' | 'time';

/** Distances between marks that a person counts in. */
export const axisSteps: Record<ChartAxis, number[]> = {
  step: [1, 2, 5]
    .flatMap((each) => Array.from({ length: 9 }, (_, power) => each * 10 ** power))
    .toSorted((a, b) => a - b),
  time: [
    1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 21_600, 43_200, 86_400, 172_800, 604_800,
  ],
};

/** `12,000` or `1:20:05`, `4:30`, `0:07` of elapsed time. */
export function axisWords(axis: ChartAxis, x: number): string {
  return axis === 'step' ? Math.round(x).toLocaleString('en') : clockWords(x);
}

/** The same in a sentence: `step 120`, `4:30 in`. */
export function placeWords(axis: ChartAxis, x: number): string {
  return axis === 'step' ? `step ${axisWords(axis, x)}` : `${clockWords(x)} in`;
}

function clockWords(elapsedSeconds: number): string {
  const seconds = Math.max(0, Math.round(elapsedSeconds));
  const two = (part: number) => String(part).padStart(2, '0');
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  return hours > 0 ? `${hours}:${two(minutes % 60)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}
