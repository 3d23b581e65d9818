import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { systemClock } from '../ports/clock.ts';
import { Secret } from '../secrets/secret.ts';
import { createHubClient } from './hub-client.ts';

const token = Secret.from('hf_abcdefghijklmnopqrstuvwxyz0123456789');
const schema = z.object({ name: z.string() });

async function serve(listener: RequestListener): Promise<{ url: string; asked: IncomingMessage[] }> {
  const asked: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    asked.push(request);
    listener(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

const client = (hubUrl: string, viewerUrl?: string) =>
  createHubClient({ hubUrl, routerUrl: hubUrl, viewerUrl }, systemClock);

describe('asking the Hub', () => {
  it('follows a repo to its new name, on the same host', async () => {
    const { url, asked } = await serve((request, response) => {
      if (request.url === '/old') response.writeHead(307, { location: '/newer' }).end('Temporary Redirect');
      else if (request.url === '/newer')
        response.writeHead(308, { location: `http://${request.headers.host}/newest` }).end();
      else response.writeHead(200, { 'content-type': 'application/json' }).end('{"name":"newest"}');
    });
    expect((await client(url).get(`${url}/old`, schema, { token })).value).toEqual({ name: 'newest' });
    expect(asked.map(({ url: path }) => path)).toEqual(['/old', '/newer', '/newest']);
  });

  it('follows nobody to another host, nor round and round', async () => {
    const other = await serve((_request, response) => void response.end('{"name":"thief"}'));
    const { url, asked } = await serve((request, response) => {
      const away = request.url === '/away' ? `${other.url}/away` : (request.url ?? '/');
      response.writeHead(302, request.url === '/nowhere' ? {} : { location: away }).end();
    });
    const intercepted = { code: 'INTERCEPTED', data: { by: 'redirect' } };
    for (const path of ['/away', '/nowhere', '/circle']) {
      await expect(client(url).get(url + path, schema, { token })).rejects.toMatchObject(intercepted);
    }
    expect(other.asked).toHaveLength(0);
    expect(asked).toHaveLength(1 + 1 + 4);
  });

  it('sends the token to the Hub and its viewer, and to nobody else', async () => {
    const viewer = await serve((_request, response) => void response.end('{"name":"viewer"}'));
    const hub = await serve((_request, response) => void response.end('{"name":"hub"}'));
    expect((await client(hub.url, viewer.url).get(`${viewer.url}/rows`, schema, { token })).value).toEqual({
      name: 'viewer',
    });
    expect(viewer.asked[0]?.headers.authorization).toBe(`Bearer ${token.reveal()}`);
    await expect(client(hub.url).get(`${viewer.url}/rows`, schema, { token })).rejects.toMatchObject({
      code: 'HUB_CHANGED',
    });
    expect(viewer.asked).toHaveLength(1);
  });
});

describe('changing something on the Hub', () => {
  it('sends JSON, and reads JSON or plain text', async () => {
    const bodies: string[] = [];
    const { url, asked } = await serve((request, response) => {
      let body = '';
      request.on('data', (piece) => (body += piece));
      request.on('end', () => {
        bodies.push(body);
        if (request.method === 'DELETE') response.end('OK');
        else response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' }).end('{"name":"made"}');
      });
    });
    expect(await client(url).send('POST', `${url}/make`, { a: 1 }, schema, { token })).toEqual({ name: 'made' });
    expect(await client(url).send('DELETE', `${url}/make`, { a: 2 }, z.string(), { token })).toBe('OK');
    expect(bodies).toEqual(['{"a":1}', '{"a":2}']);
    expect(asked[0]?.headers).toMatchObject({
      'content-type': 'application/json',
      authorization: `Bearer ${token.reveal()}`,
    });
  });

  it('is not sent on to where the Hub points', async () => {
    const { url, asked } = await serve(
      (_request, response) => void response.writeHead(307, { location: '/other' }).end(),
    );
    await expect(client(url).send('PUT', `${url}/x`, {}, schema, { token })).rejects.toMatchObject({
      code: 'INTERCEPTED',
    });
    expect(asked).toHaveLength(1);
  });

  it.each([
    [403, { error: 'Forbidden' }, { code: 'MISSING_PERMISSION', data: { permission: 'write' } }],
    [403, { error: 'this needs job.write' }, { code: 'MISSING_PERMISSION', data: { permission: 'jobs' } }],
    [409, { error: 'You already created this' }, { code: 'CONFLICT' }],
    [404, { error: 'no' }, { code: 'NOT_FOUND', data: { what: 'a/b' } }],
    [413, { error: 'too large' }, { code: 'INVALID_INPUT' }],
    [500, {}, { code: 'PROVIDER_UNAVAILABLE' }],
  ])('that it answers with %i is one of our failures', async (status, body, expected) => {
    const { url } = await serve(
      (_request, response) =>
        void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body)),
    );
    await expect(client(url).send('POST', `${url}/x`, {}, schema, { token, repo: 'a/b' })).rejects.toMatchObject(
      expected,
    );
  });
});
