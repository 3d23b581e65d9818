// Asks a Sandbox Hub about repos in tests: JSON in and out, with one of its tokens.
import type { SandboxHub } from '../index.ts';

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  json(): unknown;
}

export type Ask = (
  method: string,
  path: string,
  options?: { token?: string | null; body?: unknown; headers?: Record<string, string> },
) => Promise<Answer>;

/** `token: null` asks as nobody; a string body is sent as it is, anything else as JSON. Redirects are not followed. */
export function repoClient(hub: () => SandboxHub): Ask {
  return async (method, path, { token, body, headers = {} } = {}) => {
    const value = token === null ? undefined : (hub().tokens[token ?? 'write'] ?? token);
    const answer = await fetch(path.startsWith('http') ? path : hub().url + path, {
      method,
      redirect: 'manual',
      headers: {
        ...(value ? { authorization: `Bearer ${value}` } : {}),
        ...(body === undefined || typeof body === 'string' ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, text, json: () => JSON.parse(text) };
  };
}

/** The NDJSON of a commit that writes these files. */
export function commitLines(files: Readonly<Record<string, string>>, header: Record<string, unknown> = {}): string {
  const lines = Object.entries(files).map(([path, text]) => ({
    key: 'file',
    value: { path, content: Buffer.from(text).toString('base64'), encoding: 'base64' },
  }));
  return [{ key: 'header', value: { summary: 'Test', ...header } }, ...lines]
    .map((line) => JSON.stringify(line))
    .join('\n');
}
