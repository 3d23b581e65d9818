// One row as the sequences of tokens that a trainer makes of it, and which of
// them the loss is taken on. Follows TRL's `_prepare_dataset` of each method
// (1.16: sft_trainer.py, dpo_trainer.py, kto_trainer.py, reward_trainer.py);
// a row that the trainer would stop at is refused with a reason.
import type { RowFormat, TrainingMethod } from '@hubdesk/shared/datasets/training-format';
import { z } from 'zod';
import { assistantSpans } from './assistant-spans.ts';
import type { ChatTemplate, Message, RenderOptions, Span } from './chat-template.ts';
import type { ModelTokenizer } from './model-files.ts';
import { type EncodedText, NotUnicode } from './token-encoder.ts';

/** What a row is to become. */
export interface RowKind {
  format: RowFormat;
  method: TrainingMethod;
}

export interface RowSequence {
  name: 'row' | 'chosen' | 'rejected';
  ids: number[];
  /** Ranges of `ids` that are trained, ascending. */
  trained: Span[];
  template: 'chat-template' | 'plain';
  /** Why the trained tokens could not be told apart; all count as trained then. */
  maskMissing: string | null;
}

/** Why this row cannot be rendered; fit to be shown. */
export class RowRefused extends Error {}

const messagesSchema = z.array(z.record(z.string(), z.unknown()));
const textOrMessages = z.union([z.string(), messagesSchema]);
const rowSchema = z.looseObject({
  text: z.string().nullish(),
  messages: messagesSchema.nullish(),
  prompt: textOrMessages.nullish(),
  completion: textOrMessages.nullish(),
  chosen: textOrMessages.nullish(),
  rejected: textOrMessages.nullish(),
  tools: z.unknown().optional(),
  chat_template_kwargs: z.record(z.string(), z.unknown()).nullish(),
});
type Row = z.infer<typeof rowSchema>;
type TextOrMessages = z.infer<typeof textOrMessages>;

/** How many sequences every row of a kind has: what is preferred, and what is not. */
export function sequencesPerRow(kind: RowKind): 1 | 2 {
  return kind.format === 'preference' ? 2 : 1;
}

/** Throws RowRefused. */
export function rowSequences(value: unknown, kind: RowKind, tokenizer: ModelTokenizer): RowSequence[] {
  const parsed = rowSchema.safeParse(value);
  if (!parsed.success) throw new RowRefused(`The row is not of the format ${kind.format}.`);
  try {
    return sequencesOf(parsed.data, kind, new RowTexts(parsed.data, tokenizer));
  } catch (error) {
    if (error instanceof NotUnicode) throw new RowRefused(error.message);
    throw error;
  }
}

function sequencesOf(row: Row, kind: RowKind, texts: RowTexts): RowSequence[] {
  switch (kind.format) {
    case 'messages':
      return [texts.conversation(asMessages(needed(row.messages, 'messages')))];
    case 'text':
      return [texts.plain(needed(row.text, 'text'))];
    case 'prompt':
      return [texts.prompt(needed(row.prompt, 'prompt'))];
    case 'prompt-completion':
    case 'unpaired-preference':
      return [texts.completion('row', needed(row.prompt, 'prompt'), needed(row.completion, 'completion'))];
    case 'preference': {
      const [chosen, rejected] = [needed(row.chosen, 'chosen'), needed(row.rejected, 'rejected')];
      if (kind.method === 'reward') return [texts.scored('chosen', row.prompt, chosen), texts.scored('rejected', row.prompt, rejected)];
      const [prompt, first, second] = row.prompt ? [row.prompt, chosen, rejected] : sharedPrompt(chosen, rejected);
      return sameStart(texts.completion('chosen', prompt, first), texts.completion('rejected', prompt, second));
    }
  }
}

function needed<T>(value: T | null | undefined, column: string): T {
  if (value === undefined || value === null) throw new RowRefused(`The row has no ${column}.`);
  return value;
}

function asMessages(value: TextOrMessages): Message[] {
  if (typeof value === 'string') throw new RowRefused('The row has a text where messages are needed.');
  return value;
}

/** DPO takes one prompt for both: the shorter of the two beginnings. */
function sameStart(chosen: RowSequence, rejected: RowSequence): RowSequence[] {
  const start = Math.min(chosen.trained[0]?.start ?? chosen.ids.length, rejected.trained[0]?.start ?? rejected.ids.length);
  return [chosen, rejected].map((sequence) => ({ ...sequence, trained: spanFrom(start, sequence.ids.length) }));
}

/** TRL's `extract_prompt`: what both begin with. In texts a space before the difference belongs to the answers. */
function sharedPrompt(chosen: TextOrMessages, rejected: TextOrMessages): [TextOrMessages, TextOrMessages, TextOrMessages] {
  const same = (index: number) => JSON.stringify(chosen[index]) === JSON.stringify(rejected[index]);
  const most = Math.min(chosen.length, rejected.length);
  let length = 0;
  while (length < most && same(length)) length += 1;
  // Texts are compared by characters, not by halves of them.
  if (typeof chosen === 'string' && !chosen.slice(0, length).isWellFormed()) length -= 1;
  if (typeof chosen === 'string' && chosen[length - 1] === ' ') length -= 1;
  return [chosen.slice(0, length), chosen.slice(length), rejected.slice(length)];
}

function spanFrom(start: number, end: number): Span[] {
  return end > start ? [{ start, end }] : [];
}

const unmarkedReason = 'This model’s chat template writes earlier turns differently, so the assistant’s words cannot be told apart.';

class RowTexts {
  readonly #tokenizer: ModelTokenizer;
  readonly #options: RenderOptions;
  readonly #template: () => ChatTemplate;

