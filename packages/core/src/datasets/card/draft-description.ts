// What a card says of the dataset it stands over.
import type { Split } from '@hubdesk/shared/datasets/check-report';
import type { RowFormat } from '@hubdesk/shared/datasets/training-format';

export interface DraftDescription {
  /** Every file as it will be in the repository, with `/`. */
  splits: readonly { split: Split; path: string; rows: number; bytes: number }[];
  columns: readonly string[];
  /** Null where the rows are of no format that trains. */
  format: RowFormat | null;
  longestRowBytes: number | null;
}
