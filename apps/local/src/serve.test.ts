import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testClock, type TestClock } from '@hubdesk/core/ports/clock';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { maxBodyBytes } from './guard.ts';
import { codeLifetimeMs } from './door.ts';
import { rawRequest } from './raw-request.ts';
import { createRecordingRouter, operationsOf } from './recording-router.ts';
import { serve, type LocalHost } from './serve.ts';

let host: LocalHost;
let port: number;
let bearer: string;
let calls: string[];
let clock: TestClock;
let folder: string;

async function start(): Promise<void> {
  folder = await mkdtemp(join(tmpdir(), 'hubdesk-page-'));
  await mkdir(join(folder, 'page', 'assets'), { recursive: true });
  await writeFile(join(folder, 'page', 'index.html'), '<!doctype html><html lang="en"><title>Hubdesk</title>');
  await writeFile(join(folder, 'page', 'assets', 'main.js'), 'export {};');
  await writeFile(join(folder, 'secret.txt'), 'never served');
  clock = testClock(0);
  const recorder = createRecordingRouter();
  calls = recorder.calls;
  host = await serve({
    app: { router: recorder.router, theme: () => 'dark' },
    pageFolder: join(folder, 'page'),
    port: 0,
    version: '1.2.3',
    clock,
  });
  port = Number(new URL(host.origin).port);
  bearer = await enter(codeOf(host.entryUrl()));
}

async function stop(): Promise<void> {
  await host.close();
  await rm(folder, { recursive: true });
}

function aHostForEach(): void {
  beforeEach(start);
  afterEach(stop);
}

/** One legitimate request, as pieces that an attack changes. */
interface Parts {
  method: string;
  target: string;
  headers: Record<string, string | readonly string[]>;
  body: string;
}

const codeOf = (url: string) => new URL(url).hash.replace('#code=', '');
const json = (body: unknown) => ({
  'Content-Type': 'application/json',
  'Content-Length': String(Buffer.byteLength(JSON.stringify(body))),
});

function send({ method, target, headers, body }: Parts) {
  const lines = Object.entries(headers).flatMap(([name, value]) => [value].flat().map((one) => `${name}: ${one}`));
  return rawRequest(
    port,
    [`${method} ${target} HTTP/1.1`, ...lines, ...('Upgrade' in headers ? [] : ['Connection: close'])],
    body,
  );
}

async function enter(code: string): Promise<string> {
  const response = await fetch(`${host.origin}/door`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: host.origin },
    body: JSON.stringify({ code }),
  });
  return response.ok ? ((await response.json()) as { bearer: string }).bearer : '';
}

const own = (): Record<string, string> => ({ Host: `127.0.0.1:${port}` });

/** Every way in: each operation of the contract, the document, the door, the wire and the page. */
const routes: { name: string; parts: () => Parts; good: number; secret: boolean }[] = [
  ...operationsOf().map(({ method, path, example }) => ({
    name: `${method} /api${path}`,
    good: 404,
    secret: true,
    parts: (): Parts => {
      const body = method === 'GET' ? '' : JSON.stringify(example ?? {});
      const writing = method === 'GET' ? {} : { Origin: host.origin, ...json(example ?? {}) };
      return {
        method,
        target: `/api${path}`,
        headers: { ...own(), Authorization: `Bearer ${bearer}`, ...writing },
        body,
      };
    },
  })),
  {
    name: 'GET /api/openapi.json',
    good: 200,
    secret: true,
    parts: () => ({
      method: 'GET',
      target: '/api/openapi.json',
      headers: { ...own(), Authorization: `Bearer ${bearer}` },
      body: '',
    }),
  },
  {
    name: 'an unknown route under /api',
    good: 404,
    secret: true,
    parts: () => ({
      method: 'GET',
      target: '/api/no/such',
      headers: { ...own(), Authorization: `Bearer ${bearer}` },
      body: '',
    }),
  },
  {
    name: 'POST /door',
    good: 200,
    secret: false,
    parts: () => {
      const body = { code: codeOf(host.entryUrl()) };
      return {
        method: 'POST',
        target: '/door',
        headers: { ...own(), Origin: host.origin, ...json(body) },
        body: JSON.stringify(body),
      };
    },
  },
  {
    name: 'the wire',
    good: 101,
    secret: true,
    parts: () => ({
      method: 'GET',
      target: '/wire',
      headers: {
        ...own(),
        Origin: host.origin,
        Connection: 'Upgrade',
        Upgrade: 'websocket',
        'Sec-WebSocket-Version': '13',
        'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
        'Sec-WebSocket-Protocol': `hubdesk, ${bearer}`,
      },
      body: '',
    }),
  },
  {
    name: 'the page',
    good: 200,
    secret: false,
    parts: () => ({ method: 'GET', target: '/', headers: own(), body: '' }),
  },
  {
    name: 'a file of the page',
    good: 200,
    secret: false,
    parts: () => ({ method: 'GET', target: '/assets/main.js', headers: own(), body: '' }),
  },
];

