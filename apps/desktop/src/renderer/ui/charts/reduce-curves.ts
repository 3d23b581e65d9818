// Makes of any number of points no more than a screen can show: the lowest and
// the highest of each column of pixels, in the order they came, so that no
// spike is lost. Few points stay as they are.
import { firstAtOrAfter } from './nearest-point.ts';

export interface CurveGroup {
  /** Ascending. */
  x: Float64Array;
  /** Taken off each x, so that runs of different days begin at the same place. */
  originX: number;
  /** Each as long as `x`; NaN where there is nothing. */
  ys: readonly Float64Array[];
}

export interface Reduced {
  x: number[];
  /** All ys of all groups, each as long as `x`; null where that curve has nothing there. */
  ys: (number | null)[][];
}

/** `min` and `max` are the ends of what is shown, after `originX` is taken off. */
export function reduceCurves(groups: readonly CurveGroup[], min: number, max: number, pixels: number): Reduced {
  const ranges = groups.map(({ x, originX }) => ({
    from: Math.max(0, firstAtOrAfter(x, min + originX) - 1),
    to: Math.min(x.length, firstAtOrAfter(x, max + originX) + 2),
  }));
  const points = ranges.reduce((sum, { from, to }) => sum + to - from, 0);
  return points <= 2 * pixels ? exact(groups, ranges) : byPixel(groups, ranges, min, max, pixels);
}

interface Range {
  from: number;
  to: number;
}

function exact(groups: readonly CurveGroup[], ranges: readonly Range[]): Reduced {
  const places = new Set<number>();
  groups.forEach(({ x, originX }, at) => {
    const { from, to } = ranges[at] ?? { from: 0, to: 0 };
    for (let index = from; index < to; index += 1) places.add((x[index] ?? 0) - originX);
  });
  const x = [...places].toSorted((a, b) => a - b);
  const slotOf = new Map(x.map((place, slot) => [place, slot]));
  const ys = groups.flatMap((group, at) => {
    const { from, to } = ranges[at] ?? { from: 0, to: 0 };
    return group.ys.map((column) => {
      const slots = Array.from<number | null>({ length: x.length }).fill(null);
      for (let index = from; index < to; index += 1) {
        const y = column[index] ?? Number.NaN;
        const slot = slotOf.get((group.x[index] ?? 0) - group.originX);
        if (slot !== undefined && !Number.isNaN(y)) slots[slot] = y;
      }
      return slots;
    });
  });
  return { x, ys };
}

function byPixel(
  groups: readonly CurveGroup[],
  ranges: readonly Range[],
  min: number,
  max: number,
  pixels: number,
): Reduced {
  const width = (max - min) / pixels;
  // Two places to a column of pixels: a quarter and three quarters into it.
  const x = Array.from({ length: pixels * 2 }, (_, slot) => min + (slot / 2 + 0.25) * width);
  const ys = groups.flatMap((group, at) => {
    const { from, to } = ranges[at] ?? { from: 0, to: 0 };
    return group.ys.map((column) => reduceOne(group.x, column, from, to, min + group.originX, 1 / width, pixels));
  });
  return { x, ys };
}

function reduceOne(
  xs: Float64Array,
  column: Float64Array,
  from: number,
  to: number,
  originX: number,
  perPixel: number,
  pixels: number,
): (number | null)[] {
  const slots = Array.from<number | null>({ length: pixels * 2 }).fill(null);
  let pixel = -1;
  let low = 0;
  let high = 0;
  let lowFirst = true;
  const put = () => {
    if (pixel < 0 || pixel >= pixels) return;
    slots[pixel * 2] = lowFirst ? low : high;
    slots[pixel * 2 + 1] = lowFirst ? high : low;
  };
  for (let index = from; index < to; index += 1) {
    const y = column[index] as number;
    if (y !== y) continue;
    const at = Math.min(pixels - 1, Math.floor(((xs[index] as number) - originX) * perPixel));
    if (at === pixel) {
      if (y < low) {
        low = y;
        lowFirst = false;
      } else if (y > high) {
        high = y;
        lowFirst = true;
      }
      continue;
    }
    put();
    pixel = at;
    low = y;
    high = y;
    lowFirst = true;
  }
  put();
  return slots;
}
