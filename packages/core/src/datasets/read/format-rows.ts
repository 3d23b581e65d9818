// What a reader of one format gives, row by row.
import type { RowProblem } from '@hubdesk/shared/datasets/row-problem';

export type FormatRow =
  | { kind: 'row'; value: Record<string, unknown>; line: number | null; problem?: { kind: RowProblem; detail: string } }
  /** No row, but to be told of. */
  | { kind: 'blank'; line: number };
