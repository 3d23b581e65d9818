// Where every so manieth row of a file begins, so that any row can be read on
// demand without reading what stands before it.

/** Three columns of equal length, ascending. */
export interface RowIndex {
  /** The rows are the values of one array. */
  readonly inArray: boolean;
  readonly rows: Float64Array;
  /** Byte offset of that row's line (of its first byte in a JSON array). */
  readonly offsets: Float64Array;
  /** Line number, from 1. */
  readonly lines: Float64Array;
}

/** The last place at or before a row, or -1. `rows` ascends. */
export function placeBefore(rows: ArrayLike<number>, row: number): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rows[middle] ?? 0) <= row) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
