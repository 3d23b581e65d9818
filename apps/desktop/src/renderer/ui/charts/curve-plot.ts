// One chart on a canvas: takes whole columns, draws what is in the window, at
// most as many points as there are pixels. Knows no React; redraws when told.
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { axisSteps, axisWords, type ChartAxis } from './axis-words.ts';
import { type ChartColours, readColours, seriesCount } from './chart-colours.ts';
import type { CurveTable } from './curve-table.ts';
import type { HoverStore } from './hover-store.ts';
import { type CurveGroup, reduceCurves } from './reduce-curves.ts';
import { SmoothCurve } from './smooth-curve.ts';

export interface Curve {
  table: CurveTable;
  metric: string;
  /** Its colour, counted from 0. */
  series: number;
}

/** Ends of what is shown, in the unit of the axis; null shows everything. */
export type Zoom = readonly [min: number, max: number] | null;

export interface CurvePlotOptions {
  curves: readonly Curve[];
  axis: ChartAxis;
  /** How much of the past stays with each point, from 0 to below 1. */
  smoothing: number;
  isLog: boolean;
  /** Fixed ends of the other axis. */
  bounds: readonly [min: number, max: number] | null;
  format: (value: number) => string;
  /** The curve alone, without marks along its edges. */
  isBare: boolean;
  hover: HoverStore;
  onZoom: (zoom: Zoom) => void;
}

const font = '11px "Geist Variable", sans-serif';
const axisFont = { size: 24, gap: 6, font };
/** A drag of less is a press. */
const leastDragPx = 5;
/** So few points are each worth a dot. */
const fewPoints = 40;
const linePx = { sparse: { line: 1.5, smoothed: 2 }, dense: { line: 1, smoothed: 1.5 }, behind: 1 };
const pointSize = { few: 4, hovered: 7 };

export class CurvePlot {
  readonly #host: HTMLElement;
  readonly #options: CurvePlotOptions;
  readonly #smooth: { generation: number; curve: SmoothCurve }[] = [];
  readonly #plot: uPlot;
  readonly #stopHover: () => void;
  #colours: ChartColours;
  #zoom: Zoom = null;
  #isSource = false;

  constructor(host: HTMLElement, options: CurvePlotOptions, widthPx: number, heightPx: number) {
    this.#host = host;
    this.#options = options;
    this.#colours = readColours(host);
    this.#plot = new uPlot(this.#layout(widthPx, heightPx), [[], ...this.#curveSeries().map(() => [])], host);
    this.#stopHover = options.hover.subscribe(() => this.#showHover());
    this.draw();
  }

