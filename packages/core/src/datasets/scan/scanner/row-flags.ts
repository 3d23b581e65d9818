// The bits the scanner marks a row with, as `scanner.as` sets them.
import type { RowProblem } from '@hubdesk/shared/datasets/row-problem';

export const rowFlag = {
  invalidJson: 1 << 0,
  notAnObject: 1 << 1,
  invalidUtf8: 1 << 2,
  veryLong: 1 << 12,
  secretMaybe: 1 << 14,
  blankLine: 1 << 15,
  unsure: 1 << 16,
  carriageReturn: 1 << 17,
  /** No other flag, and the shape and the sequence of the last row without one. */
  asBefore: 1 << 18,
} as const;

/** Flags that are a problem as they stand, by their bit. */
export const flagProblems: readonly (readonly [flag: number, kind: RowProblem])[] = [
  [rowFlag.invalidJson, 'invalid-json'],
  [rowFlag.notAnObject, 'not-an-object'],
  [rowFlag.invalidUtf8, 'invalid-utf8'],
  [1 << 3, 'unknown-role'],
  [1 << 4, 'system-not-first'],
  [1 << 5, 'roles-do-not-alternate'],
  [1 << 6, 'last-is-not-assistant'],
  [1 << 7, 'no-answer'],
  [1 << 8, 'empty-answer'],
  [1 << 9, 'empty-message'],
  [1 << 10, 'empty-row'],
  [1 << 11, 'no-preference'],
  [rowFlag.veryLong, 'very-long'],
  [1 << 13, 'email'],
];
