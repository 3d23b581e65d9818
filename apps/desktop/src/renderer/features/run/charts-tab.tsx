import { useMemo } from 'react';
import type { Run } from '@hubdesk/shared/train/run';
import { RunCharts } from '../../ui/charts/run-charts.tsx';
import { useTableTick } from '../../ui/charts/use-table-tick.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { isLive } from './run-clock.ts';
import type { RunPoints } from './use-points.ts';

/** Every metric the trainer told. */
export function ChartsTab({ run, points: { table, isOpening } }: { run: Run; points: RunPoints }) {
  const tables = useMemo(() => [table], [table]);
  useTableTick(tables);
  const runs = useMemo(() => [{ id: run.id, name: run.name, series: 0, table }], [run.id, run.name, table]);
  if (table.length === 0 && isOpening)
    return <p className="px-6 py-5 text-sm text-ink-3 rail:px-8">The points are being read.</p>;
  if (table.length === 0) {
    return (
      <EmptyState title={isLive(run) ? 'No points yet' : 'No curves'}>
        {isLive(run)
          ? 'The first ones come when the training reports its first steps. This page may stay open or be closed meanwhile.'
          : 'This run reported no steps. Its log says how far it came.'}
      </EmptyState>
    );
  }
  return <RunCharts runs={runs} fileName={run.name} className="px-6 py-5 rail:px-8" />;
}