  /** The columns have grown, or the window is another. */
  draw(): void {
    const { isLog, smoothing } = this.#options;
    const groups = this.#groups();
    const [min, max] = this.#zoom ?? this.#whole(groups);
    const pixels = Math.max(60, Math.round(this.#plot.over.clientWidth));
    const { x, ys } = reduceCurves(groups, min, max, pixels);
    // A dense curve is a band: a fine pen draws the same band many times faster.
    this.#plot.series.forEach((series, at) => {
      if (at === 0) return;
      const pens = x.length > pixels && !isSparse(ys[at - 1], pixels) ? linePx.dense : linePx.sparse;
      series.width = smoothing === 0 ? pens.line : at % 2 === 1 ? linePx.behind : pens.smoothed;
    });
    const shown = isLog ? ys.map((column) => column.map((y) => (y !== null && y > 0 ? y : null))) : ys;
    this.#plot.batch(() => {
      this.#plot.setData([x, ...shown], false);
      this.#plot.setScale('x', { min, max });
    });
    this.#showHover();
  }

  setZoom(zoom: Zoom): void {
    this.#zoom = zoom;
    this.draw();
  }

  setSize(widthPx: number, heightPx: number): void {
    this.#plot.setSize({ width: widthPx, height: heightPx });
    this.draw();
  }

  recolour(): void {
    this.#colours = readColours(this.#host);
    this.#plot.redraw(false);
  }

  /** The drawing alone, with the pixels it has. */
  get canvas(): HTMLCanvasElement {
    return this.#plot.ctx.canvas;
  }

  destroy(): void {
    this.#stopHover();
    this.#plot.destroy();
  }

  #groups(): CurveGroup[] {
    const { curves, axis, smoothing } = this.#options;
    return curves.map(({ table, metric }, at) => {
      const x = axis === 'step' ? table.step : table.time;
      const raw = table.values(metric) ?? new Float64Array(x.length).fill(Number.NaN);
      const originX = axis === 'time' ? (x[0] ?? 0) : 0;
      if (smoothing === 0) return { x, originX, ys: [raw] };
      let smooth = this.#smooth[at];
      if (smooth?.generation !== table.generation) {
        smooth = { generation: table.generation, curve: new SmoothCurve(smoothing) };
        this.#smooth[at] = smooth;
      }
      return { x, originX, ys: [raw, smooth.curve.extend(raw)] };
    });
  }

  #whole(groups: readonly CurveGroup[]): [number, number] {
    let min = Number.POSITIVE_INFINITY;
    let max = Number.NEGATIVE_INFINITY;
    for (const { x, originX } of groups) {
      if (x.length === 0) continue;
      min = Math.min(min, (x[0] ?? 0) - originX);
      max = Math.max(max, (x.at(-1) ?? 0) - originX);
    }
    if (min > max) return [0, 1];
    return min === max ? [min - 1, max + 1] : [min, max];
  }

  #showHover(): void {
    if (this.#isSource) return;
    const x = this.#options.hover.get();
    const left = x === null ? -10 : this.#plot.valToPos(x, 'x');
    const isOutside = x === null || left < 0 || left > this.#plot.over.clientWidth;
    this.#plot.setCursor(isOutside ? { left: -10, top: -10 } : { left, top: 0 }, false);
  }

  #curveSeries(): uPlot.Series[] {
    const { curves, isBare, smoothing } = this.#options;
    return curves.flatMap(({ series }) => {
      const stroke = () => this.#colours.series[series % seriesCount] ?? '';
      const line: uPlot.Series = {
        stroke,
        spanGaps: true,
        ...(series >= seriesCount && { dash: [6, 4] }),
        points: {
          show: (plot, at) => !isBare && isSparse(plot.data[at], fewPoints),
          size: pointSize.few,
          fill: stroke,
        },
      };
      // The curve as it was told stays to be seen behind the smoothed one.
      return smoothing === 0 ? [line] : [{ ...line, alpha: 0.28, points: { show: false } }, line];
    });
  }

  #layout(width: number, height: number): uPlot.Options {
    const { axis, isLog, bounds, format, isBare, smoothing, hover, onZoom } = this.#options;
    const grid = { stroke: () => this.#colours.grid, width: 1 };
    const text = { stroke: () => this.#colours.text, ...axisFont, ticks: { show: false } };
    return {
      width,
      height,
      legend: { show: false },
      padding: isBare ? [4, 4, 4, 4] : [8, 16, 0, 0],
      series: [{}, ...this.#curveSeries()],
      scales: {
        x: { time: false },
        y: { distr: isLog ? 3 : 1, range: (_plot, low, high) => rangeOf(low, high, isLog, bounds) },
      },
      axes: [
        {
          ...text,
          show: !isBare,
          grid: { show: false },
          space: 64,
          incrs: axisSteps[axis],
          values: (_plot, splits) => splits.map((x) => (x < 0 ? '' : axisWords(axis, x))),
        },
        {
          ...text,
          show: !isBare,
          grid,
          size: 46,
          space: 32,
          values: (_plot, splits) => splits.map((y) => (y === null ? '' : format(y))),
        },
      ],
      cursor: {
        x: true,
        y: false,
        points: {
          // The curve as it was told gets none when its smoothed one has one.
          size: (_plot, at) => (smoothing > 0 && at % 2 === 1 ? 0 : pointSize.hovered),
          width: 0,
          fill: (_plot, at) => this.#colours.series[this.#seriesAt(at) % seriesCount] ?? '',
        },
        dataIdx: (plot, at, index) => nearestTold(plot.data[at], index),
        drag: { x: true, y: false, setScale: false },
        bind: {
          dblclick: () => () => {
            onZoom(null);
            return null;
          },
        },
      },
      hooks: {
        setCursor: [
          (plot) => {
            const { left } = plot.cursor;
            this.#isSource = true;
            hover.set(left === undefined || left < 0 ? null : plot.posToVal(left, 'x'));
            this.#isSource = false;
          },
        ],
        setSelect: [
          (plot) => {
            const { left, width: dragged } = plot.select;
            if (dragged >= leastDragPx) onZoom([plot.posToVal(left, 'x'), plot.posToVal(left + dragged, 'x')]);
            plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
          },
        ],
      },
    };
  }

  /** Of the drawn column `at`, which is 0 for the axis. */
  #seriesAt(at: number): number {
    const { curves, smoothing } = this.#options;
    return curves[Math.floor((at - 1) / (smoothing === 0 ? 1 : 2))]?.series ?? 0;
  }
}

function isSparse(column: uPlot.AlignedData[number] | undefined, most: number): boolean {
  let told = 0;
  for (const y of column ?? []) if (typeof y === 'number' && ++told > most) return false;
  return true;
}

function rangeOf(
  low: number | null,
  high: number | null,
  isLog: boolean,
  bounds: readonly [number, number] | null,
): [number, number] {
  if (bounds) return [bounds[0], bounds[1]];
  if (low === null || high === null) return isLog ? [0.1, 1] : [0, 1];
  if (isLog) return low === high ? [low / 2, high * 2] : [low / 1.1, high * 1.1];
  if (low === high) {
    const room = low === 0 ? 1 : Math.abs(low) * 0.1;
    return [low - room, high + room];
  }
  const room = (high - low) * 0.06;
  // Nothing falls below zero that never was.
  return [low >= 0 && low - room < 0 ? 0 : low - room, high + room];
}

function nearestTold(column: uPlot.AlignedData[number] | undefined, index: number): number | null {
  if (!column) return null;
  for (let away = 0; away < column.length; away += 1) {
    if (index - away >= 0 && typeof column[index - away] === 'number') return index - away;
    if (index + away < column.length && typeof column[index + away] === 'number') return index + away;
    if (index - away < 0 && index + away >= column.length) return null;
  }
  return null;
}
