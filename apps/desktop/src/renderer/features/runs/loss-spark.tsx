// The course of a run's loss, small: whether it falls. The page of the run has
// the chart itself.
import type { Run } from '@hubdesk/shared/train/run';
import { useTableTick } from '../../ui/charts/use-table-tick.ts';
import { shareOf } from './run-share.ts';
import { sparkPath, sparkValues } from './spark-line.ts';
import { useCurveTables } from './use-curve-tables.ts';

const size = { width: 200, height: 40 };
const padding = 2;
const mostPoints = 60;

/** Decoration beside the number. Key it by the run. The line reaches as far as the run has come. */
export function LossSpark({ run }: { run: Run }) {
  const tables = useCurveTables(run.id);
  useTableTick(tables, 1_000);
  const values = sparkValues(tables[0]?.values('loss') ?? new Float64Array(0), mostPoints);
  const path = sparkPath(values, size, shareOf(run) ?? 1);
  return (
    <svg
      aria-hidden
      viewBox={`${-padding} ${-padding} ${size.width + 2 * padding} ${size.height + 2 * padding}`}
      preserveAspectRatio="none"
      className="h-12 w-40 max-wide:w-28"
    >
      <line
        x1="0"
        x2={size.width}
        y1={size.height}
        y2={size.height}
        className="stroke-line-strong"
        vectorEffect="non-scaling-stroke"
      />
      {path !== '' && (
        <path
          d={path}
          fill="none"
          strokeWidth="1.75"
          strokeLinejoin="round"
          strokeLinecap="round"
          vectorEffect="non-scaling-stroke"
          className="stroke-accent"
        />
      )}
    </svg>
  );
}
