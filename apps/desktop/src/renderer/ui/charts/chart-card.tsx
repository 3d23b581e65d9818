// One metric of some runs: its values under the mark or the last ones, and its chart.
import { ImageDown } from 'lucide-react';
import { useMemo, useRef, useSyncExternalStore } from 'react';
import { IconButton } from '../icon-button.tsx';
import type { ChartAxis } from './axis-words.ts';
import { chartPicture } from './chart-picture.ts';
import { seriesColour } from './chart-colours.ts';
import type { ChartRun } from './chart-run.ts';
import type { Zoom } from './curve-plot.ts';
import type { HoverStore } from './hover-store.ts';
import { LineChart, type LineChartHandle } from './line-chart.tsx';
import { formatMetric, maySmooth, metricLabel } from './metric-words.ts';
import { nearestPoint } from './nearest-point.ts';
import { saveFile } from './save-file.ts';
import { useTableTick } from './use-table-tick.ts';

export interface ChartCardProps {
  /** Another array makes the chart anew. */
  runs: readonly ChartRun[];
  metric: string;
  axis: ChartAxis;
  smoothing: number;
  isLog: boolean;
  zoom: Zoom;
  onZoom: (zoom: Zoom) => void;
  hover: HoverStore;
  heightPx: number;
}

export function ChartCard({ runs, metric, axis, smoothing, isLog, zoom, onZoom, hover, heightPx }: ChartCardProps) {
  const chart = useRef<LineChartHandle>(null);
  const curves = useMemo(() => runs.map(({ table, series }) => ({ table, metric, series })), [runs, metric]);
  const tables = useMemo(() => runs.map(({ table }) => table), [runs]);
  useTableTick(tables);
  const x = useSyncExternalStore(hover.subscribe, hover.get);
  const label = metricLabel(metric);
  const values = runs.map((run) => ({ run, value: valueAt(run, metric, axis, x) }));
  const told = values.filter(({ value }) => value !== null);
  const words = told.map(({ run, value }) => `${runs.length > 1 ? `${run.name} ` : ''}${formatMetric(value ?? 0)}`);

  async function save() {
    const canvas = chart.current?.canvas();
    if (!canvas) return;
    const picture = await chartPicture(canvas, label, runs.length > 1 ? runs : []);
    const [first] = runs;
    if (picture)
      saveFile(`${runs.length === 1 && first ? `${first.name}-` : ''}${metric.replaceAll('/', '-')}.png`, picture);
  }

  return (
    <section
      aria-label={label}
      className="group/card grid min-w-0 gap-2 rounded-lg border border-line bg-surface px-4 pt-3 pb-2"
    >
      <div className="flex min-h-8 items-start gap-2">
        <h3 className="min-w-0 flex-1 truncate pt-1 text-sm font-medium text-ink-2" title={metric}>
          {label}
        </h3>
        <IconButton
          icon={ImageDown}
          label={`Save ${label} as a picture`}
          size="small"
          className="opacity-0 group-focus-within/card:opacity-100 group-hover/card:opacity-100 pointer-coarse:opacity-100"
          onClick={() => void save()}
        />
        <div
          aria-hidden
          className="flex max-h-16 min-w-0 flex-wrap justify-end gap-x-3 overflow-hidden pt-1 text-right tabular-nums"
        >
          {told.map(({ run, value }) => (
            <span key={run.id} className="flex items-center gap-1.5 text-base font-medium text-ink">
              {runs.length > 1 && (
                <span className="size-2 rounded-full" style={{ background: seriesColour(run.series) }} />
              )}
              {formatMetric(value ?? 0)}
            </span>
          ))}
        </div>
      </div>
      <LineChart
        ref={chart}
        label={label}
        curves={curves}
        axis={axis}
        smoothing={maySmooth(metric) ? smoothing : 0}
        isLog={isLog}
        format={formatMetric}
        hover={hover}
        zoom={zoom}
        onZoom={onZoom}
        valueText={words.length > 0 ? words.join(', ') : 'nothing told'}
        heightPx={heightPx}
      />
    </section>
  );
}

/** What was told nearest to a place of the axis; last of all without one. */
function valueAt({ table }: ChartRun, metric: string, axis: ChartAxis, x: number | null): number | null {
  const column = table.values(metric);
  if (!column) return null;
  const places = axis === 'step' ? table.step : table.time;
  const origin = axis === 'time' ? (places[0] ?? 0) : 0;
  const at = nearestPoint(places, column, x === null ? Number.POSITIVE_INFINITY : x + origin);
  return at === null ? null : (column[at] ?? null);
}
