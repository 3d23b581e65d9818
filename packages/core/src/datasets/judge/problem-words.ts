// What a problem is called in the one sentence of a verdict.
import type { RowProblem } from '@hubdesk/shared/datasets/row-problem';

/** Follows a number of rows: `9 rows with broken JSON`. Only problems that block need words. */
export const blockingWords: Partial<Record<RowProblem, string>> = {
  'invalid-json': 'with broken JSON',
  'not-an-object': 'that are no JSON object',
  'invalid-utf8': 'that are not UTF-8',
  'unreadable-length': 'too long to be read',
  'wrong-cell-count': 'with too many or too few cells',
  'type-differs': 'with another type in a column',
  'unknown-role': 'with an unknown role',
  'system-not-first': 'with a system message in the middle',
  'no-answer': 'without any answer',
  'empty-answer': 'with an empty answer',
  'empty-row': 'with nothing in them',
  'no-preference': 'whose two answers are the same',
};

/** Rows that no mapping can read. */
export const unreadableKinds: readonly RowProblem[] = [
  'invalid-json',
  'not-an-object',
  'invalid-utf8',
  'unreadable-length',
  'wrong-cell-count',
];
