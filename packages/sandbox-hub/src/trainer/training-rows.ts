// Rows of a dataset as what the tiny model learns: a question, the answer after it, and the end.
// Takes what the real trainer takes for supervised training (messages, prompt and completion, text, Alpaca, ShareGPT)
// the chosen side of preference data and the good answers of unpaired ones. Refuses a row that is none of these, by its
// number.
import { z } from 'zod';
import { ANSWER_MARK, END_MARK } from './load-tiny-model.ts';
import { wordBuckets, type Position, type TinyShape } from './tiny-network.ts';

/** `row` counts from 1, where the failure is one row's. */
export class BadRow extends Error {
  readonly row: number | undefined;

  constructor(message: string, row?: number) {
    super(message);
    this.row = row;
  }
}

const text = z.union([z.string(), z.array(z.looseObject({ type: z.string(), text: z.string().optional() }))]).nullish();
const turns = z.array(z.looseObject({ role: z.string(), content: text }));
const row = z.looseObject({
  messages: turns.optional(),
  prompt: z.union([z.string(), turns]).optional(),
  completion: z.union([z.string(), turns]).optional(),
  chosen: z.union([z.string(), turns]).optional(),
  label: z.boolean().optional(),
  text: z.string().optional(),
  instruction: z.string().optional(),
  input: z.string().nullish(),
  output: z.string().optional(),
  conversations: z.array(z.looseObject({ from: z.string(), value: z.string() })).optional(),
});

/** A question and its answer; a plain text has an empty question. */
export interface Example {
  question: string;
  answer: string;
}

/** Several when a conversation has several answers. `number` counts from 1 and names a bad row. */
export function examplesOf(value: unknown, number: number): Example[] {
  const parsed = row.safeParse(value);
  if (!parsed.success) throw new BadRow(`Row ${number} is not in a format that can be trained on`, number);
  const { messages, prompt, completion, chosen, label, instruction, output, conversations } = parsed.data;
  // An answer that was found bad.
  if (label === false) return [];
  if (messages) return ofTurns(messages);
  if (conversations) {
    const roles: Record<string, string> = { human: 'user', user: 'user', gpt: 'assistant', assistant: 'assistant' };
    return ofTurns(conversations.map(({ from, value: content }) => ({ role: roles[from] ?? from, content })));
  }
  const wanted = completion ?? chosen;
  if (prompt !== undefined && wanted !== undefined) {
    return [{ question: lastOf(prompt, 'user'), answer: lastOf(wanted, 'assistant') }];
  }
  if (chosen !== undefined && typeof chosen !== 'string') return ofTurns(chosen);
  if (instruction !== undefined && output !== undefined) {
    return [{ question: [instruction, parsed.data.input].filter(Boolean).join('\n'), answer: output }];
  }
  const plainText = parsed.data.text ?? prompt;
  if (plainText !== undefined) return [{ question: '', answer: lastOf(plainText, 'user') }];
  throw new BadRow(`Row ${number} has none of messages, prompt and completion, text, instruction and output`, number);
}

function ofTurns(all: z.infer<typeof turns>): Example[] {
  const examples: Example[] = [];
  let question = '';
  for (const { role, content } of all) {
    if (role === 'user') question = plain(content);
    else if (role === 'assistant' && plain(content) !== '') examples.push({ question, answer: plain(content) });
  }
  return examples;
}

function lastOf(value: string | z.infer<typeof turns>, role: string): string {
  if (typeof value === 'string') return value;
  return plain((value.findLast((turn) => turn.role === role) ?? value.at(-1))?.content);
}

function plain(content: z.infer<typeof text>): string {
  if (typeof content === 'string') return content;
  return (content ?? []).map((part) => part.text ?? '').join('');
}

/** Every byte of the answer and its end, each with what stands before it; the question itself is not learned. */
export function positionsOf({ question, answer }: Example, shape: TinyShape, limitBytes: number): Position[] {
  const before = Buffer.concat([Buffer.from(question), Buffer.from([ANSWER_MARK])]);
  const after = Buffer.concat([Buffer.from(answer), Buffer.from([END_MARK])]).subarray(0, limitBytes);
  const bytes = new Uint8Array(Buffer.concat([before, after]));
  const buckets = wordBuckets(question, shape);
  return [...after.keys()].map((index) => ({ bytes, at: before.length + index, buckets }));
}
