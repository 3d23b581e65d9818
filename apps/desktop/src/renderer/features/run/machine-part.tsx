// What the machine does while it trains: cards, processor and memory.
import { useMemo, useState, useSyncExternalStore } from 'react';
import type { MachineSample, Run } from '@hubdesk/shared/train/run';
import { HoverStore } from '../../ui/charts/hover-store.ts';
import { LineChart } from '../../ui/charts/line-chart.tsx';
import { nearestPoint } from '../../ui/charts/nearest-point.ts';
import { useTableTick } from '../../ui/charts/use-table-tick.ts';
import { formatBytes, formatByteRate } from '../../ui/format-bytes.ts';
import { isLive } from './run-clock.ts';
import { type Machine, useMachine } from './use-machine.ts';

const chartPx = 72;
const percentBounds = [0, 100] as const;

export function MachinePart({ run }: { run: Run }) {
  const live = isLive(run);
  const machine = useMachine(run.id, !live);
  const { latest, table } = machine;
  const [hover] = useState(() => new HoverStore());
  const tables = useMemo(() => [table], [table]);
  useTableTick(tables);
  return (
    <section aria-labelledby="machine" className="grid gap-3">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <h2 id="machine" className="text-base font-semibold text-ink">
          Machine
        </h2>
        {live && latest && latest.receivedBytesPerSecond !== null && (
          <p className="text-sm text-ink-3 tabular-nums">
            {formatByteRate(latest.receivedBytesPerSecond)} in
            {latest.sentBytesPerSecond !== null && `, ${formatByteRate(latest.sentBytesPerSecond)} out`}
          </p>
        )}
      </div>
      {latest ? (
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
      ) : (
        <p className="text-sm text-ink-3">{absentWords(run)}</p>
      )}
    </section>
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

function absentWords({ state }: Run): string {
  if (state === 'running') return 'The machine has told nothing yet; the first look comes within some seconds.';
  if (state === 'launching' || state === 'scheduling') return 'Shows here once the job runs on a machine.';
  return 'The machine is gone, and what it did was not seen from here. The Hub keeps no record of it.';
}
