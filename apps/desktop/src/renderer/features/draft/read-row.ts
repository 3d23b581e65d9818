// A row's text as values to look at. A text that was cut is read as far as it
// goes; one that is not JSON stays a text.
import { parse } from 'jsonc-parser';

export type RowValue = Record<string, unknown>;

/** Null when there is no object to be had. */
export function readRow({ text, cut }: { text: string; cut: boolean }): RowValue | null {
  try {
    const value: unknown = cut ? parse(text) : JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

export type SideKind = 'system' | 'user' | 'assistant' | 'tool' | 'other';

/** One message, or one column that is not a conversation. */
export interface Side {
  kind: SideKind;
  /** The role or the column as the row names it. */
  label: string;
  text: string;
}

/** The sides of a column: several where it holds a conversation. */
export interface ColumnSides {
  column: string;
  isConversation: boolean;
  sides: Side[];
}

export function sidesOf(row: RowValue): ColumnSides[] {
  return Object.entries(row).map(([column, value]) => {
    const messages = readMessages(value);
    if (messages) return { column, isConversation: true, sides: messages };
    return {
      column,
      isConversation: false,
      sides: [{ kind: kindOfColumn(column), label: column, text: plainText(value) }],
    };
  });
}

/** The messages of a list of `{role, content}` or `{from, value}`; null when it is none. */
export function readMessages(value: unknown): Side[] | null {
  if (!Array.isArray(value) || value.length === 0) return null;
  const sides = value.map(readMessage);
  return sides.every((side) => side !== null) ? sides : null;
}

function readMessage(value: unknown): Side | null {
  if (!isObject(value)) return null;
  const role = value.role ?? value.from ?? value.speaker;
  if (typeof role !== 'string') return null;
  const content = value.content ?? value.value ?? value.text;
  const calls = value.tool_calls;
  const text = [messageText(content), Array.isArray(calls) && calls.length > 0 ? JSON.stringify(calls) : '']
    .filter(Boolean)
    .join('\n');
  return { kind: kindOfRole(role), label: role, text };
}

function messageText(content: unknown): string {
  if (!Array.isArray(content)) return plainText(content);
  return content
    .map((block) => (isObject(block) && typeof block.text === 'string' ? block.text : plainText(block)))
    .join('\n');
}

/** A value as a text: itself when it is one, otherwise its JSON; nothing for null. */
export function plainText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value === null || value === undefined) return '';
  return JSON.stringify(value) ?? '';
}

const roleKinds: Record<string, SideKind> = {
  system: 'system',
  developer: 'system',
  user: 'user',
  human: 'user',
  prompter: 'user',
  assistant: 'assistant',
  gpt: 'assistant',
  model: 'assistant',
  bot: 'assistant',
  chatgpt: 'assistant',
  tool: 'tool',
  function: 'tool',
};

const columnKinds: Record<string, SideKind> = {
  system: 'system',
  prompt: 'user',
  question: 'user',
  instruction: 'user',
  input: 'user',
  completion: 'assistant',
  answer: 'assistant',
  output: 'assistant',
  response: 'assistant',
  chosen: 'assistant',
};

export function kindOfRole(role: string): SideKind {
  return own(roleKinds, role.toLowerCase()) ?? 'other';
}

function kindOfColumn(column: string): SideKind {
  return own(columnKinds, column.toLowerCase()) ?? 'other';
}

function own<T>(table: Record<string, T>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

function isObject(value: unknown): value is RowValue {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