const withHeader = (parts: Parts, name: string, value: string | readonly string[]): Parts => ({
  ...parts,
  headers: { ...parts.headers, [name]: value },
});

const hosts = (p: number) => [
  'evil.example',
  `evil.example:${p}`,
  `localhost:${p}`,
  'localhost',
  '127.0.0.1',
  `127.0.0.1.:${p}`,
  `127.0.0.1:${p}.`,
  `user@127.0.0.1:${p}`,
  `[::1]:${p}`,
  `0.0.0.0:${p}`,
  `127.0.0.1:${p + 1}`,
  `127.1:${p}`,
  `127.0.0.1.nip.io:${p}`,
];

/** What an attacker does to a legitimate request; each must be turned away by every route. */
const attacks: { name: string; change: (parts: Parts) => Parts | Parts[] | null }[] = [
  { name: 'a foreign Host', change: (parts) => hosts(port).map((name) => withHeader(parts, 'Host', name)) },
  {
    name: 'X-Forwarded-Host with a foreign Host',
    change: (parts) => withHeader(withHeader(parts, 'Host', 'evil.example'), 'X-Forwarded-Host', `127.0.0.1:${port}`),
  },
  {
    name: 'two Host headers',
    change: (parts) =>
      [
        [`127.0.0.1:${port}`, 'evil.example'],
        ['evil.example', `127.0.0.1:${port}`],
      ].map((both) => withHeader(parts, 'Host', both)),
  },
  {
    name: 'a foreign Origin',
    change: (parts) =>
      [
        'null',
        'http://evil.example',
        `http://localhost:${port}`,
        `http://127.0.0.1:${port + 1}`,
        `https://127.0.0.1:${port}`,
        `http://127.0.0.1:${port}/`,
        '',
      ].map((origin) => withHeader(parts, 'Origin', origin)),
  },
  { name: 'two Origin headers', change: (parts) => withHeader(parts, 'Origin', [host.origin, host.origin]) },
  {
    name: 'no Origin where one is required',
    change: (parts) => {
      const { Origin: origin, ...others } = parts.headers;
      return origin === undefined ? null : { ...parts, headers: others };
    },
  },
  {
    name: 'another site, by Sec-Fetch-Site',
    change: (parts) => ['cross-site', 'same-site', 'nonsense'].map((site) => withHeader(parts, 'Sec-Fetch-Site', site)),
  },
  { name: 'an absolute target', change: (parts) => ({ ...parts, target: `http://127.0.0.1:${port}${parts.target}` }) },
  {
    name: 'a target that reads in two ways',
    change: (parts) =>
      ['/..', '/%2e%2e', '/%00', '/%5c..', '\\..', '/%2f', '//x', '/%', '/%252e%252e'].map((tail) => ({
        ...parts,
        target: `${parts.target.replace(/\/$/, '')}${tail}`,
      })),
  },
  { name: 'a target with two slashes in front', change: (parts) => ({ ...parts, target: `/${parts.target}x` }) },
  {
    name: 'another method',
    change: (parts) => ['OPTIONS', 'PUT', 'PATCH', 'DELETE', 'TRACE'].map((method) => ({ ...parts, method })),
  },
  {
    name: 'a body that is not JSON by its type',
    change: (parts) =>
      parts.method === 'POST'
        ? [
            'text/plain',
            'application/x-www-form-urlencoded',
            'multipart/form-data',
            'application/json; charset=utf-16',
            '',
          ].map((type) => withHeader(parts, 'Content-Type', type))
        : null,
  },
  {
    name: 'a body announced as too large',
    change: (parts) =>
      parts.method === 'POST' ? withHeader({ ...parts, body: '' }, 'Content-Length', String(maxBodyBytes + 1)) : null,
  },
  {
    name: 'a body on a GET',
    change: (parts) => (parts.method === 'GET' ? withHeader({ ...parts, body: 'x' }, 'Content-Length', '1') : null),
  },
];

