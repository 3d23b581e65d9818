// How much room the columns of a table have, by what stands in them.
import type { DatasetPage } from '@hubdesk/shared/datasets/dataset';
import { cellText, readRow } from './cell-text.ts';

const sampledRows = 30;
const leastPx = 88;
const mostPx = 460;
const letterPx = 7;
const insetPx = 28;

/** Pixels each column has at least; wider ones also take more of the room that is left. */
export function columnWidths({ columns, rows }: Pick<DatasetPage, 'columns' | 'rows'>): number[] {
  const sample = rows.slice(0, sampledRows).map(({ text }) => readRow(text));
  return columns.map(({ name, type }) => {
    const letters = sample.map((values) => (values ? cellText(values[name]).length : 0));
    const longest = Math.max(name.length + type.length + 1, ...letters);
    return Math.min(Math.max(longest * letterPx + insetPx, leastPx), mostPx);
  });
}
