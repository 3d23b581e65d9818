// What a machine does: cards, processor and memory, each as a small curve of
// the share that is used.
import { useMemo, useState, useSyncExternalStore } from 'react';
import type { MachineSample } from '@hubdesk/shared/train/run';
import { formatBytes } from '../format-bytes.ts';
import { HoverStore } from './hover-store.ts';
import { LineChart } from './line-chart.tsx';
import { nearestPoint } from './nearest-point.ts';
import type { Machine } from './use-machine.ts';
import { useTableTick } from './use-table-tick.ts';

const chartPx = 72;
const percentBounds = [0, 100] as const;

export function MachineGauges({ machine, latest }: { machine: Machine; latest: MachineSample }) {
  const { table } = machine;
  const [hover] = useState(() => new HoverStore());
  const tables = useMemo(() => [table], [table]);
  useTableTick(tables);
  return (
    <div className="grid grid-cols-[repeat(auto-fill,minmax(min(9.75rem,100%),1fr))] gap-3">
      {latest.gpus.flatMap(({ id, memoryBytes, memoryTotalBytes }, at) => {
        const card = latest.gpus.length === 1 ? 'GPU' : `GPU ${at + 1}`;
        return [
          <Gauge key={`gpu ${id}`} machine={machine} hover={hover} metric={`gpu ${id}`} label={card} />,
          <Gauge
            key={`gpu memory ${id}`}
            machine={machine}
            hover={hover}
            metric={`gpu memory ${id}`}
            label={`${card} memory`}
            note={ofWords(memoryBytes, memoryTotalBytes)}
          />,
        ];
      })}
      <Gauge machine={machine} hover={hover} metric="cpu" label="CPU" />
      <Gauge
        machine={machine}
        hover={hover}
        metric="memory"
        label="Memory"
        note={ofWords(latest.memoryBytes, latest.memoryTotalBytes)}
      />
    </div>
  );
}

function Gauge(props: { machine: Machine; hover: HoverStore; metric: string; label: string; note?: string | null }) {
  const { machine, hover, metric, label, note } = props;
  const { table } = machine;
  const curves = useMemo(() => [{ table, metric, series: 0 }], [table, metric]);
  const x = useSyncExternalStore(hover.subscribe, hover.get);
  const column = table.values(metric);
  const { time } = table;
  const at = column && nearestPoint(time, column, x === null ? Number.POSITIVE_INFINITY : x + (time[0] ?? 0));
  const value = at === null ? Number.NaN : (column?.[at] ?? Number.NaN);
  const words = Number.isNaN(value) ? 'not told' : `${Math.round(value)} %`;
  return (
    <div className="grid min-w-0 gap-1 rounded-lg border border-line bg-surface px-3 pt-2 pb-1">
      <div className="flex items-baseline justify-between gap-2 text-sm">
        <h3 className="truncate text-ink-2">{label}</h3>
        <span aria-hidden className="font-medium text-ink tabular-nums">
          {words}
        </span>
      </div>
      <LineChart
        label={label}
        curves={curves}
        axis="time"
        bounds={percentBounds}
        format={percentWords}
        hover={hover}
        valueText={words}
        heightPx={chartPx}
        isBare
      />
      <p className="min-h-4 truncate text-xs text-ink-3 tabular-nums">{note}</p>
    </div>
  );
}

function percentWords(value: number): string {
  return `${Math.round(value)} %`;
}

function ofWords(used: MachineSample['memoryBytes'], total: number | null): string | null {
  if (used === null) return null;
  return total === null ? formatBytes(used) : `${formatBytes(used)} of ${formatBytes(total)}`;
}