describe('the guard of every route', () => {
  // What is turned away changes nothing, and there are thousands of these.
  beforeAll(start);
  afterAll(stop);

  test('the list holds the whole contract', () => {
    expect(operationsOf().length).toBeGreaterThan(20);
    expect(routes.length).toBe(operationsOf().length + 6);
  });

  describe.for(routes)('$name', ({ parts, good, secret }) => {
    test('a request from our own page is let in', async () => {
      expect((await send(parts())).status).toBe(good);
      expect((await send(withHeader(parts(), 'Sec-Fetch-Site', 'same-origin'))).status).toBe(good);
    });

    test.for(attacks)('turned away: $name', async ({ change }, { skip }) => {
      const changed = change(parts());
      if (changed === null) return skip('does not apply to this route');
      const before = calls.length;
      for (const attack of [changed].flat()) {
        const { status } = await send(attack);
        expect([400, 401, 403, 405, 411, 413, 415, 421, 426], JSON.stringify(attack)).toContain(status);
      }
      expect(calls.length).toBe(before);
    });

    test.runIf(secret)('turned away: no bearer, a wrong one, and one in the wrong place', async () => {
      const before = calls.length;
      const good = parts();
      const place = 'Authorization' in good.headers ? 'Authorization' : 'Sec-WebSocket-Protocol';
      const { [place]: _, ...others } = good.headers;
      const code = codeOf(host.entryUrl());
      const wrong =
        place === 'Authorization'
          ? [
              'Bearer ',
              `Bearer ${code}`,
              `bearer ${bearer}`,
              bearer,
              `Bearer ${bearer}x`,
              `Bearer ${bearer.slice(1)}`,
              `Basic ${bearer}`,
            ]
          : ['hubdesk', `hubdesk, ${code}`, bearer, `${bearer}, hubdesk`, `hubdesk, ${bearer}x`];
      const tries = [
        { ...good, headers: others },
        { ...good, headers: others, target: `${good.target}?bearer=${bearer}&access_token=${bearer}` },
        withHeader({ ...good, headers: others }, 'Cookie', `bearer=${bearer}`),
        ...wrong.map((value) => withHeader(good, place, value)),
      ];
      for (const attempt of tries) expect((await send(attempt)).status, JSON.stringify(attempt)).toBe(401);
      expect(
        (await send(withHeader(good, place, [String(good.headers[place]), String(good.headers[place])]))).status,
      ).toBe(400);
      expect(calls.length).toBe(before);
    });

    test('no answer, good or bad, opens itself to other origins or sets a cookie', async () => {
      for (const request of [parts(), withHeader(parts(), 'Origin', 'http://evil.example')]) {
        const { head } = await send(request);
        expect(head).not.toMatch(/access-control-|set-cookie/i);
      }
    });
  });
});

describe('upgrades', () => {
  aHostForEach();

  test('only the wire can be upgraded, and the wire only upgraded', async () => {
    const wire = routes.find((route) => route.name === 'the wire')?.parts();
    if (!wire) throw new Error('no wire');
    for (const target of ['/', '/api/app/state', '/door', '/wire/']) {
      expect(
        (await send({ ...wire, target, headers: { ...wire.headers, Authorization: `Bearer ${bearer}` } })).status,
        target,
      ).not.toBe(101);
    }
    const { Upgrade: _, Connection: __, ...plain } = wire.headers;
    expect((await send({ ...wire, headers: plain })).status).toBe(426);
    expect((await send(withHeader(wire, 'Upgrade', 'h2c'))).status).not.toBe(101);
  });

  test('the bearer is not said back', async () => {
    const wire = routes.find((route) => route.name === 'the wire')?.parts();
    if (!wire) throw new Error('no wire');
    const { head } = await send(wire);
    expect(head).toMatch(/^sec-websocket-protocol: hubdesk$/im);
    expect(head).not.toContain(bearer);
  });
});

