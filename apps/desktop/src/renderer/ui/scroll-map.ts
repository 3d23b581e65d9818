// Where in millions of rows a scroll bar stands. Browsers give an element only
// so many pixels, so beyond that the bar is a proportion: a small scroll still
// moves by its own pixels, and only a long one (the thumb) leaps.

/** Every browser's limit is above 16 million. */
const tallestPx = 8_000_000;

export interface ScrollMap {
  /** Of the element that scrolls. */
  heightPx: number;
  /** Of the rows, if there were no limit. */
  fullPx: number;
  viewPx: number;
}

export function scrollMap(rows: number, rowPx: number, viewPx: number): ScrollMap {
  const fullPx = rows * rowPx;
  return { heightPx: Math.min(fullPx, tallestPx), fullPx, viewPx };
}

/** The pixel of the rows that is at the top when the bar is at `barPx`. */
export function topOfBar(map: ScrollMap, barPx: number): number {
  const barRange = map.heightPx - map.viewPx;
  if (barRange <= 0) return 0;
  return (clamp(barPx, barRange) / barRange) * (map.fullPx - map.viewPx);
}

/** Where the bar stands when this pixel of the rows is at the top. */
export function barOfTop(map: ScrollMap, topPx: number): number {
  const range = map.fullPx - map.viewPx;
  if (range <= 0) return 0;
  return (clampTop(map, topPx) / range) * (map.heightPx - map.viewPx);
}

/** The new top after the bar moved from `fromPx` to `toPx`. Both ends of the bar are the ends of the rows. */
export function topAfterScroll(map: ScrollMap, topPx: number, fromPx: number, toPx: number): number {
  const movedPx = toPx - fromPx;
  const isAtEnd = toPx <= 0 || toPx >= map.heightPx - map.viewPx - 1;
  if (isAtEnd || Math.abs(movedPx) > map.viewPx || map.fullPx === map.heightPx) return topOfBar(map, toPx);
  return clampTop(map, topPx + movedPx);
}

/** The top that brings a row into view with the least movement. */
export function topForRow(map: ScrollMap, topPx: number, row: number, rowPx: number): number {
  const rowTopPx = row * rowPx;
  if (rowTopPx < topPx) return clampTop(map, rowTopPx);
  const leastPx = rowTopPx + rowPx - map.viewPx;
  return clampTop(map, Math.max(topPx, leastPx));
}

export function clampTop(map: ScrollMap, topPx: number): number {
  return clamp(topPx, Math.max(0, map.fullPx - map.viewPx));
}

function clamp(value: number, most: number): number {
  return Math.min(Math.max(value, 0), most);
}
