// The curves of one run, or of several over each other: a card a metric, one
// mark and one zoom for all of them, and the same numbers as a table.
import { Download, ZoomOut } from 'lucide-react';
import { useMemo, useState, useSyncExternalStore } from 'react';
import { Button } from '../button.tsx';
import { Segmented } from '../segmented.tsx';
import { Slider } from '../slider.tsx';
import { type ChartAxis, placeWords } from './axis-words.ts';
import { ChartCard } from './chart-card.tsx';
import { seriesColour } from './chart-colours.ts';
import { chartCsv } from './chart-csv.ts';
import type { ChartRun } from './chart-run.ts';
import type { Zoom } from './curve-plot.ts';
import { HoverStore } from './hover-store.ts';
import { LastValues } from './last-values.tsx';
import { shownMetrics } from './metric-words.ts';
import { saveFile } from './save-file.ts';
import { useTableTick } from './use-table-tick.ts';
import './charts.css';

export interface RunChartsProps {
  /** Keep the array while the runs stay the same: another one draws everything anew. */
  runs: readonly ChartRun[];
  /** Of the files that are saved, without ending. */
  fileName: string;
  /** Only these metrics, without the tools around them: a glance on another page. */
  only?: readonly string[];
  heightPx?: number;
  className?: string;
}

const mostSmoothing = 0.99;

export function RunCharts({ runs, fileName, only, heightPx = 180, className }: RunChartsProps) {
  const [axis, setAxis] = useState<ChartAxis>('step');
  const [smoothing, setSmoothing] = useState(0);
  const [scale, setScale] = useState<'linear' | 'log'>('linear');
  const [zoom, setZoom] = useState<Zoom>(null);
  const [hover] = useState(() => new HoverStore());
  const tables = useMemo(() => runs.map(({ table }) => table), [runs]);
  useTableTick(tables);
  const all = shownMetrics(tables.flatMap((table) => table.metrics));
  const metrics = only ? all.filter((metric) => only.includes(metric)) : all;
  const cards = metrics.map((metric) => (
    <ChartCard
      key={metric}
      runs={runs}
      metric={metric}
      axis={axis}
      smoothing={smoothing}
      isLog={scale === 'log'}
      zoom={zoom}
      onZoom={setZoom}
      hover={hover}
      heightPx={heightPx}
    />
  ));
  if (only) return <div className={className}>{cards}</div>;
  return (
    <div className={className}>
      <h2 className="sr-only">Curves</h2>
      <div className="flex flex-wrap items-end gap-x-5 gap-y-3">
        <Segmented
          label="Along"
          hideLabel
          options={[
            { value: 'step', label: 'Steps' },
            { value: 'time', label: 'Time' },
          ]}
          value={axis}
          onChange={(next) => {
            setAxis(next);
            hover.set(null);
            setZoom(null);
          }}
        />
        <Segmented
          label="Scale"
          hideLabel
          options={[
            { value: 'linear', label: 'Linear' },
            { value: 'log', label: 'Logarithmic' },
          ]}
          value={scale}
          onChange={setScale}
        />
        <div className="w-52">
          <Slider
            label="Smoothing"
            value={smoothing}
            onChange={setSmoothing}
            min={0}
            max={mostSmoothing}
            step={0.01}
            format={(value) => (value === 0 ? 'off' : value.toFixed(2))}
          />
        </div>
        <div className="ml-auto flex items-center gap-2">
          <HoverPlace hover={hover} axis={axis} />
          {zoom && (
            <Button size="small" variant="quiet" icon={ZoomOut} onClick={() => setZoom(null)}>
              Show all
            </Button>
          )}
          <Button
            size="small"
            icon={Download}
            onClick={() => saveFile(`${fileName}.csv`, new Blob([chartCsv(runs)], { type: 'text/csv' }))}
          >
            Save as CSV
          </Button>
        </div>
      </div>
      {runs.length > 1 && (
        <ul aria-label="Runs" className="mt-3 flex flex-wrap gap-x-5 gap-y-1 text-sm text-ink-2">
          {runs.map(({ id, name, series }) => (
            <li key={id} className="flex items-center gap-2">
              <span aria-hidden className="h-0.5 w-4 rounded-full" style={{ background: seriesColour(series) }} />
              <bdi>{name}</bdi>
            </li>
          ))}
        </ul>
      )}
      <div className="mt-4 grid grid-cols-[repeat(auto-fill,minmax(min(22rem,100%),1fr))] gap-4">{cards}</div>
      <p className="mt-3 text-sm text-ink-3">
        Drag over a part to look closer; double-click or 0 shows everything again.
      </p>
      <LastValues runs={runs} metrics={metrics} className="mt-4" />
    </div>
  );
}

/** Where the mark is, for all charts at once. */
function HoverPlace({ hover, axis }: { hover: HoverStore; axis: ChartAxis }) {
  const x = useSyncExternalStore(hover.subscribe, hover.get);
  return (
    <span aria-hidden className="min-w-20 text-right text-sm text-ink-2 tabular-nums">
      {x === null ? '' : placeWords(axis, x)}
    </span>
  );
}