  constructor(row: Row, tokenizer: ModelTokenizer) {
    this.#tokenizer = tokenizer;
    const tools = toolsOf(row.tools);
    this.#options = { tools, variables: row.chat_template_kwargs ?? {} };
    this.#template = () => templateOf(tokenizer, tools !== null);
  }

  /** A conversation of which the assistant's words are trained. */
  conversation(messages: readonly Message[]): RowSequence {
    const template = this.#template();
    const { text, generated } = this.#render(messages, false);
    const encoded = this.#tokenizer.encoder.encode(text, false);
    const spans = template.marked ? generated : assistantSpans(template, messages, text, { ...this.#options, endToken: this.#tokenizer.endToken });
    const base = { name: 'row', ids: encoded.ids, template: 'chat-template' } as const;
    if (spans === null) return { ...base, trained: spanFrom(0, encoded.ids.length), maskMissing: unmarkedReason };
    return { ...base, trained: tokenSpans(spans, encoded), maskMissing: null };
  }

  plain(text: string): RowSequence {
    const ids = this.#tokenizer.encoder.ids(this.#ended(text), true);
    return { name: 'row', ids, trained: spanFrom(0, ids.length), template: 'plain', maskMissing: null };
  }

  /** Nothing is trained on a prompt alone: answers are made while training. */
  prompt(prompt: TextOrMessages): RowSequence {
    const ids = typeof prompt === 'string' ? this.#tokenizer.encoder.ids(prompt, true) : this.#chatIds(prompt, true);
    return { name: 'row', ids, trained: [], template: typeof prompt === 'string' ? 'plain' : 'chat-template', maskMissing: null };
  }

  /** The completion is trained: from where it and the prompt alone part, token by token. */
  completion(name: RowSequence['name'], prompt: TextOrMessages, completion: TextOrMessages): RowSequence {
    if (typeof prompt === 'string' && typeof completion === 'string') {
      const alone = this.#tokenizer.encoder.ids(prompt, true);
      const ids = this.#tokenizer.encoder.ids(prompt + this.#ended(completion), true);
      return { name, ids, trained: spanFrom(commonLength(alone, ids), ids.length), template: 'plain', maskMissing: null };
    }
    const [before, after] = [asMessages(prompt), asMessages(completion)];
    const alone = this.#chatIds(before, true);
    const ids = this.#chatIds([...before, ...after], false);
    return { name, ids, trained: spanFrom(commonLength(alone, ids), ids.length), template: 'chat-template', maskMissing: null };
  }

  /** A reward model reads the whole. */
  scored(name: RowSequence['name'], prompt: TextOrMessages | null | undefined, answer: TextOrMessages): RowSequence {
    if (typeof answer === 'string') {
      if (prompt && typeof prompt !== 'string') throw new RowRefused('The prompt has messages and the answer is a text.');
      const ids = this.#tokenizer.encoder.ids((prompt ?? '') + this.#ended(answer), true);
      return { name, ids, trained: spanFrom(0, ids.length), template: 'plain', maskMissing: null };
    }
    const ids = this.#chatIds([...(prompt ? asMessages(prompt) : []), ...answer], false);
    return { name, ids, trained: spanFrom(0, ids.length), template: 'chat-template', maskMissing: null };
  }

  #ended(text: string): string {
    const { endToken } = this.#tokenizer;
    if (endToken === null) throw new RowRefused('This model names no token that ends a text. Choose another model.');
    return text.endsWith(endToken) ? text : text + endToken;
  }

  #chatIds(messages: readonly Message[], addGenerationPrompt: boolean): number[] {
    return this.#tokenizer.encoder.ids(this.#render(messages, addGenerationPrompt).text, false);
  }

  #render(messages: readonly Message[], addGenerationPrompt: boolean): { text: string; generated: Span[] } {
    const template = this.#template();
    if (messages.length === 0) throw new RowRefused('There are no messages.');
    try {
      return template.render(messages, { ...this.#options, addGenerationPrompt });
    } catch (error) {
      throw new RowRefused(`The model’s chat template refuses it: ${shortReason(error)}`);
    }
  }
}

function templateOf(tokenizer: ModelTokenizer, tools: boolean): ChatTemplate {
  let template: ChatTemplate | null;
  try {
    template = tokenizer.chatTemplate(tools);
  } catch (error) {
    throw new RowRefused(`This model’s chat template cannot be read: ${shortReason(error)}`);
  }
  if (template) return template;
  throw new RowRefused('This model has no chat template. Choose its chat model (often named “instruct”), or map the rows to prompt and completion, or to text.');
}

function toolsOf(value: unknown): unknown {
  if (typeof value !== 'string') return value ?? null;
  try {
    return JSON.parse(value);
  } catch {
    throw new RowRefused('The column tools is a text that is not JSON.');
  }
}

function shortReason(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replace(/\s+/g, ' ').slice(0, 200);
}

function commonLength(a: readonly number[], b: readonly number[]): number {
  let length = 0;
  while (length < a.length && length < b.length && a[length] === b[length]) length += 1;
  return length;
}

/** Characters to tokens as transformers has it: from the token with the first character to the one with the last. */
function tokenSpans(spans: readonly Span[], encoded: EncodedText): Span[] {
  const found: Span[] = [];
  for (const { start, end } of spans) {
    const first = encoded.tokenAt(start);
    if (first === null) break;
    const last = encoded.tokenAt(end - 1);
    const span = { start: first, end: last ? last + 1 : encoded.ids.length };
    const before = found.at(-1);
    if (before && span.start <= before.end) before.end = Math.max(before.end, span.end);
    else if (span.end > span.start) found.push(span);
  }
  return found;
}
