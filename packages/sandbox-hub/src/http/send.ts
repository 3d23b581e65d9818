// Puts a Reply on the wire, waiting for slow readers, and stops when the client leaves.
// It can also send it damaged, which is how a test sees a connection cut or gone silent half-way.
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { Reply } from './reply.ts';
import { tidyAfter } from './tidy-memory.ts';

// How much may wait for a slow reader: enough that reading a file and sending it overlap.
const AHEAD_BYTES = 2 * 1024 * 1024;

export interface Damage {
  /** Close the connection after this many bytes of the body. */
  cutAtByte?: number;
  /** Send this many bytes of the body, then nothing more, with the connection open. */
  stallAtByte?: number;
}

/** Resolves when the answer is out, cut, or its reader gone; never rejects for a reader that left. */
export async function send(
  response: ServerResponse,
  reply: Reply,
  gone: AbortSignal,
  damage: Damage = {},
): Promise<void> {
  const bodyless = response.req.method === 'HEAD';
  const headers: Record<string, string | number> = { ...reply.headers };
  const whole =
    typeof reply.body === 'string' || reply.body instanceof Uint8Array ? Buffer.from(reply.body) : undefined;
  if (whole && !(bodyless && 'content-length' in headers)) headers['content-length'] = whole.length;
  else if (!whole) headers['cache-control'] ??= 'no-cache';
  response.writeHead(reply.status, headers);
  if (bodyless) {
    response.end();
    return;
  }

  // A stream may have nothing to say for long: its reader must know that it is there.
  if (!whole) response.flushHeaders();

  const limit = damage.cutAtByte ?? damage.stallAtByte ?? Infinity;
  let sentBytes = 0;
  try {
    for await (const piece of pieces(reply.body)) {
      if (gone.aborted) return;
      const bytes = typeof piece === 'string' ? Buffer.from(piece) : piece;
      const part = bytes.subarray(0, limit - sentBytes);
      sentBytes += part.length;
      tidyAfter(part.length);
      const full = part.length > 0 && !response.write(part);
      if (full && response.writableLength > AHEAD_BYTES) await once(response, 'drain', { signal: gone });
      if (sentBytes >= limit) break;
    }
  } catch (error) {
    if (gone.aborted) return;
    response.destroy();
    throw error;
  }
  if (sentBytes < limit) {
    response.end();
    return;
  }
  response.flushHeaders();
  if (damage.cutAtByte === undefined) return;
  // Let what was written leave first: the reader must see the bytes before the cut.
  response.write('', () => response.destroy());
}

function pieces(body: Reply['body']): AsyncIterable<string | Uint8Array> | [string | Uint8Array] {
  return typeof body === 'string' || body instanceof Uint8Array ? [body] : body;
}
