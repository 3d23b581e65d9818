// Where every so manieth row of a file begins, so that any row can be read on
// demand without reading what stands before it.

/** Three columns of equal length, ascending. */
export interface RowIndex {
  readonly rows: Float64Array;
  /** Byte offset of that row's line (of its first byte in a JSON array). */
  readonly offsets: Float64Array;
  /** Line number, from 1. */
  readonly lines: Float64Array;
}
