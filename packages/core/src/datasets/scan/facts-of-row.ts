// The facts of a row in plain TypeScript: for formats the scanner does not read
// (CSV, Parquet, rows of the Hub), for rows it was not sure of, and as the
// reference it is tested against.
import type { RowProblem } from '@hubdesk/shared/datasets/row-problem';
import type { Role } from '@hubdesk/shared/datasets/training-format';
import { credentialIn, holdsEmail } from './credential-kinds.ts';
import { repeatedKey } from './repeated-key.ts';
import type { ColumnType, Conversation, RowFacts, RowFault, RowShape } from './row-facts.ts';
import { answerColumns, conversationColumns, questionColumns, veryLongBytes } from './row-facts.ts';

const usualRoles: Readonly<Record<Role, Role>> = {
  system: 'system',
  user: 'user',
  assistant: 'assistant',
  tool: 'tool',
};
/** Roles of a list of `{role, content}`, and what a list of `{from, value}` calls them beside. */
const sides = {
  role: new Map<string, Role>(Object.entries(usualRoles)),
  from: new Map<string, Role>([
    ...Object.entries(usualRoles),
    ['human', 'user'],
    ['gpt', 'assistant'],
    ['chatgpt', 'assistant'],
    ['function_call', 'assistant'],
    ['observation', 'tool'],
  ]),
};

const answers = new Set<string>(answerColumns);
const questions = new Set<string>(questionColumns);
const conversations = new Set<string>(conversationColumns);

/** Facts of one line of JSON as text. */
export function factsOfLine(text: string): RowFacts {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    const faults = new Map<RowProblem, string>([['invalid-json', 'this is not JSON']]);
    judgeText(text, (kind, detail) => faults.set(kind, detail));
    return { faults: listed(faults), shape: null, conversations: [] };
  }
  const facts = factsOfRow(value, text);
  const repeated = repeatedKey(text, new Set(facts.conversations.map(({ column }) => column)));
  return repeated === null
    ? facts
    : { ...facts, faults: [...facts.faults, { kind: 'duplicate-key', detail: `“${shorten(repeated)}” stands twice` }] };
}

/**
 * Facts of a row that is already read. `text` is where secrets and addresses are looked for: the row as it stands in the
 * file, or as JSON.
 */
export function factsOfRow(value: unknown, text: string): RowFacts {
  const faults = new Map<RowProblem, string>();
  const note = (kind: RowProblem, detail: string) => {
    if (!faults.has(kind)) faults.set(kind, detail);
  };
  const found: Conversation[] = [];
  let shape: RowShape | null = null;
  if (isObject(value)) {
    shape = shapeOf(value);
    judgeColumns(value, note, found);
  } else note('not-an-object', `a ${typeOf(value) === 'null' ? 'null' : typeOf(value)} in place of an object`);
  judgeText(text, note);
  return { faults: listed(faults), shape, conversations: found };
}

type Note = (kind: RowProblem, detail: string) => void;

function listed(faults: ReadonlyMap<RowProblem, string>): RowFault[] {
  return Array.from(faults, ([kind, detail]) => ({ kind, detail }));
}

function judgeText(text: string, note: Note): void {
  if (text.length * 3 > veryLongBytes) {
    const bytes = Buffer.byteLength(text);
    if (bytes > veryLongBytes) note('very-long', `${(bytes / 1e6).toFixed(1)} MB`);
  }
  const credential = credentialIn(text);
  if (credential) note('secret', credential);
  if (holdsEmail(text)) note('email', 'e-mail address');
}

function judgeColumns(row: Readonly<Record<string, unknown>>, note: Note, found: Conversation[]): void {
  const entries = Object.entries(row);
  if (entries.every(([, value]) => isEmpty(value)))
    note('empty-row', entries.length === 0 ? 'no columns' : 'every column is empty');
  else {
    for (const [column, value] of entries) {
      if (value !== null && !(typeof value === 'string' && isEmpty(value))) continue;
      if (answers.has(column)) note('empty-answer', `column “${column}”`);
      else if (questions.has(column) && !(column === 'input' && 'instruction' in row))
        note('empty-message', `column “${column}”`);
    }
  }
  for (const [column, value] of entries) {
    if (!Array.isArray(value)) continue;
    if (value.length === 0) {
      if (conversations.has(column)) note('empty-row', `no messages in “${column}”`);
      continue;
    }
    const conversation = judgeConversation(column, value, note);
    if (conversation) found.push(conversation);
  }
  if ('chosen' in row && 'rejected' in row && JSON.stringify(row.chosen) === JSON.stringify(row.rejected)) {
    note('no-preference', 'chosen and rejected are the same');
  }
}

function judgeConversation(column: string, messages: readonly unknown[], note: Note): Conversation | null {
  const [start] = messages;
  if (!isObject(start)) return null;
  const style = 'role' in start && 'content' in start ? 'role' : 'from' in start && 'value' in start ? 'from' : null;
  if (!style) return null;
  const place = (index: number) => `“${shorten(column)}”, message ${index + 1}`;
  const roles: string[] = [];
  let before: Role | null = null;
  let answered = false;
  for (const [index, message] of messages.entries()) {
    const role = isObject(message) ? message[style] : undefined;
    roles.push(typeof role === 'string' ? role : '');
    const side = typeof role === 'string' ? sideOf(role, style) : null;
    if (!side)
      note('unknown-role', `${place(index)}: ${typeof role === 'string' ? `role “${shorten(role)}”` : 'no role'}`);
    else if (side === 'system' && index > 0) note('system-not-first', place(index));
    else if (side === before && (side === 'user' || side === 'assistant'))
      note('roles-do-not-alternate', `${place(index)}: ${side} again`);
    if (side === 'assistant') answered = true;
    if (
      !isObject(message) ||
      (isEmpty(message[style === 'role' ? 'content' : 'value']) && isEmpty(message.tool_calls))
    ) {
      note(side === 'assistant' ? 'empty-answer' : 'empty-message', place(index));
    }
    before = side;
  }
  if (column !== 'prompt') {
    if (!answered) note('no-answer', `“${shorten(column)}”`);
    else if (before !== 'assistant')
      note('last-is-not-assistant', `“${shorten(column)}” ends with ${before ?? 'an unknown role'}`);
  }
  return { column, style, roles };
}

/** Who speaks, or null for a role no template knows. */
export function sideOf(role: string, style: Conversation['style']): Role | null {
  return sides[style].get(role) ?? null;
}

export function shapeOf(row: Readonly<Record<string, unknown>>): RowShape {
  return Object.keys(row)
    .sort()
    .map((column) => [column, typeOf(row[column])]);
}

export function typeOf(value: unknown): ColumnType {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'boolean') return 'boolean';
  if (typeof value === 'number' || typeof value === 'bigint') return 'number';
  if (typeof value === 'string') return 'text';
  return Array.isArray(value) ? 'list' : 'object';
}

function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined) return true;
  if (typeof value === 'string') return value.trim() === '';
  if (Array.isArray(value)) return value.length === 0;
  return isObject(value) && !(value instanceof Date) && Object.keys(value).length === 0;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Names come from the file and may be of any length. */
function shorten(name: string): string {
  return name.length > 60 ? `${name.slice(0, 59)}…` : name;
}
