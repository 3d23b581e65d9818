// Where a window may stand: wholly on a display that is there today, whatever
// displays there were when its place was saved.

export interface Bounds {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** `areas` are the displays' usable parts, the main one first; there is always one. In device-independent pixels. */
export function fitBounds(
  wanted: Bounds,
  areas: readonly Bounds[],
  smallest: { width: number; height: number },
): Bounds {
  const [main] = areas;
  if (!main) return wanted;
  const area = areas.reduce((best, next) => (overlap(wanted, next) > overlap(wanted, best) ? next : best), main);
  const width = between(wanted.width, Math.min(smallest.width, area.width), area.width);
  const height = between(wanted.height, Math.min(smallest.height, area.height), area.height);
  return {
    x: between(wanted.x, area.x, area.x + area.width - width),
    y: between(wanted.y, area.y, area.y + area.height - height),
    width,
    height,
  };
}

function overlap(a: Bounds, b: Bounds): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return Math.max(0, width) * Math.max(0, height);
}

function between(value: number, least: number, most: number): number {
  return Math.round(Math.min(Math.max(value, least), most));
}
