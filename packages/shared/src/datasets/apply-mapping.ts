// One row of any shape into a row a trainer takes, as a mapping says. Refuses
// rows that would teach nothing: an answer that is missing or blank.
import type { Mapping } from './mapping.ts';
import type { RowFormat } from './training-format.ts';

export type MappedRow = { row: Record<string, unknown> } | { problem: string };

/** The format of the rows a mapping makes. */
export function formatOf(mapping: Mapping): RowFormat {
  switch (mapping.kind) {
    case 'sharegpt':
    case 'messages':
    case 'alpaca':
    case 'conversation':
      return 'messages';
    case 'prompt-completion':
    case 'text':
    case 'preference':
    case 'unpaired-preference':
    case 'prompt':
      return mapping.kind;
  }
}

/**
 * The row as the mapping makes it, or one sentence why it does not fit. Columns
 * the format does not know are left out, but for `tools` beside messages.
 */
export function applyMapping(row: unknown, mapping: Mapping): MappedRow {
  if (!isRecord(row)) return { problem: 'The row is not an object.' };
  try {
    return { row: mapped(row, mapping) };
  } catch (error) {
    if (error instanceof Misfit) return { problem: error.message };
    throw error;
  }
}

/** The columns a text template names, in order, each once. `{{` and `}}` stand for the braces themselves. */
export function templateColumns(template: string): string[] {
  const names = [...template.matchAll(placeholder)].flatMap(({ groups }) => groups?.['column'] ?? []);
  return [...new Set(names)];
}

type Row = Record<string, unknown>;
interface Message extends Row {
  role: string;
  content: unknown;
}

/** Why one row does not fit; never leaves this module. */
class Misfit extends Error {}

const placeholder = /\{\{|\}\}|\{(?<column>[^{}]+)\}/g;

function mapped(row: Row, mapping: Mapping): Row {
  switch (mapping.kind) {
    case 'sharegpt':
      return conversationOf(row, [
        ...systemOf(row, mapping.system),
        ...messagesIn(row, mapping.conversations, { role: 'from', content: 'value', roles: mapping.roles }),
      ]);
    case 'messages':
      return conversationOf(row, messagesIn(row, mapping.messages, mapping));
    case 'alpaca': {
      const input = mapping.input === null ? '' : optionalText(row, mapping.input);
      const instruction = text(row, mapping.instruction);
      return conversationOf(row, [
        ...systemOf(row, mapping.system),
        { role: 'user', content: isBlank(input) ? instruction : `${instruction}\n\n${input}` },
        { role: 'assistant', content: answer(row, mapping.output) },
      ]);
    }
    case 'conversation':
      return conversationOf(row, [
        ...systemOf(row, mapping.system),
        { role: 'user', content: text(row, mapping.user) },
        { role: 'assistant', content: answer(row, mapping.assistant) },
      ]);
    case 'prompt-completion': {
      const [prompt, completion] = alike(textOrMessages(row, mapping.prompt), [
        answerOrMessages(row, mapping.completion),
      ]);
      return { prompt, completion };
    }
    case 'text': {
      const filled = mapping.template.replace(placeholder, (found, column: string | undefined) =>
        column === undefined ? found.charAt(0) : optionalText(row, column),
      );
      if (isBlank(filled)) throw new Misfit('The text would be empty.');
      return { text: filled };
    }
    case 'preference': {
      const chosen = answerOrMessages(row, mapping.chosen);
      const rejected = answerOrMessages(row, mapping.rejected);
      if (Array.isArray(chosen) !== Array.isArray(rejected)) {
        throw new Misfit(`One of “${mapping.chosen}” and “${mapping.rejected}” is text, the other a list of messages.`);
      }
      if (JSON.stringify(chosen) === JSON.stringify(rejected)) throw new Misfit('Both answers are the same.');
      if (mapping.prompt === null) return { chosen, rejected };
      const [prompt, first, second] = alike(textOrMessages(row, mapping.prompt), [chosen, rejected]);
      return { prompt, chosen: first, rejected: second };
    }
    case 'unpaired-preference': {
      const label = row[mapping.label];
      if (label === undefined || label === null) throw new Misfit(`“${mapping.label}” is missing.`);
      const [prompt, completion] = alike(textOrMessages(row, mapping.prompt), [
        answerOrMessages(row, mapping.completion),
      ]);
      return { prompt, completion, label: JSON.stringify(label) === mapping.good };
    }
    case 'prompt': {
      const kept = mapping.keep.filter((column) => column !== 'prompt').map((column) => [column, row[column] ?? null]);
      return { prompt: textOrMessages(row, mapping.prompt), ...Object.fromEntries(kept) };
    }
  }
}

