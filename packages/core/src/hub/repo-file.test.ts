import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { startSandboxHub, type SandboxHub } from '@hubdesk/sandbox-hub';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../ports/clock.ts';
import { Secret } from '../secrets/secret.ts';
import { createHubClient } from './hub-client.ts';
import { fetchRepoFile, openRepoFile } from './repo-file.ts';

const place = { type: 'model', repo: 'sandy/tiny-llama', revision: 'main', path: 'tokenizer_config.json' } as const;
const token = Secret.from('hf_abcdefghijklmnopqrstuvwxyz0123456789');
const call = { token, maxBytes: 1_000_000 };
const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
});

interface Seen {
  path: string;
  authorization: string | undefined;
}

/** A server that remembers who asked it for what. */
async function server(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const seen: Seen[] = [];
  const http = createServer((request, response) => {
    seen.push({ path: request.url ?? '', authorization: request.headers.authorization });
    answer(request, response);
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const address = http.address();
  if (address === null || typeof address === 'string') throw new Error('No port');
  closers.push(() => new Promise((resolve) => http.close(resolve)));
  return { url: `http://127.0.0.1:${address.port}`, seen };
}

const client = (hubUrl: string) => createHubClient({ hubUrl, routerUrl: hubUrl }, systemClock);

describe('a file of a repo on the Sandbox Hub', () => {
  let hub: SandboxHub;
  beforeEach(async () => {
    hub = await startSandboxHub({ seed: 'demo', tokenPace: 'none' });
    closers.push(() => hub.close());
  });

  it('comes with its commit, its etag and its size', async () => {
    const file = await fetchRepoFile(client(hub.url), place, { ...call, token: Secret.from(hub.token) });
    expect(JSON.parse(new TextDecoder().decode(file.bytes))).toMatchObject({ eos_token: '<|end|>' });
    expect(file).toMatchObject({ commit: expect.stringMatching(/^[0-9a-f]{40}$/), size: file.bytes.length });
    expect(file.etag).toMatch(/^[0-9a-f]{40}$/);
  });

  it('comes in parts, and a part beyond its end is empty', async () => {
    const ask = (start: number, end: number | null) =>
      fetchRepoFile(client(hub.url), { ...place, range: { start, end } }, { ...call, token: Secret.from(hub.token) });
    const whole = await ask(0, null);
    expect((await ask(2, 10)).bytes).toEqual(whole.bytes.slice(2, 10));
    expect(await ask(2, 10)).toMatchObject({ size: whole.bytes.length });
    expect((await ask(whole.bytes.length, null)).bytes).toHaveLength(0);
  });

  it('is told apart: no such file, no such version, no such repo', async () => {
    const ask = (more: object) => fetchRepoFile(client(hub.url), { ...place, ...more }, { ...call, token: Secret.from(hub.token) });
    await expect(ask({ path: 'no.json' })).rejects.toMatchObject({ code: 'NOT_FOUND', data: { what: 'no.json' } });
    await expect(ask({ revision: 'nowhere' })).rejects.toMatchObject({ code: 'NOT_FOUND', data: { what: 'nowhere' } });
    await expect(ask({ repo: 'sandy/nothing' })).rejects.toMatchObject({ code: 'NOT_FOUND', data: { what: 'sandy/nothing' } });
  });

  it('is refused when it is larger than it may be', async () => {
    await expect(fetchRepoFile(client(hub.url), place, { token: Secret.from(hub.token), maxBytes: 10 })).rejects.toMatchObject({ code: 'HUB_CHANGED' });
  });
});

describe('a redirect', () => {
  it('leads to the CDN without the token, and the facts stay the Hub’s', async () => {
    const cdn = await server((_request, response) => response.writeHead(200, { etag: '"of-the-cdn"' }).end('bytes'));
    const hub = await server((request, response) =>
      request.url?.startsWith('/moved/')
        ? response.writeHead(302, { location: `${cdn.url}/blob?sig=1`, 'x-repo-commit': 'c0', 'x-linked-etag': '"ab"', 'x-linked-size': '5' }).end()
        : response.writeHead(307, { location: request.url?.replace('/sandy/', '/moved/') }).end(),
    );
    const file = await fetchRepoFile(client(hub.url), place, call);
    expect(file).toMatchObject({ commit: 'c0', etag: 'ab', size: 5, bytes: new TextEncoder().encode('bytes') });
    expect(hub.seen.map(({ authorization }) => authorization)).toEqual([`Bearer ${token.reveal()}`, `Bearer ${token.reveal()}`]);
    expect(cdn.seen).toEqual([{ path: '/blob?sig=1', authorization: undefined }]);
  });

  it('is followed three times and no more', async () => {
    const hub = await server((request, response) => response.writeHead(302, { location: `${request.url}x` }).end());
    await expect(fetchRepoFile(client(hub.url), place, call)).rejects.toMatchObject({ code: 'INTERCEPTED', data: { by: 'redirect' } });
    expect(hub.seen).toHaveLength(4);
  });

  it.each(['http://example.com/file', 'file:///etc/passwd', 'http://'])('to %s is refused', async (location) => {
    const hub = await server((_request, response) => response.writeHead(302, { location }).end());
    await expect(fetchRepoFile(client(hub.url), place, call)).rejects.toMatchObject({ code: 'INTERCEPTED' });
  });

  it('that ends in a gate says who shut it', async () => {
    const hub = await server((_request, response) => response.writeHead(403, { 'x-error-code': 'GatedRepo' }).end('{"error":"gated"}'));
    await expect(openRepoFile(client(hub.url), place, call)).rejects.toMatchObject({ code: 'GATED', data: { repo: place.repo } });
  });

  it('must keep to the part that was asked for', async () => {
    const hub = await server((_request, response) => response.writeHead(200).end('everything'));
    await expect(fetchRepoFile(client(hub.url), { ...place, range: { start: 0, end: 2 } }, call)).rejects.toMatchObject({ code: 'HUB_CHANGED' });
  });
});
