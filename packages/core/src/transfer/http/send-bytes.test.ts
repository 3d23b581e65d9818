import { randomBytes } from 'node:crypto';
import { appendFile, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTcpServer, type AddressInfo, type Server as TcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { byteSender, sendLimits, type ByteSender } from './send-bytes.ts';

let folder: string;
let servers: (Server | TcpServer)[] = [];
let senders: ByteSender[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'send-bytes-test-'));
});
afterEach(async () => {
  for (const sender of senders) sender.close();
  for (const server of servers) server.close();
  servers = [];
  senders = [];
  await rm(folder, { recursive: true });
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

/** A server that keeps what it is sent. */
async function keeper(): Promise<{ url: string; bodies: Buffer[]; ports: Set<number | undefined> }> {
  const bodies: Buffer[] = [];
  const ports = new Set<number | undefined>();
  const url = await serve((request, response) => {
    ports.add(request.socket.remotePort);
    buffer(request).then(
      (body) => {
        bodies.push(body);
        response.writeHead(201, { etag: '"e"' }).end('kept');
      },
      // A body that is cut off is not kept.
      () => {},
    );
  });
  return { url, bodies, ports };
}

function sender(sockets = 4, limits = {}): ByteSender {
  const made = byteSender({ sockets, limits: { ...sendLimits, ...limits } });
  senders.push(made);
  return made;
}

async function fileOf(bytes: Uint8Array): Promise<string> {
  const path = join(folder, 'file');
  await writeFile(path, bytes);
  return path;
}

describe('sending bytes', () => {
  it('sends a range of a file and tells how far it is', async () => {
    const { url, bodies } = await keeper();
    const bytes = randomBytes(3_000_000);
    const sent: number[] = [];
    const body = { path: await fileOf(bytes), start: 100_000, length: 2_500_000, fileSize: bytes.length };
    const answer = await sender().send({ method: 'PUT', url, body, onSent: (count) => sent.push(count) });
    expect([answer.status, answer.headers.get('etag'), answer.text]).toEqual([201, '"e"', 'kept']);
    expect(bodies[0]?.equals(bytes.subarray(100_000, 2_600_000))).toBe(true);
    expect(sent.length).toBeGreaterThan(2);
    expect(sent.at(-1)).toBe(2_500_000);
    expect(sent).toEqual(sent.toSorted((a, b) => a - b));
  });

  it('sends a body of memory, and an empty one, with their lengths', async () => {
    const lengths: (string | undefined)[] = [];
    const url = await serve((request, response) => {
      lengths.push(request.headers['content-length']);
      void buffer(request).then((body) => response.end(String(body.length)));
    });
    const { send } = sender();
    expect((await send({ method: 'POST', url, body: randomBytes(1_000_000) })).text).toBe('1000000');
    expect((await send({ method: 'POST', url, body: new Uint8Array() })).text).toBe('0');
    expect(
      (await send({ method: 'PUT', url, body: { path: await fileOf(new Uint8Array()), start: 0, length: 0 } })).text,
    ).toBe('0');
    expect(lengths).toEqual(['1000000', '0', '0']);
  });

  it('uses as many connections as it may, again and again', async () => {
    const { url, bodies, ports } = await keeper();
    const { send } = sender(3);
    await Promise.all(Array.from({ length: 30 }, () => send({ method: 'PUT', url, body: randomBytes(20_000) })));
    expect(bodies.length).toBe(30);
    expect(ports.size).toBe(3);
  });

  it('follows no redirect', async () => {
    const asked: string[] = [];
    const url = await serve((request, response) => {
      asked.push(request.url ?? '');
      request.resume();
      response.writeHead(307, { location: '/elsewhere' }).end();
    });
    await expect(
      sender().send({ method: 'PUT', url, headers: { authorization: 'Bearer t' }, body: new Uint8Array(9) }),
    ).rejects.toMatchObject({
      code: 'INTERCEPTED',
      data: { by: 'redirect' },
    });
    expect(asked).toEqual(['/']);
  });

  it('reads the refusal of a server that does not wait for the whole body', async () => {
    const url = await serve((_request, response) => void response.writeHead(413).end('too much'));
    const answer = await sender().send({ method: 'PUT', url, body: randomBytes(20_000_000) });
    expect([answer.status, answer.text]).toEqual([413, 'too much']);
  });

  it('tells a file that got longer, shorter or lost from a failure of the network', async () => {
    const { url, bodies } = await keeper();
    const bytes = randomBytes(3_000_000);
    const path = await fileOf(bytes);
    const { send } = sender();
    const whole = { path, start: 0, length: bytes.length, fileSize: bytes.length };
    const put = (onSent?: () => void) => send({ method: 'PUT', url, body: whole, onSent });
    let grown: Promise<void> | undefined;
    await expect(put(() => (grown ??= appendFile(path, 'more')))).rejects.toMatchObject({
      code: 'CONFLICT',
      reason: 'changed',
    });
    await grown;
    await expect(put()).rejects.toMatchObject({ reason: 'changed' });
    await truncate(path, 2_000_000);
    await expect(put()).rejects.toMatchObject({ reason: 'changed' });
    await rm(path);
    await expect(put()).rejects.toMatchObject({ reason: 'changed' });
    expect(bodies).toEqual([]);
  });

  it('gives up on a server that takes nothing, and on one that never answers', async () => {
    const deaf = createTcpServer((socket) => socket.pause());
    servers.push(deaf);
    await new Promise<void>((resolve) => deaf.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(deaf.address() as AddressInfo).port}/`;
    const { send, close } = sender(2, { stallMs: 60, headersMs: 80 });
    await expect(send({ method: 'PUT', url, body: Buffer.alloc(50_000_000) })).rejects.toMatchObject({
      code: 'TIMEOUT',
    });
    await expect(send({ method: 'PUT', url, body: Buffer.alloc(10) })).rejects.toMatchObject({ code: 'TIMEOUT' });
    close();
  });

  it('gives up on an answer that stops, and on one without an end', async () => {
    const half = await serve((request, response) => {
      request.resume();
      response.writeHead(200).write('{');
    });
    await expect(
      sender(1, { stallMs: 60 }).send({ method: 'POST', url: half, body: new Uint8Array(3) }),
    ).rejects.toMatchObject({ code: 'TIMEOUT' });
    const endless = await serve((request, response) => {
      request.resume();
      response.end(Buffer.alloc(2_000_000));
    });
    await expect(
      sender(1, { maxAnswerBytes: 1_000_000 }).send({ method: 'POST', url: endless, body: new Uint8Array(3) }),
    ).rejects.toMatchObject({
      code: 'HUB_CHANGED',
    });
  });

  it('stops when it is told to, at once or in the middle', async () => {
    const url = await serve((request) => void request.once('data', () => request.pause()));
    const { send } = sender();
    const stop = new AbortController();
    const body = { path: await fileOf(randomBytes(30_000_000)), start: 0, length: 30_000_000 };
    await expect(
      send({ method: 'PUT', url, body, signal: stop.signal, onSent: () => stop.abort() }),
    ).rejects.toMatchObject({ code: 'CANCELLED' });
    await expect(send({ method: 'PUT', url, body, signal: stop.signal })).rejects.toMatchObject({ code: 'CANCELLED' });
  });

  it('says when nobody is there, and when somebody hangs up', async () => {
    await expect(
      sender().send({ method: 'PUT', url: 'http://127.0.0.1:1/', body: new Uint8Array(3) }),
    ).rejects.toMatchObject({ code: 'OFFLINE' });
    const url = await serve((request) => void request.once('data', () => request.socket.destroy()));
    await expect(sender().send({ method: 'PUT', url, body: new Uint8Array(300) })).rejects.toMatchObject({
      code: 'PROVIDER_UNAVAILABLE',
    });
  });
});
