// POST /door: a one-time code in, the bearer out. The only route without one.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import type { Door } from './door.ts';

const maxKnockBytes = 1024;
const knockSchema = z.strictObject({ code: z.string().max(128) });

export async function answerAtDoor(door: Door, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const knock = knockSchema.safeParse(await readJson(request));
  const bearer = knock.success ? door.redeem(knock.data.code) : null;
  if (bearer === null) return void response.writeHead(401, { Connection: 'close' }).end();
  response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify({ bearer }));
}

/** The body as JSON; undefined when it is too long, cut off or not JSON. */
async function readJson(request: IncomingMessage): Promise<unknown> {
  let text = '';
  try {
    for await (const chunk of request.setEncoding('utf8')) {
      text += String(chunk);
      if (text.length > maxKnockBytes) return undefined;
    }
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
