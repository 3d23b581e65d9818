import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { guardedFetch } from './guarded-fetch.ts';

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

async function serve(listener: RequestListener): Promise<string> {
  const started = createServer(listener);
  server = started;
  await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(started.address() as AddressInfo).port}/`;
}

const limits = { headersMs: 5_000, stallMs: 5_000, maxBytes: 1_000_000 };

describe('a guarded request', () => {
  it('follows no redirect, so that its token reaches nobody else', async () => {
    const asked: string[] = [];
    const url = await serve((request, response) => {
      asked.push(request.url ?? '');
      response.writeHead(307, { location: '/elsewhere' }).end();
    });
    await expect(guardedFetch(limits)(url, { headers: { 'x-api-key': 'k' } })).rejects.toMatchObject({ code: 'INTERCEPTED', data: { by: 'redirect' } });
    expect(asked).toEqual(['/']);
  });

  it('gives up on a server that never answers', async () => {
    const url = await serve(() => {});
    await expect(guardedFetch({ ...limits, headersMs: 50 })(url)).rejects.toMatchObject({ code: 'TIMEOUT' });
  });

  it('gives up on a body that stops', async () => {
    const url = await serve((_request, response) => void response.write('{"a":'));
    const response = await guardedFetch({ ...limits, stallMs: 50 })(url);
    await expect(response.text()).rejects.toMatchObject({ code: 'TIMEOUT' });
  });

  it('stops reading a decompression bomb at the limit', async () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000));
    const url = await serve((_request, response) => void response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb));
    const response = await guardedFetch(limits)(url);
    await expect(response.text()).rejects.toMatchObject({ code: 'HUB_CHANGED', data: { what: 'size' } });
  });

  it('says it was stopped when its caller stops it', async () => {
    const url = await serve(() => {});
    const stop = new AbortController();
    const asking = guardedFetch(limits)(url, { signal: stop.signal });
    stop.abort();
    await expect(asking).rejects.toMatchObject({ code: 'CANCELLED' });
  });

  it('says it is offline when nobody listens there', async () => {
    await expect(guardedFetch(limits)('http://127.0.0.1:1/')).rejects.toMatchObject({ code: 'OFFLINE', data: { host: '127.0.0.1:1' } });
  });

  it('gives every other answer back as it is', async () => {
    const url = await serve((_request, response) => void response.writeHead(404, { 'x-error-code': 'RepoNotFound' }).end('gone'));
    const response = await guardedFetch(limits)(url);
    expect([response.status, response.headers.get('x-error-code'), await response.text()]).toEqual([404, 'RepoNotFound', 'gone']);
  });
});
