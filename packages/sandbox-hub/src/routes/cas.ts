// The Xet content store under `/xet`: xorbs and shards in, reconstructions and ranges of xorbs out.
// It keeps no index for deduplication across files: that question is always a 404.
import type { HubContext } from '../hub-context.ts';
import { readRanges } from '../http/byte-range.ts';
import { json, Refusal, type Reply } from '../http/reply.ts';
import type { HubRequest, Route } from '../http/route-table.ts';
import { serveBytes } from '../http/serve-bytes.ts';
import type { XetStore } from '../xet/xet-store.ts';
import { UnknownXorb } from '../xet/xet-store.ts';
import type { XetTokens } from '../xet/xet-tokens.ts';
import { MalformedShard, readShard } from '../xet/shard.ts';
import { MalformedXorb } from '../xet/xorb.ts';

const SHARD_LIMIT_BYTES = 128 * 1024 * 1024;
const XORB_LIMIT_BYTES = 66 * 1024 * 1024;
const HASH = /^[0-9a-f]{64}$/;

export function casRoutes(hub: HubContext, tokens: XetTokens): Route[] {
  const { xet } = hub.repos;
  const route = (method: string, pattern: string, right: 'read' | 'write', answer: Route['answer']): Route => ({
    method,
    pattern: `/xet${pattern}`,
    answer: (request) => {
      requireToken(tokens, request, right);
      return answer(request);
    },
  });
  return [
    route('GET', '/v1/chunks/:prefix/:hash', 'read', () => {
      throw new Refusal(404, 'Not found');
    }),
    route('POST', '/v1/xorbs/:prefix/:hash', 'write', (request) => addXorb(xet, request)),
    route('POST', '/v1/shards', 'write', async (request) => {
      await addShard(xet, request);
      return json({ result: 1 });
    }),
    route('POST', '/v2/shards', 'write', async (request) => {
      await addShard(xet, request);
      return {
        status: 200,
        headers: { 'content-type': 'application/x-ndjson' },
        body: '{"type":"result","result":1}\n',
      };
    }),
    route('GET', '/v1/reconstructions/:hash', 'read', (request) => reconstruct(hub, tokens, request, 1)),
    route('GET', '/v2/reconstructions/:hash', 'read', (request) => reconstruct(hub, tokens, request, 2)),
    {
      method: 'POST',
      pattern: '/xet/v1/telemetry',
      answer: async (request) => {
        await request.text(1024 * 1024);
        return json({});
      },
    },
    { method: 'GET', pattern: '/xet/data/:hash', answer: (request) => data(xet, tokens, request) },
    // A client asks for newer ways first (`/v1/xorb-grants`) and takes a 404 for an older store.
    ...['GET', 'POST', 'PUT'].map((method): Route => ({ method, pattern: '/xet/*path', answer: unknownWay })),
  ];
}

function unknownWay(): Reply {
  throw new Refusal(404, 'Not found');
}

function requireToken(tokens: XetTokens, { headers }: HubRequest, right: 'read' | 'write'): void {
  const [, value = ''] = /^Bearer\s+(\S+)$/i.exec(headers.authorization ?? '') ?? [];
  const allowed = tokens.allows(value);
  if (allowed === undefined) throw new Refusal(401, 'Unauthorized');
  if (right === 'write' && allowed !== 'write') throw new Refusal(403, 'Forbidden');
}

async function addXorb(xet: XetStore, { params, body, headers }: HubRequest): Promise<Reply> {
  const hash = hashIn(params.hash);
  if (Number(headers['content-length'] ?? 0) > XORB_LIMIT_BYTES) throw new Refusal(413, 'Request Entity Too Large');
  const inserted = await xet.addXorb(hash, limited(body, XORB_LIMIT_BYTES)).catch((error: unknown) => {
    if (error instanceof MalformedXorb) throw new Refusal(400, error.message);
    throw error;
  });
  return json({ was_inserted: inserted });
}

async function addShard(xet: XetStore, { body }: HubRequest): Promise<void> {
  const pieces: Uint8Array[] = [];
  for await (const piece of limited(body, SHARD_LIMIT_BYTES)) pieces.push(piece);
  try {
    await xet.addFiles(readShard(Buffer.concat(pieces)));
  } catch (error) {
    if (error instanceof MalformedShard || error instanceof UnknownXorb) throw new Refusal(400, error.message);
    throw error;
  }
}

async function* limited(source: AsyncIterable<Uint8Array>, limitBytes: number): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const piece of source) {
    size += piece.length;
    if (size > limitBytes) throw new Refusal(413, 'Request Entity Too Large');
    yield piece;
  }
}

async function reconstruct(hub: HubContext, tokens: XetTokens, request: HubRequest, version: 1 | 2): Promise<Reply> {
  const { xet } = hub.repos;
  const file = xet.file(hashIn(request.params.hash));
  if (!file) throw new Refusal(404, 'No such file');
  const ranges = readRanges(request.headers.range, file.size);
  if (ranges === 'outside')
    throw new Refusal(416, 'Range not satisfiable', { 'content-range': `bytes */${file.size}` });
  const range = (ranges === 'none' ? undefined : ranges[0]) ?? { start: 0, end: file.size - 1 };
  const plan = await xet.plan(file, range);
  const address = (hash: string) => `${hub.origin()}/xet/data/${hash}?${tokens.sign(hash)}`;
  const common = {
    offset_into_first_range: plan.offsetIntoFirstRange,
    terms: plan.terms.map(({ xorb, unpackedLength, chunks }) => ({
      hash: xorb,
      unpacked_length: unpackedLength,
      range: chunks,
    })),
  };
  const xorbs = [...plan.xorbs];
  return json(
    version === 2
      ? {
          ...common,
          xorbs: Object.fromEntries(xorbs.map(([hash, wanted]) => [hash, [{ url: address(hash), ranges: wanted }]])),
        }
      : {
          ...common,
          fetch_info: Object.fromEntries(
            xorbs.map(([hash, wanted]) => [
              hash,
              wanted.map(({ chunks, bytes }) => ({ url: address(hash), range: chunks, url_range: bytes })),
            ]),
          ),
        },
  );
}

async function data(xet: XetStore, tokens: XetTokens, request: HubRequest): Promise<Reply> {
  const hash = hashIn(request.params.hash);
  if (!tokens.signed(hash, request.url.searchParams)) throw new Refusal(403, 'Request has expired');
  const size = await xet.xorbSize(hash);
  if (size === undefined) throw new Refusal(404, 'No such xorb');
  return serveBytes(request.headers.range, size, (range) => xet.xorbBytes(hash, range), {
    'content-type': 'application/octet-stream',
  });
}

function hashIn(text: string | undefined): string {
  if (text === undefined || !HASH.test(text)) throw new Refusal(400, 'Not a hash');
  return text;
}
