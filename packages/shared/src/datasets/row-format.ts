// Whether a row is in a format a trainer takes as it stands. Looks at columns
// and their types; what is wrong inside a conversation is the check's to tell.
import type { RowFormat } from './training-format.ts';

export function fitsFormat(row: unknown, format: RowFormat): boolean {
  if (!isRecord(row)) return false;
  const kind = (column: string) => kindOf(row[column]);
  const alike = (...columns: string[]) =>
    kind(columns[0] ?? '') !== null && columns.every((column) => kind(column) === kind(columns[0] ?? ''));
  switch (format) {
    case 'messages':
      return kind('messages') === 'messages';
    case 'prompt-completion':
      return alike('prompt', 'completion');
    case 'text':
      return kind('text') === 'text';
    case 'preference':
      return alike('chosen', 'rejected') && (row['prompt'] === undefined || alike('prompt', 'chosen'));
    case 'unpaired-preference':
      return alike('prompt', 'completion') && typeof row['label'] === 'boolean';
    case 'prompt':
      return kind('prompt') !== null;
  }
}

/** Columns without which no row is of the format. */
export const neededColumns: Record<RowFormat, readonly string[]> = {
  messages: ['messages'],
  'prompt-completion': ['prompt', 'completion'],
  text: ['text'],
  preference: ['chosen', 'rejected'],
  'unpaired-preference': ['prompt', 'completion', 'label'],
  prompt: ['prompt'],
};

function kindOf(value: unknown): 'text' | 'messages' | null {
  if (typeof value === 'string') return 'text';
  return Array.isArray(value) &&
    value.every((item) => isRecord(item) && 'role' in item && ('content' in item || 'tool_calls' in item))
    ? 'messages'
    : null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
