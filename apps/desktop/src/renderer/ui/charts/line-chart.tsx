// One chart among others of its group: draws at most once a frame and only
// while it is in sight. With the keyboard it is a slider through its points.
import { type KeyboardEvent, type Ref, useEffect, useImperativeHandle, useRef, useSyncExternalStore } from 'react';
import { type ChartAxis, placeWords } from './axis-words.ts';
import { onThemeChange } from './chart-colours.ts';
import { type Curve, CurvePlot, type Zoom } from './curve-plot.ts';
import type { HoverStore } from './hover-store.ts';

export interface LineChartHandle {
  /** The drawing; null where there is none. */
  canvas: () => HTMLCanvasElement | null;
}

export interface LineChartProps {
  label: string;
  /** Another array makes the chart anew. */
  curves: readonly Curve[];
  axis: ChartAxis;
  smoothing?: number;
  isLog?: boolean;
  bounds?: readonly [min: number, max: number] | null;
  format: (value: number) => string;
  hover: HoverStore;
  zoom?: Zoom;
  onZoom?: (zoom: Zoom) => void;
  /** The values under the mark, or the last ones, in words. */
  valueText: string;
  heightPx: number;
  /** The curve alone, without marks along its edges. */
  isBare?: boolean;
  ref?: Ref<LineChartHandle>;
}

const keySteps = 100;
const zoomFactor = 2;
const nothing = () => {};

export function LineChart(props: LineChartProps) {
  const { label, curves, axis, smoothing = 0, isLog = false, bounds = null, format, hover } = props;
  const { zoom = null, onZoom = nothing, valueText, heightPx, isBare = false, ref } = props;
  const host = useRef<HTMLDivElement>(null);
  const plot = useRef<CurvePlot>(null);
  const latestZoom = useRef({ zoom, onZoom });
  useEffect(() => {
    latestZoom.current = { zoom, onZoom };
  });
  useImperativeHandle(ref, () => ({ canvas: () => plot.current?.canvas ?? null }));

  useEffect(() => {
    const element = host.current;
    // Without a canvas there are still the values and the table.
    if (!element || !document.createElement('canvas').getContext('2d')) return;
    const options = {
      curves,
      axis,
      smoothing,
      isLog,
      bounds,
      format,
      isBare,
      hover,
      onZoom: (next: Zoom) => latestZoom.current.onZoom(next),
    };
    const made = new CurvePlot(element, options, Math.max(80, element.clientWidth), heightPx);
    made.setZoom(latestZoom.current.zoom);
    plot.current = made;
    let isInSight = true;
    let frame = 0;
    let isStale = false;
    const draw = () => {
      isStale = true;
      if (!isInSight || frame !== 0) return;
      frame = requestAnimationFrame(() => {
        frame = 0;
        isStale = false;
        made.draw();
      });
    };
    const sight = new IntersectionObserver(([entry]) => {
      isInSight = entry?.isIntersecting ?? true;
      if (isInSight && isStale) draw();
    });
    sight.observe(element);
    const size = new ResizeObserver(() => made.setSize(Math.max(80, element.clientWidth), heightPx));
    size.observe(element);
    const stops = [...curves.map(({ table }) => table.subscribe(draw)), onThemeChange(() => made.recolour())];
    return () => {
      cancelAnimationFrame(frame);
      sight.disconnect();
      size.disconnect();
      for (const stop of stops) stop();
      made.destroy();
      plot.current = null;
    };
  }, [curves, axis, smoothing, isLog, bounds, format, isBare, hover, heightPx]);

  useEffect(() => plot.current?.setZoom(zoom), [zoom]);

  const x = useSyncExternalStore(hover.subscribe, hover.get);
  const [min, max] = zoom ?? wholeOf(curves, axis);
  const at = x ?? max;

  function press(event: KeyboardEvent) {
    const step = (max - min) / keySteps;
    const least = axis === 'step' ? 1 : 0;
    const moves: Record<string, number> = {
      ArrowLeft: at - Math.max(step, least),
      ArrowRight: at + Math.max(step, least),
      PageDown: at - step * 10,
      PageUp: at + step * 10,
      Home: min,
      End: max,
    };
    const next = moves[event.key];
    if (next !== undefined) hover.set(Math.min(Math.max(next, min), max));
    else if (event.key === '+' || event.key === '=') {
      const half = (max - min) / zoomFactor / 2;
      onZoom([Math.max(min, at - half), Math.min(max, at + half)]);
    } else if (event.key === '0' || event.key === '-') onZoom(null);
    else return;
    event.preventDefault();
  }

  return (
    <div
      ref={host}
      role="slider"
      tabIndex={0}
      aria-label={`${label}, by ${axis}`}
      aria-valuemin={min}
      aria-valuemax={max}
      aria-valuenow={at}
      aria-valuetext={`${placeWords(axis, at)}: ${valueText}`}
      onKeyDown={press}
      onBlur={() => hover.set(null)}
      style={{ height: heightPx }}
      className="curve-plot w-full min-w-0 rounded-sm"
    />
  );
}

function wholeOf(curves: readonly Curve[], axis: ChartAxis): [number, number] {
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (const { table } of curves) {
    const column = axis === 'step' ? table.step : table.time;
    if (column.length === 0) continue;
    const origin = axis === 'time' ? (column[0] ?? 0) : 0;
    min = Math.min(min, (column[0] ?? 0) - origin);
    max = Math.max(max, (column.at(-1) ?? 0) - origin);
  }
  return min > max ? [0, 0] : [min, max];
}
