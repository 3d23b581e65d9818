// How rows of another shape become rows a trainer takes.
import { z } from 'zod';

const column = z.string().min(1).max(1_000);

export const mappingSchema = z.discriminatedUnion('kind', [
  /** ShareGPT: a list of `{from, value}`. `roles` renames what stands in `from`; what it does not name is kept. */
  z.object({
    kind: z.literal('sharegpt'),
    conversations: column,
    system: column.nullable(),
    roles: z.record(z.string(), z.string()),
  }),
  /** A list of messages under other names. */
  z.object({
    kind: z.literal('messages'),
    messages: column,
    role: column,
    content: column,
    roles: z.record(z.string(), z.string()),
  }),
  /** Alpaca: the instruction and its input become the user's message, the output the assistant's. */
  z.object({
    kind: z.literal('alpaca'),
    instruction: column,
    input: column.nullable(),
    output: column,
    system: column.nullable(),
  }),
  /** Columns of text become one conversation. */
  z.object({ kind: z.literal('conversation'), system: column.nullable(), user: column, assistant: column }),
  z.object({ kind: z.literal('prompt-completion'), prompt: column, completion: column }),
  /** One column of plain text, or several joined by a template such as `{title}\n\n{body}`. */
  z.object({ kind: z.literal('text'), template: z.string().min(1).max(100_000) }),
  z.object({ kind: z.literal('preference'), prompt: column.nullable(), chosen: column, rejected: column }),
  /** `good` is what the label column says of a good completion, as JSON text (`true`, `1`, `"up"`). */
  z.object({
    kind: z.literal('unpaired-preference'),
    prompt: column,
    completion: column,
    label: column,
    good: z.string(),
  }),
  /** `keep` names further columns that rewards need. */
  z.object({ kind: z.literal('prompt'), prompt: column, keep: z.array(column) }),
]);
export type Mapping = z.infer<typeof mappingSchema>;
