// A model's chat template: messages to text, and which of the text the template
// itself marks as the assistant's. Templates are programs of strangers: run them
// on worker threads only.
import { Template } from '@huggingface/jinja';
import { stripFunctions, replaceStripCalls } from './python-strip.ts';

/** As the rows have them: any further keys go to the template too. */
export type Message = Readonly<Record<string, unknown>>;

/** From `start` up to `end` of a text, in UTF-16 units. */
export interface Span {
  start: number;
  end: number;
}

export interface ChatTemplate {
  /** Whether `{% generation %}` marks what the assistant says. */
  marked: boolean;
  /** The text, with the marked spans in order (none where `marked` is false). Throws what the template throws. */
  render(messages: readonly Message[], options: RenderOptions): { text: string; generated: Span[] };
}

export interface RenderOptions {
  tools?: unknown;
  /** End with the words that the assistant's turn begins with. */
  addGenerationPrompt?: boolean;
  /** Further variables of the row, such as `enable_thinking`. */
  variables?: Readonly<Record<string, unknown>>;
}

const openTag = /\{%(-?)\s*generation\s*(-?)%\}/g;
const closeTag = /\{%(-?)\s*endgeneration\s*(-?)%\}/g;
const noncharacter = '\uFDD0';

/**
 * Compiles a template. The library drops `{% generation %}` without a trace, so
 * each becomes a block of the same shape that prints a mark no row has.
 * `names` are the special tokens a template may use: `bos_token` and so on.
 */
export function compileChatTemplate(source: string, names: Readonly<Record<string, unknown>>): ChatTemplate {
  const marked = source.search(openTag) >= 0;
  const print = (name: string) => `{%$1 if true -%}{{- ${name} -}}{%- endif $2%}`;
  const template = new Template(source.replace(openTag, print('generation_begins')).replace(closeTag, print('generation_ends')));
  replaceStripCalls(template.parsed);
  return {
    marked,
    render: (messages, { tools, addGenerationPrompt = false, variables = {} }) => {
      const given = messages.map(plainMessage);
      const [begins, ends] = marked ? unusedMarks(given, tools) : ['', ''];
      const text = template.render({
        ...stripFunctions,
        ...names,
        ...variables,
        messages: given,
        tools: tools ?? null,
        documents: null,
        add_generation_prompt: addGenerationPrompt,
        generation_begins: begins,
        generation_ends: ends,
      });
      return marked ? takeMarks(text, begins, ends) : { text, generated: [] };
    },
  };
}

const reasoningKeys = ['reasoning_content', 'thinking', 'reasoning'];

/** As `apply_chat_template` of transformers hands a message on: keys that are null left out, reasoning under its usual names. */
function plainMessage(message: Message): Message {
  const given = Object.fromEntries(Object.entries(message).filter(([, value]) => value !== null && value !== undefined));
  const reasoning = reasoningKeys.map((key) => given[key]).find((value) => value !== undefined);
  return reasoning === undefined ? given : { thinking: reasoning, ...given, reasoning_content: reasoning };
}

function unusedMarks(messages: readonly Message[], tools: unknown): [string, string] {
  const all = JSON.stringify([messages, tools ?? null]);
  let mark = noncharacter;
  while (all.includes(mark)) mark += noncharacter;
  return [`${mark}\uFDD1`, `${mark}\uFDD2`];
}

function takeMarks(marked: string, begins: string, ends: string): { text: string; generated: Span[] } {
  const generated: Span[] = [];
  let text = '';
  for (const [index, piece] of marked.split(begins).entries()) {
    if (index === 0) {
      text += piece;
      continue;
    }
    const end = piece.indexOf(ends);
    const inside = end < 0 ? piece : piece.slice(0, end);
    generated.push({ start: text.length, end: text.length + inside.length });
    text += end < 0 ? inside : inside + piece.slice(end + ends.length);
  }
  return { text, generated };
}
