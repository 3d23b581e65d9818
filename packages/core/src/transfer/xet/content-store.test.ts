import { describe, expect, it } from 'vitest';
import type { SendBytes, SendRequest } from '../http/send-bytes.ts';
import { contentStore } from './content-store.ts';
import { type XetToken, xetTokenInBody, xetTokenInHeaders } from './xet-token.ts';

type Reply = [status: number, text: string];

function store(replies: Reply[], tokens: Partial<XetToken>[] = [{}]) {
  const asked: Pick<SendRequest, 'url' | 'headers'>[] = [];
  const refused: (string | null)[] = [];
  const send: SendBytes = async ({ url, headers = {} }) => {
    asked.push({ url, headers });
    const [status, text] = replies.shift() ?? [500, ''];
    return { status, headers: new Headers(), text };
  };
  const base = xetTokenInBody(JSON.stringify({ casUrl: 'https://cas.example/', accessToken: 'first', exp: 1_000 }));
  const made = contentStore({
    getToken: async (before) => {
      refused.push(before?.accessToken.reveal() ?? null);
      return { ...base, ...tokens.shift() };
    },
    send,
    insist: (ask) => ask(),
    now: () => 0,
    signal: new AbortController().signal,
  });
  return { ...made, asked, refused };
}

const body = new Uint8Array(3);
const other = xetTokenInBody(JSON.stringify({ casUrl: 'https://cas.example', accessToken: 'second', exp: 1_000 }));

describe('the content store', () => {
  it('takes xorbs by their hash, with the token it was given', async () => {
    const { addXorb, asked } = store([[200, '{"was_inserted":false}']], [{ sessionId: 's' }]);
    await addXorb('abc', body, () => {});
    expect(asked).toEqual([
      {
        url: 'https://cas.example/v1/xorbs/default/abc',
        headers: { authorization: 'Bearer first', 'content-type': 'application/octet-stream', 'x-xet-session-id': 's' },
      },
    ]);
  });

  it('asks once for another token when one is over, for all that need it', async () => {
    const { addXorb, asked, refused } = store(
      [
        [401, ''],
        [401, ''],
        [200, ''],
        [200, ''],
        [200, ''],
      ],
      [{}, other],
    );
    await Promise.all([addXorb('a', body, () => {}), addXorb('b', body, () => {})]);
    await addXorb('c', body, () => {});
    expect(refused).toEqual([null, 'first']);
    expect(asked.map(({ headers }) => headers?.['authorization'])).toEqual([
      'Bearer first',
      'Bearer first',
      ...Array<string>(3).fill('Bearer second'),
    ]);
  });

  it('asks for another token before one is over', async () => {
    const { addXorb, refused } = store(
      [
        [200, ''],
        [200, ''],
      ],
      [{ expiresAtMs: 30_000 }, other],
    );
    await addXorb('a', body, () => {});
    await addXorb('b', body, () => {});
    expect(refused).toEqual([null, 'first']);
  });

  it('says what a refusal means', async () => {
    await expect(
      store(
        [
          [401, ''],
          [401, ''],
        ],
        [{}, other],
      ).addXorb('a', body, () => {}),
    ).rejects.toMatchObject({ code: 'TOKEN_REJECTED' });
    await expect(store([[503, '']]).addXorb('a', body, () => {})).rejects.toMatchObject({
      code: 'PROVIDER_UNAVAILABLE',
    });
    await expect(store([[400, '{"error":"Unknown xorb"}']]).addShard(body)).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      data: { reason: 'Unknown xorb' },
    });
  });

  it('believes a shard to be taken when the last line says so, not before', async () => {
    const progress = '{"type":"validating","verified":1,"total":2}\n';
    await store([[200, `${progress}{"type":"result","result":1}\n`]]).addShard(body);
    await expect(store([[200, progress]]).addShard(body)).rejects.toMatchObject({ code: 'PROVIDER_UNAVAILABLE' });
    await expect(store([[200, '']]).addShard(body)).rejects.toMatchObject({ code: 'PROVIDER_UNAVAILABLE' });
    await expect(
      store([[200, `${progress}{"type":"error","message":"no such xorb","retryable":false}\n`]]).addShard(body),
    ).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      data: { reason: 'no such xorb' },
    });
    await expect(
      store([[200, '{"type":"error","message":"busy","retryable":true}']]).addShard(body),
    ).rejects.toMatchObject({ code: 'PROVIDER_UNAVAILABLE' });
  });

  it('goes the older way where the newer one is not known, and stays there', async () => {
    const { addShard, asked } = store([
      [404, ''],
      [200, '{"result":1}'],
      [200, '{"result":0}'],
    ]);
    await addShard(body);
    await addShard(body);
    expect(asked.map(({ url }) => url.slice(19))).toEqual(['/v2/shards', '/v1/shards', '/v1/shards']);
  });
});

describe('a token for the content store', () => {
  const headers = {
    'X-Xet-Cas-Url': 'https://cas.example/',
    'x-xet-access-token': 'secret-token',
    'X-Xet-Token-Expiration': '1700000000',
  };

  it('is read from headers and from a body alike', () => {
    expect(xetTokenInHeaders(headers)).toMatchObject({
      casUrl: 'https://cas.example',
      expiresAtMs: 1_700_000_000_000,
      sessionId: null,
    });
    expect(xetTokenInHeaders({ ...headers, 'X-Xet-Session-Id': 's' })?.sessionId).toBe('s');
    expect(
      xetTokenInBody('{"casUrl":"https://cas.example","accessToken":"secret-token","exp":1}').accessToken.reveal(),
    ).toBe('secret-token');
  });

  it('is refused where a part is missing or no address, and never quoted', () => {
    expect(xetTokenInHeaders({})).toBeNull();
    expect(xetTokenInHeaders({ ...headers, 'X-Xet-Cas-Url': 'file:///etc' })).toBeNull();
    for (const text of [
      '',
      '<html>',
      '{"accessToken":"secret-token","exp":1}',
      '{"casUrl":"ftp://x","accessToken":"secret-token","exp":1}',
    ]) {
      try {
        xetTokenInBody(text);
        expect.unreachable();
      } catch (error) {
        expect(error).toMatchObject({ code: 'HUB_CHANGED' });
        expect(JSON.stringify(error) + String(error)).not.toContain('secret-token');
      }
    }
  });
});
