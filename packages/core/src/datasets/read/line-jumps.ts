// On which line of a file each row begins, kept only where it is not the line
// after the row before: a table with few line breaks in its cells costs nothing.

/** Columns of equal length: from `rows[i]` on, a row stands on `lines[i]` plus its distance. */
export interface LineJumps {
  rows: Float64Array<ArrayBuffer>;
  lines: Float64Array<ArrayBuffer>;
}

export interface LineJumpsBuilder {
  /** The next row begins on this line, from 1. */
  row(line: number): void;
  build(): LineJumps;
}

export function createLineJumps(): LineJumpsBuilder {
  const rows: number[] = [];
  const lines: number[] = [];
  let row = 0;
  let expected = -1;
  return {
    row(line) {
      if (line !== expected) {
        rows.push(row);
        lines.push(line);
      }
      row += 1;
      expected = line + 1;
    },
    build: () => ({ rows: Float64Array.from(rows), lines: Float64Array.from(lines) }),
  };
}

/** The line a row begins on, from 1. */
export function lineOfRow({ rows, lines }: LineJumps, row: number): number {
  let low = 0;
  let high = rows.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((rows[middle] ?? 0) <= row) low = middle;
    else high = middle - 1;
  }
  return (lines[low] ?? 1) + row - (rows[low] ?? 0);
}
