// A value of a row as one line of a table, and in full beside it.
import { visibleText } from '../../ui/visible-text.ts';

/** More than a cell can show. */
const mostLetters = 400;

/** A row's values by column; null where its text was cut and cannot be read as a whole. */
export function readRow(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const row: unknown = JSON.parse(text);
    return typeof row === 'object' && row !== null && !Array.isArray(row)
      ? Object.fromEntries(Object.entries(row))
      : null;
  } catch {
    return null;
  }
}

export interface Message {
  role: string;
  content: string;
}

/** The messages of a conversation; null for any other value. */
export function messagesOf(value: unknown): readonly Message[] | null {
  if (!Array.isArray(value) || value.length === 0) return null;
  const messages = value.map((each: unknown) =>
    typeof each === 'object' && each !== null && 'role' in each && typeof each.role === 'string' && 'content' in each
      ? { role: each.role, content: typeof each.content === 'string' ? each.content : JSON.stringify(each.content) }
      : null,
  );
  return messages.every((message) => message !== null) ? messages : null;
}

/** One line: a conversation as its turns, other lists and objects as JSON. */
export function cellText(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'string') return oneLine(value);
  const messages = messagesOf(value);
  if (messages) return oneLine(messages.map(({ role, content }) => `${role}: ${content.slice(0, 200)}`).join('  '));
  return oneLine(JSON.stringify(value));
}

function oneLine(text: string): string {
  return visibleText(text.slice(0, mostLetters).replace(/\s+/g, ' '));
}
