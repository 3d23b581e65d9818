// What a route answers, as a value: the server sends it, a fault may damage it on the way.
// A route refuses by throwing a Refusal; nothing here knows about sockets.

export interface Reply {
  status: number;
  headers: Readonly<Record<string, string>>;
  body: string | Uint8Array | AsyncIterable<string | Uint8Array>;
}

export function json(value: unknown, headers: Record<string, string> = {}, status = 200): Reply {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify(value),
  };
}

/**
 * A refusal in one of the Hub's two dialects. A string body becomes `{"error": string}` with the text
 * repeated in `X-Error-Message`, as the Hub does; an object is sent as it is (the router's OpenAI style).
 */
export class Refusal extends Error {
  readonly reply: Reply;

  constructor(status: number, error: string | Record<string, unknown>, headers: Record<string, string> = {}) {
    super(typeof error === 'string' ? error : JSON.stringify(error));
    this.name = 'Refusal';
    this.reply =
      typeof error === 'string'
        ? json({ error }, { 'x-error-message': error.replace(/[^\x20-\x7e]/g, '?'), ...headers }, status)
        : json(error, headers, status);
  }
}
