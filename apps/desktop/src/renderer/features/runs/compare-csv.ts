import { csvCell } from '../../ui/csv-cell.ts';
import type { CompareFact } from './compare-facts.ts';

/** The whole comparison as a file for a spreadsheet: a row a fact, a column a run. */
export function compareCsv(names: readonly string[], facts: readonly CompareFact[]): string {
  const rows = [['', ...names], ...facts.map(({ label, values }) => [label, ...values.map((value) => value ?? '')])];
  return `${rows.map((row) => row.map(csvCell).join(',')).join('\r\n')}\r\n`;
}
