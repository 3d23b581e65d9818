// Reads request bodies into values, refusing with 400 what is not what the route takes.
import { z } from 'zod';
import { Refusal } from './reply.ts';
import type { HubRequest } from './route-table.ts';

const BODY_LIMIT_BYTES = 8 * 1024 * 1024;

/** JSON of the shape that the route wants; an empty body counts as `{}`. */
export async function readJson<T>(request: HubRequest, shape: z.ZodType<T>, limitBytes = BODY_LIMIT_BYTES): Promise<T> {
  const text = await request.text(limitBytes);
  return parseJson(text === '' ? '{}' : text, shape);
}

/** JSON as `readJson`; a form gives its fields, each a list of texts. */
export async function readForm(request: HubRequest): Promise<Record<string, string[]>> {
  const fields: Record<string, string[]> = {};
  for (const [key, value] of new URLSearchParams(await request.text(BODY_LIMIT_BYTES))) {
    (fields[key.replace(/\[\]$/, '')] ??= []).push(value);
  }
  return fields;
}

/** The lines of NDJSON as they come in, each at most `limitBytes` long. What is refused midway is still answered. */
export async function* readLines(request: HubRequest, limitBytes: number): AsyncGenerator<string> {
  let pieces: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of request.body.iterator({ destroyOnReturn: false })) {
      let bytes = Buffer.from(chunk);
      for (let newline = bytes.indexOf(10); newline >= 0; newline = bytes.indexOf(10)) {
        pieces.push(bytes.subarray(0, newline));
        const line = Buffer.concat(pieces).toString('utf8').trim();
        pieces = [];
        length = 0;
        bytes = bytes.subarray(newline + 1);
        if (line !== '') yield line;
      }
      length += bytes.length;
      if (length > limitBytes) throw new Refusal(413, 'Request Entity Too Large');
      pieces.push(bytes);
    }
    const last = Buffer.concat(pieces).toString('utf8').trim();
    if (last !== '') yield last;
  } finally {
    // The rest of a body that is not read would hold up the answer.
    request.body.resume();
  }
}

export function parseJson<T>(text: string, shape: z.ZodType<T>): T {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Refusal(400, 'Invalid JSON');
  }
  const parsed = shape.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Refusal(400, `Invalid input: ${issue?.path.join('.') || 'body'}: ${issue?.message ?? 'invalid'}`);
}
