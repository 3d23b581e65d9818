// A run at a glance: what went wrong or came out, how far it is, its loss, its
// machine and its last words.
import { useMemo } from 'react';
import type { Run } from '@hubdesk/shared/train/run';
import type { CurveTable } from '../../ui/charts/curve-table.ts';
import { RunCharts } from '../../ui/charts/run-charts.tsx';
import { useTableTick } from '../../ui/charts/use-table-tick.ts';

import { LastLines } from './last-lines.tsx';
import { MachinePart } from './machine-part.tsx';
import type { RunTab } from './run-search.ts';
import { isLive } from './run-clock.ts';
import { RunFailure } from './run-failure.tsx';
import { RunNote } from './run-note.tsx';
import { Timeline } from './timeline.tsx';
import type { RunPoints } from './use-points.ts';
import { WeightsCard } from './weights-card.tsx';

const glance = ['loss', 'eval_loss', 'reward', 'rewards/margins'] as const;

export interface OverviewTabProps {
  run: Run;
  points: RunPoints;
  onTab: (tab: Exclude<RunTab, 'overview'>) => void;
}

export function OverviewTab({ run, points: { table, isOpening }, onTab }: OverviewTabProps) {
  const tables = useMemo(() => [table], [table]);
  useTableTick(tables, 1_000);
  const runs = useMemo(() => [{ id: run.id, name: run.name, series: 0, table }], [run.id, run.name, table]);
  const hasCurves = glance.some((metric) => table.metrics.includes(metric));
  return (
    <div className="grid gap-6 px-6 py-6 rail:px-8">
      <div className="grid gap-3 empty:hidden">
        <RunFailure run={run} />
        <WeightsCard run={run} />
      </div>
      <div className="grid gap-x-10 gap-y-8 wide:grid-cols-[minmax(19rem,23rem)_minmax(0,1fr)]">
        <div className="grid content-start gap-8">
          <Timeline run={run} evaluatedAt={stepsOf(table, 'eval_loss')} />
          <RunNote key={run.note} run={run} />
        </div>
        {run.state !== 'refused' && (
          <div className="grid min-w-0 content-start gap-8">
            <section aria-labelledby="curves" className="grid gap-3">
              <div className="flex items-baseline justify-between gap-4">
                <h2 id="curves" className="text-base font-semibold text-ink">
                  Curves
                </h2>
                {hasCurves && <More onClick={() => onTab('charts')}>All charts</More>}
              </div>
              {hasCurves ? (
                <RunCharts
                  runs={runs}
                  fileName={run.name}
                  only={glance}
                  className="grid grid-cols-[repeat(auto-fit,minmax(min(18rem,100%),1fr))] gap-3"
                />
              ) : (
                <p className="text-sm text-ink-3">{isOpening ? 'The points are being read.' : noCurvesWords(run)}</p>
              )}
            </section>
            <MachinePart run={run} />
            <section aria-labelledby="last-lines" className="grid gap-3">
              <div className="flex items-baseline justify-between gap-4">
                <h2 id="last-lines" className="text-base font-semibold text-ink">
                  Last lines
                </h2>
                {run.log.lines > 0 && <More onClick={() => onTab('log')}>The whole log</More>}
              </div>
              <LastLines run={run} />
            </section>
          </div>
        )}
      </div>
    </div>
  );
}

function More({ onClick, children }: { onClick: () => void; children: string }) {
  return (
    <button
      type="button"
      onClick={onClick}
      className="rounded-sm text-sm text-accent-text underline decoration-accent-line underline-offset-3 hover:decoration-current"
    >
      {children}
    </button>
  );
}

function noCurvesWords(run: Run): string {
  if (isLive(run)) return 'The first point comes with the first report of the training.';
  return run.kind === 'salvage' ? 'A salvage trains nothing.' : 'No step was reported, so there is no curve.';
}

function stepsOf(table: CurveTable, metric: string): number[] {
  const column = table.values(metric);
  if (!column) return [];
  const { step } = table;
  const steps = new Set<number>();
  for (let at = 0; at < column.length; at += 1) if (!Number.isNaN(column[at])) steps.add(step[at] ?? 0);
  return [...steps];
}
