// Reads a JSON body against a schema. Refuses with the Hub's 400 for what is not JSON or not of that shape.
import type { z } from 'zod';
import { Refusal } from './reply.ts';
import type { HubRequest } from './route-table.ts';

const BODY_LIMIT_BYTES = 2 ** 20;

/** An empty body is read as `{}`. */
export async function readJson<Schema extends z.ZodType>(
  request: HubRequest,
  schema: Schema,
): Promise<z.infer<Schema>> {
  const text = await request.text(BODY_LIMIT_BYTES);
  let value: unknown;
  try {
    value = text.trim() === '' ? {} : JSON.parse(text);
  } catch {
    throw new Refusal(400, 'The request body is not valid JSON.');
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Refusal(400, `✖ ${issue?.message ?? 'Invalid input'}\n  → at ${issue?.path.join('.') ?? ''}`);
}
