// The body of a chat request: parsed once, refused with a 422 that names the field.
import { z } from 'zod';
import { Refusal } from '../http/reply.ts';
import type { HubRequest } from '../http/route-table.ts';
import { routerError } from './router-error.ts';

const BODY_LIMIT_BYTES = 20 * 2 ** 20;

// Unknown keys pass, as on the router; what is known must have its type.
const chatBody = z.object({
  model: z.string().min(1),
  messages: z
    .array(
      z.object({
        role: z.enum(['system', 'developer', 'user', 'assistant', 'tool']),
        content: z
          .union([
            z.string(),
            z.array(z.looseObject({ type: z.enum(['text', 'image_url']), text: z.string().optional() })),
          ])
          .nullish(),
      }),
    )
    .min(1),
  stream: z.boolean().nullish(),
  stream_options: z.object({ include_usage: z.boolean().nullish() }).nullish(),
  max_tokens: z.int().positive().nullish(),
  max_completion_tokens: z.int().positive().nullish(),
  temperature: z.number().min(0).max(2).nullish(),
  top_p: z.number().gt(0).max(1).nullish(),
  seed: z.int().nullish(),
  stop: z.union([z.string(), z.array(z.string()).max(4)]).nullish(),
  response_format: z.looseObject({ type: z.string() }).nullish(),
  tool_choice: z.union([z.string(), z.looseObject({})]).nullish(),
});
export type ChatBody = z.infer<typeof chatBody>;

export async function readChatBody(request: Pick<HubRequest, 'text'>): Promise<ChatBody> {
  const text = await request.text(BODY_LIMIT_BYTES);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Refusal(400, routerError('The request body is not valid JSON.', 'invalid_request_error', null));
  }
  const parsed = chatBody.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue?.path.join('.') ?? '';
  throw new Refusal(422, routerError(`${where}: ${issue?.message}`, 'invalid_request_error', null, where));
}

export function textOf({ content }: { content?: ChatBody['messages'][number]['content'] }): string {
  if (typeof content === 'string') return content;
  return (content ?? []).map((part) => part.text ?? '').join('\n');
}
