// Every point of some runs as a table that a spreadsheet opens.
import { csvCell } from '../csv-cell.ts';
import type { CurveTable } from './curve-table.ts';

/** Commas between, CRLF after each row; a column `run` first where there are several. Names that a spreadsheet would take for a formula get an apostrophe. */
export function chartCsv(runs: readonly { name: string; table: CurveTable }[]): string {
  const several = runs.length > 1;
  const metrics = [...new Set(runs.flatMap(({ table }) => table.metrics))];
  const lines = [[...(several ? ['run'] : []), 'step', 'time', ...metrics].map(csvCell).join(',')];
  for (const { name, table } of runs) {
    const { step, time } = table;
    const columns = metrics.map((metric) => table.values(metric));
    for (let at = 0; at < table.length; at += 1) {
      const values = columns.map((column) => numberCell(column?.[at] ?? Number.NaN));
      const moment = new Date((time[at] ?? 0) * 1_000);
      const when = Number.isNaN(moment.getTime()) ? '' : moment.toISOString();
      lines.push([...(several ? [csvCell(name)] : []), String(step[at] ?? ''), when, ...values].join(','));
    }
  }
  return `${lines.join('\r\n')}\r\n`;
}

function numberCell(value: number): string {
  return Number.isNaN(value) ? '' : String(value);
}
