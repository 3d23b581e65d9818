// Answers GET and HEAD for something that has bytes, whole or by one range or several, as RFC 9110 says.
import { randomUUID } from 'node:crypto';
import type { ByteRange } from '../repos/content-store.ts';
import { readRanges } from './byte-range.ts';
import { Refusal, type Reply } from './reply.ts';

export function serveBytes(
  range: string | undefined,
  size: number,
  read: (range: ByteRange) => AsyncIterable<Uint8Array>,
  headers: Record<string, string>,
): Reply {
  const ranges = readRanges(range, size);
  const common = { 'accept-ranges': 'bytes', ...headers };
  if (ranges === 'outside') {
    throw new Refusal(416, 'Requested range not satisfiable', { 'content-range': `bytes */${size}` });
  }
  if (ranges === 'none') {
    return {
      status: 200,
      headers: { ...common, 'content-length': String(size) },
      body: size === 0 ? '' : lazy(() => read({ start: 0, end: size - 1 })),
    };
  }
  const [first] = ranges;
  if (ranges.length === 1 && first) {
    return {
      status: 206,
      headers: {
        ...common,
        'content-length': String(first.end - first.start + 1),
        'content-range': contentRange(first, size),
      },
      body: lazy(() => read(first)),
    };
  }
  const boundary = randomUUID();
  const type = headers['content-type'] ?? 'application/octet-stream';
  return {
    status: 206,
    headers: { ...common, 'content-type': `multipart/byteranges; boundary=${boundary}` },
    body: parts(),
  };
  async function* parts(): AsyncGenerator<string | Uint8Array> {
    for (const part of ranges) {
      if (typeof part === 'string') continue;
      yield `\r\n--${boundary}\r\nContent-Type: ${type}\r\nContent-Range: ${contentRange(part, size)}\r\n\r\n`;
      yield* read(part);
    }
    yield `\r\n--${boundary}--\r\n`;
  }
}

function contentRange({ start, end }: ByteRange, size: number): string {
  return `bytes ${start}-${end}/${size}`;
}

// A HEAD never reads: nothing is opened until somebody asks for the first piece.
async function* lazy(read: () => AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* read();
}