describe('the door', () => {
  aHostForEach();

  test('a code opens once, and not after a minute', async () => {
    const code = codeOf(host.entryUrl());
    expect(await enter(code)).toBe(bearer);
    expect(await enter(code)).toBe('');
    const late = codeOf(host.entryUrl());
    clock.advance(codeLifetimeMs);
    expect(await enter(late)).toBe('');
  });

  const knocks = {
    'an empty body': '',
    'half of a body': '{',
    'a list': '[]',
    'a number': '{"code":1}',
    'more than a code': '{"code":"x","more":1}',
    'a long one': `{"code":"${'x'.repeat(5_000)}"}`,
  };
  test.for(Object.entries(knocks))('%s opens nothing', async ([, body]) => {
    const answer = await send({
      method: 'POST',
      target: '/door',
      headers: {
        ...own(),
        Origin: host.origin,
        'Content-Type': 'application/json',
        'Content-Length': String(body.length),
      },
      body,
    });
    expect(answer.status).toBe(401);
    expect(answer.body).not.toContain(bearer);
  });

  test('a body that never says how long it is ends at the cap', async () => {
    const chunk = `${(65_536).toString(16)}\r\n${'x'.repeat(65_536)}\r\n`;
    const answer = await send({
      method: 'POST',
      target: '/api/preferences/set',
      headers: {
        ...own(),
        Origin: host.origin,
        Authorization: `Bearer ${bearer}`,
        'Content-Type': 'application/json',
        'Transfer-Encoding': 'chunked',
      },
      body: chunk.repeat(maxBodyBytes / 65_536 + 1) + '0\r\n\r\n',
    });
    expect(answer.status).toBe(413);
    expect(calls).toEqual([]);
  });
});

describe('the page', () => {
  aHostForEach();

  test('carries the policy, the theme and no secret', async () => {
    const { head, body } = await send({ method: 'GET', target: '/', headers: own(), body: '' });
    expect(head).toMatch(
      /content-security-policy: default-src 'none'; script-src 'self';.*require-trusted-types-for 'script'/i,
    );
    expect(head).toMatch(/x-content-type-options: nosniff/i);
    expect(head).toMatch(/referrer-policy: no-referrer/i);
    expect(head).toMatch(/cache-control: no-store/i);
    expect(body).toContain('<html lang="en" data-theme="dark">');
    expect(head + body).not.toContain(bearer);
  });

  test('a HEAD has the headers and no body', async () => {
    const answer = await send({ method: 'HEAD', target: '/', headers: own(), body: '' });
    expect(answer.status).toBe(200);
    expect(answer.body).toBe('');
  });

  test('files beside the page, hidden ones, and ones made later are not served', async () => {
    await writeFile(join(folder, 'page', 'late.txt'), 'made after the start');
    await symlink(join(folder, 'secret.txt'), join(folder, 'page', 'link.txt'));
    for (const target of ['/secret.txt', '/late.txt', '/link.txt', '/.vite/manifest.json', '/assets/', '/assets']) {
      const answer = await send({ method: 'GET', target, headers: own(), body: '' });
      expect(answer.status, target).toBe(404);
    }
  });
});

describe('the end', () => {
  aHostForEach();

  test('closing ends open sockets', async () => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/wire`, {
      protocols: ['hubdesk', bearer],
      headers: { origin: host.origin },
    } as never);
    await new Promise((resolve, reject) => {
      socket.addEventListener('open', resolve);
      socket.addEventListener('error', reject);
    });
    const closed = new Promise((resolve) => socket.addEventListener('close', resolve));
    await host.close();
    await closed;
    await expect(fetch(host.origin)).rejects.toThrow();
    host = { ...host, close: async () => {} };
  });
});
