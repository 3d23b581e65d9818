import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startSandboxHub } from '@hubdesk/sandbox-hub';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../ports/clock.ts';
import { Secret } from '../secrets/secret.ts';
import { createHubClient } from './hub-client.ts';
import { longestLine } from './event-stream.ts';
import { openJobStream, type JobStreamCall } from './job-events.ts';
import { cancelJob, submitJob } from './jobs.ts';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

const token = Secret.from('hf_abcdefghijklmnopqrstuvwxyz0123456789');

/** A Hub that says only what `listener` says; resolves `left` once the reader has gone. */
async function hubThat(listener: RequestListener) {
  const left = Promise.withResolvers<void>();
  const server = createServer((request, response) => {
    response.on('close', () => left.resolve());
    listener(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => (server.closeAllConnections(), server.close()));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { hub: createHubClient({ hubUrl: url, routerUrl: url }, systemClock), left: left.promise };
}

const stream = { namespace: 'sandy', id: 'j1', what: 'logs' } as const;
const eventStream = { 'content-type': 'text/event-stream; charset=utf-8' };

/** All that is said until the end, and how it ended. */
async function readAll(opened: AsyncGenerator<string, 'closed'>) {
  const events: string[] = [];
  for (;;) {
    const step = await opened.next();
    if (step.done) return { events, end: step.value };
    events.push(step.value);
  }
}

/** The events of a body that comes in these pieces, each in a packet of its own as far as the system goes along. */
async function eventsOf(pieces: readonly (string | Uint8Array)[], call: Partial<JobStreamCall> = {}) {
  const { hub } = await hubThat((_request, response) => {
    response.socket?.setNoDelay(true);
    response.writeHead(200, eventStream);
    const next = (index: number): void => {
      if (index === pieces.length) return void response.end();
      response.write(pieces[index] ?? '', () => setImmediate(next, index + 1));
    };
    next(0);
  });
  return readAll(openJobStream(hub, stream, { token, ...call }));
}

describe('a stream of a job', () => {
  it('says the same wherever it is split', async () => {
    const body = Buffer.from(
      ': keep-alive\n\nevent: metric\ndata: {"data":"né ☕ 🙂"}\n\nid: 3\ndata: two\r\ndata: lines\r\n\r\nretry: x\nmood: odd\ndata:close\n\n',
    );
    const expected = { events: ['{"data":"né ☕ 🙂"}', 'two\nlines', 'close'], end: 'closed' };
    expect(await eventsOf([...body].map((byte) => Uint8Array.of(byte)))).toEqual(expected);
    for (let at = 0; at < body.length; at += 1) {
      expect(await eventsOf([body.subarray(0, at), body.subarray(at)])).toEqual(expected);
    }
  });

  it('drops an event that was cut off, and survives bytes that are no text', async () => {
    expect(await eventsOf([Buffer.from([...Buffer.from('data: a'), 0xff, 0xc3]), '\n\ndata: half'])).toEqual({
      events: ['a\ufffd\ufffd'],
      end: 'closed',
    });
  });

  it('cuts a line that is too long, holds no more of it, and goes on after it', async () => {
    const piece = Buffer.alloc(1024 * 1024, 'x');
    const { events } = await eventsOf([
      'data: before\n\ndata: ',
      ...Array.from({ length: 40 }, () => piece),
      '\n\ndata: after\n\n',
    ]);
    expect(events.map((each) => each.length)).toEqual([6, longestLine - 'data: '.length, 5]);
  });

  it('gives up an event that has no end', async () => {
    const piece = `data: ${'x'.repeat(1024 * 1024)}\n`;
    await expect(eventsOf(Array.from({ length: 40 }, () => piece))).rejects.toMatchObject({ code: 'HUB_CHANGED' });
  });

  it('gives up after a silence, which a keep-alive ends', async () => {
    const { hub, left } = await hubThat((_request, response) => {
      response.writeHead(200, eventStream);
      let signs = 0;
      const timer = setInterval(() => {
        response.write((signs += 1) === 6 ? 'data: a\n\n' : ': keep-alive\n\n');
        if (signs === 6) clearInterval(timer);
      }, 100);
    });
    const opened = openJobStream(hub, stream, { token, idleMs: 400 });
    expect(await opened.next()).toEqual({ value: 'a', done: false });
    await expect(opened.next()).rejects.toMatchObject({ code: 'TIMEOUT' });
    await left;
  });

  it('ends its request when it is stopped, and when its reader leaves', async () => {
    const waiting = await hubThat(
      (_request, response) => void response.writeHead(200, eventStream).write('data: a\n\n'),
    );
    const stop = new AbortController();
    const opened = openJobStream(waiting.hub, stream, { token, signal: stop.signal });
    await opened.next();
    const next = opened.next();
    stop.abort();
    await expect(next).rejects.toMatchObject({ code: 'CANCELLED' });
    await waiting.left;

    const other = await hubThat(
      (_request, response) => void response.writeHead(200, eventStream).write('data: a\n\ndata: b\n\n'),
    );
    for await (const data of openJobStream(other.hub, stream, { token })) {
      expect(data).toBe('a');
      break;
    }
    await other.left;
  });

  it('says that the connection broke', async () => {
    const { hub } = await hubThat((_request, response) =>
      response.writeHead(200, eventStream).write('data: a\n\n', () => response.destroy()),
    );
    const opened = openJobStream(hub, stream, { token });
    expect(await opened.next()).toEqual({ value: 'a', done: false });
    await expect(opened.next()).rejects.toMatchObject({ code: 'PROVIDER_UNAVAILABLE' });
  });

  it.each([
    ['metrics', 500, 'closed'],
    ['metrics', 503, 'PROVIDER_UNAVAILABLE'],
    ['logs', 500, 'PROVIDER_UNAVAILABLE'],
    ['logs', 401, 'TOKEN_REJECTED'],
    ['logs', 403, 'MISSING_PERMISSION'],
    ['logs', 404, 'NOT_FOUND'],
    ['events', 429, 'RATE_LIMITED'],
    ['events', 302, 'INTERCEPTED'],
  ] as const)('of %s that is refused with %i is %s', async (what, status, expected) => {
    const { hub } = await hubThat(
      (_request, response) =>
        void response.writeHead(status, { 'content-type': 'application/json' }).end('{"error":"no"}'),
    );
    const end = readAll(openJobStream(hub, { ...stream, what }, { token })).then(
      (read) => read.end,
      (error: { code: string }) => error.code,
    );
    expect(await end).toBe(expected);
  });

  it('that is a web page is none', async () => {
    const { hub } = await hubThat(
      (_request, response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>'),
    );
    await expect(readAll(openJobStream(hub, stream, { token }))).rejects.toMatchObject({ code: 'INTERCEPTED' });
  });
});

describe('the streams of a job of the Sandbox', () => {
  it('tell its log from the start or the last lines, its figures while it runs, and its stages', async () => {
    const sandbox = await startSandboxHub({
      spaces: { python: 'none' },
      jobs: { schedulingMs: 0, graceMs: 200, metricsMs: 50 },
    });
    closers.push(() => sandbox.close());
    const hub = createHubClient({ hubUrl: sandbox.url, routerUrl: sandbox.routerUrl }, systemClock);
    const call = { token: Secret.from(sandbox.token) };
    const command = ['sh', '-c', 'echo one; echo two; echo ☕; exec sleep 600'];
    const spec = {
      dockerImage: 'python:3.12',
      command,
      arguments: [],
      environment: {},
      flavor: 'cpu-basic',
      timeoutSeconds: 600,
      labels: {},
      volumes: [],
    };
    const { id } = await submitJob(hub, 'sandy', spec, new Map(), call);
    const place = { namespace: 'sandy', id };

    for await (const data of openJobStream(hub, { ...place, what: 'logs' }, call)) if (data.includes('☕')) break;
    for await (const data of openJobStream(hub, { ...place, what: 'metrics' }, call)) {
      expect(JSON.parse(data)).toHaveProperty('memory_used_bytes');
      break;
    }
    for await (const data of openJobStream(hub, { ...place, what: 'events' }, call)) {
      expect(JSON.parse(data)).toHaveProperty('status.stage', 'RUNNING');
      break;
    }
    await cancelJob(hub, 'sandy', id, call);
    const tail = await readAll(openJobStream(hub, { ...place, what: 'logs', tail: 2 }, call));
    expect(tail.events.map((data) => (JSON.parse(data) as { data: string }).data)).toEqual(['two', '☕']);
    expect(await readAll(openJobStream(hub, { ...place, what: 'metrics' }, call))).toEqual({
      events: [],
      end: 'closed',
    });
    expect((await readAll(openJobStream(hub, { ...place, what: 'events' }, call))).events.at(-1)).toContain('CANCELED');
  });
});