function conversationOf(row: Row, messages: Message[]): Row {
  if (!messages.some(({ role }) => role === 'assistant')) throw new Misfit('No message is an answer of the assistant.');
  const tools = row['tools'];
  return tools === undefined || tools === null ? { messages } : { messages, tools };
}

function systemOf(row: Row, column: string | null): Message[] {
  const content = column === null ? '' : optionalText(row, column);
  return isBlank(content) ? [] : [{ role: 'system', content }];
}

/** The messages of a list under any names; keys beside role and content (calls of tools) are kept. */
function messagesIn(
  row: Row,
  column: string,
  names: { role: string; content: string; roles: Record<string, string> },
): Message[] {
  const list = row[column];
  if (!Array.isArray(list)) throw new Misfit(`“${column}” is not a list of messages.`);
  if (list.length === 0) throw new Misfit(`“${column}” is empty.`);
  return list.map((item: unknown, index) => {
    const where = `Message ${index + 1} of “${column}”`;
    if (!isRecord(item)) throw new Misfit(`${where} is not an object.`);
    const { [names.role]: from, [names.content]: content, ...rest } = item;
    if (typeof from !== 'string') throw new Misfit(`${where} has no “${names.role}”.`);
    const role = Object.hasOwn(names.roles, from) ? (names.roles[from] ?? from) : from;
    const calls = Array.isArray(rest['tool_calls']) && rest['tool_calls'].length > 0;
    if (content === undefined && !calls) throw new Misfit(`${where} has no “${names.content}”.`);
    if (role === 'assistant' && !calls && isEmpty(content)) throw new Misfit(`${where}, an answer, is empty.`);
    return { role, content: content ?? '', ...carried(rest) };
  });
}

const carriedKeys = ['name', 'tool_calls', 'tool_call_id', 'thinking', 'reasoning_content'];

function carried(rest: Row): Row {
  return Object.fromEntries(
    carriedKeys.filter((key) => rest[key] !== undefined && rest[key] !== null).map((key) => [key, rest[key]]),
  );
}

/** A trainer wants prompt and answers of one kind: where the answers are messages, the prompt becomes one and is not repeated in them. */
function alike(prompt: string | Row[], answers: (string | Row[])[]): (string | Row[])[] {
  if (answers.every((each) => typeof each === 'string')) {
    return typeof prompt === 'string'
      ? [prompt, ...answers]
      : [prompt, ...answers.map((content) => [{ role: 'assistant', content }])];
  }
  const asked = typeof prompt === 'string' ? [{ role: 'user', content: prompt }] : prompt;
  const shared = JSON.stringify(asked);
  const repeated = answers.every(
    (each) =>
      Array.isArray(each) && each.length > asked.length && JSON.stringify(each.slice(0, asked.length)) === shared,
  );
  return [asked, ...answers.map((each) => (Array.isArray(each) && repeated ? each.slice(asked.length) : each))];
}

function textOrMessages(row: Row, column: string): string | Row[] {
  const value = row[column];
  if (!Array.isArray(value)) return text(row, column);
  if (value.length === 0) throw new Misfit(`“${column}” is empty.`);
  return value.map((item: unknown, index) => {
    if (!isRecord(item) || typeof item['role'] !== 'string')
      throw new Misfit(`Item ${index + 1} of “${column}” is not a message.`);
    return item;
  });
}

function answerOrMessages(row: Row, column: string): string | Row[] {
  const value = textOrMessages(row, column);
  const said = typeof value === 'string' ? value : value.at(-1)?.['content'];
  if (isEmpty(said)) throw new Misfit(`“${column}” is empty.`);
  return value;
}

function answer(row: Row, column: string): string {
  const value = text(row, column);
  if (isBlank(value)) throw new Misfit(`“${column}” is empty.`);
  return value;
}

function text(row: Row, column: string): string {
  if (row[column] === undefined || row[column] === null) throw new Misfit(`“${column}” is missing.`);
  return optionalText(row, column);
}

/** Numbers and booleans count as their own words; null as no text. */
function optionalText(row: Row, column: string): string {
  const value = Object.hasOwn(row, column) ? row[column] : undefined;
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  throw new Misfit(`“${column}” holds ${Array.isArray(value) ? 'a list' : 'an object'}, not text.`);
}

function isEmpty(value: unknown): boolean {
  return (
    value === undefined ||
    value === null ||
    (typeof value === 'string' && isBlank(value)) ||
    (Array.isArray(value) && value.length === 0)
  );
}

function isBlank(value: string): boolean {
  return value.trim() === '';
}

function isRecord(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
