// The table's columns: which ones there is room to draw, and how wide. What a
// row has beyond them is in its details.
import type { Column } from '@hubdesk/shared/datasets/check-report';
import { visibleText } from '../../ui/visible-text.ts';
import { plainText } from './read-row.ts';
import type { RowValue } from './read-row.ts';

export interface TableColumn {
  name: string;
  widthPx: number;
  align: 'start' | 'end';
}

/** More make each row slow to draw and none of them readable. */
const mostColumns = 24;
const narrowestPx = 72;
const widestPx = 288;
const characterPx = 7;
const paddingPx = 24;

/** `sample` are some rows to take the order and the widths from. */
export function tableColumns(
  columns: readonly Column[],
  sample: readonly RowValue[],
): { shown: TableColumn[]; hidden: number } {
  const order = sample.flatMap((row) => Object.keys(row));
  const placeOf = (name: string) => (order.includes(name) ? order.indexOf(name) : order.length);
  const sorted = columns.toSorted((a, b) => placeOf(a.name) - placeOf(b.name));
  const shown = sorted.slice(0, mostColumns).map(({ name, types }) => {
    const kinds = Object.keys(types).filter((kind) => kind !== 'null');
    const isNumber = kinds.length === 1 && kinds[0] === 'number';
    const longest = Math.max(name.length, ...sample.map((row) => cellText(valueIn(row, name)).length));
    const widthPx = Math.min(Math.max(longest * characterPx + paddingPx, narrowestPx), widestPx);
    return { name, widthPx, align: isNumber ? ('end' as const) : ('start' as const) };
  });
  return { shown, hidden: columns.length - shown.length };
}

const mostCharacters = 400;

/** A value in one line: line ends as marks, and no more of it than a cell shows. */
export function cellText(value: unknown): string {
  return oneLine(plainText(value));
}

export function oneLine(text: string): string {
  const line = text
    .slice(0, mostCharacters)
    .replace(/\r\n|\r|\n/g, ' ⏎ ')
    .replace(/\t/g, ' ');
  return visibleText(line);
}

/** A value's own property, never one every object has. */
export function valueIn(row: RowValue, column: string): unknown {
  return Object.hasOwn(row, column) ? row[column] : undefined;
}
