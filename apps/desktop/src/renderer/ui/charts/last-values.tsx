// The curves in numbers: where each metric ended and the lowest and highest it was.
import type { ChartRun } from './chart-run.ts';
import { formatMetric, metricLabel } from './metric-words.ts';

export interface LastValuesProps {
  runs: readonly ChartRun[];
  metrics: readonly string[];
  className?: string;
}

export function LastValues({ runs, metrics, className }: LastValuesProps) {
  const several = runs.length > 1;
  return (
    <details className={className}>
      <summary className="w-fit cursor-pointer rounded-sm text-sm text-ink-3 hover:text-ink">As a table</summary>
      <div className="overflow-x-auto">
        <table className="mt-2 text-sm tabular-nums">
          <thead>
            <tr className="text-left text-xs text-ink-3">
              <th scope="col" className="pr-8 font-medium">
                Metric
              </th>
              {several && (
                <th scope="col" className="pr-8 font-medium">
                  Run
                </th>
              )}
              {['Last', 'At step', 'Lowest', 'Highest'].map((heading) => (
                <th key={heading} scope="col" className="pr-8 text-right font-medium">
                  {heading}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {metrics.flatMap((metric) =>
              runs.map((run) => {
                const ends = endsOf(run, metric);
                return (
                  ends && (
                    <tr key={`${metric} ${run.id}`}>
                      <th scope="row" className="pr-8 text-left font-normal text-ink-2">
                        {metricLabel(metric)}
                      </th>
                      {several && <td className="pr-8 text-ink-2">{run.name}</td>}
                      <td className="pr-8 text-right text-ink">{formatMetric(ends.last)}</td>
                      <td className="pr-8 text-right text-ink-2">{ends.step.toLocaleString('en')}</td>
                      <td className="pr-8 text-right text-ink-2">{formatMetric(ends.low)}</td>
                      <td className="pr-8 text-right text-ink-2">{formatMetric(ends.high)}</td>
                    </tr>
                  )
                );
              }),
            )}
          </tbody>
        </table>
      </div>
    </details>
  );
}

function endsOf({ table }: ChartRun, metric: string) {
  const column = table.values(metric);
  if (!column) return null;
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  let at = -1;
  for (let index = 0; index < column.length; index += 1) {
    const y = column[index] ?? Number.NaN;
    if (Number.isNaN(y)) continue;
    at = index;
    if (y < low) low = y;
    if (y > high) high = y;
  }
  return at < 0 ? null : { last: column[at] ?? 0, step: table.step[at] ?? 0, low, high };
}
