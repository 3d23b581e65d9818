// What the check knows of one row, whatever file it came from: its problems, its
// columns with their types, the conversations in it, and a hash of its content.
import type { columnTypes } from '@hubdesk/shared/datasets/check-report';
import type { RowProblem } from '@hubdesk/shared/datasets/row-problem';

export type ColumnType = (typeof columnTypes)[number];

export interface RowFault {
  readonly kind: RowProblem;
  /** What exactly, fit to be shown; never the secret itself. */
  readonly detail: string;
}

/** A top-level list of `{role, content}` or of `{from, value}`. */
export interface Conversation {
  readonly column: string;
  readonly style: 'role' | 'from';
  /** The roles as written, one a message; one that is missing or no text is `''`. */
  readonly roles: readonly string[];
}

export interface RowFacts {
  /** One a kind, in no particular order. */
  readonly faults: readonly RowFault[];
  /** Null for a row that is not an object or could not be read. Sorted by name. */
  readonly shape: RowShape | null;
  readonly conversations: readonly Conversation[];
}

export type RowShape = readonly (readonly [column: string, type: ColumnType])[];

/** Columns that hold an answer to be learned. */
export const answerColumns = ['completion', 'chosen', 'rejected', 'output', 'answer', 'response'] as const;
/** Columns that hold what is asked; `input` counts only in a row without `instruction`. */
export const questionColumns = ['prompt', 'instruction', 'question', 'text', 'input'] as const;
/** Columns that, when they are a list, are a conversation. */
export const conversationColumns = [
  'messages',
  'conversations',
  'conversation',
  'prompt',
  'completion',
  'chosen',
  'rejected',
] as const;

/** Over this the Hub's viewer does not show a row. */
export const veryLongBytes = 2_000_000;
