// L2: whatever a job prints, from the socket to what is shown: as the oracle says, without a control byte, and quickly.
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createHubClient } from '../../../hub/hub-client.ts';
import { openJobBatches } from '../../../hub/job-events.ts';
import { systemClock, testClock } from '../../../ports/clock.ts';
import { createRedactor } from '../../../secrets/redact.ts';
import { Secret } from '../../../secrets/secret.ts';
import { followJobLog } from '../follow-job-log.ts';
import { openKeptLog, type KeptLog } from '../kept-log.ts';

const all = { level: null, events: true } as const;
const token = Secret.from('hf_abcdefghijklmnopqrstuvwxyz0123');
const redactor = createRedactor(() => [token]);

let folder: string;
let log: KeptLog;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hubdesk-l2-'));
  log = await openKeptLog({ folder, clock: testClock(0), redact: redactor.redact });
});
afterEach(async () => {
  await log.close();
  await rm(folder, { recursive: true, force: true });
});

const corpus: readonly (readonly [raw: string, shown: string])[] = [
  ['plain text, <b>markup</b> & "quotes"', 'plain text, <b>markup</b> & "quotes"'],
  ['\x1b[1;31mred\x1b[0m', '\x1b[1;31mred\x1b[0m'],
  ['\x1b[2J\x1b[H\x1b[?1049hscreen', 'screen'],
  ['\x1b]0;owned\x07\x1b]52;c;cm0gLXJm\x1b\\clipboard', 'clipboard'],
  ['\x1b]8;;file:///etc/passwd\x1b\\click\x1b]8;;\x07', 'click'],
  ['\x1bP+q544e\x1b\\dcs\x1b_apc\x1b\\\x1b^pm\x1b\\\x1bXsos\x1b\\', 'dcs'],
  ['\x9b31mc1\x9b0m\x9d0;t\x9c\x90q\x9c', '\x1b[31mc1\x1b[0m'],
  ['unterminated \x1b]0;title', 'unterminated 0;title'],
  ['the next line is whole', 'the next line is whole'],
  ['unterminated \x1b[38;5', 'unterminated '],
  ['m is a letter', 'm is a letter'],
  ['10%\r50%\r100%', '100%'],
  ['a\bb\x07c\0d\x7f', 'abcd'],
  ['user\u202egpj.exe\u2066', 'user⟨U+202E⟩gpj.exe⟨U+2066⟩'],
  ['ze\u200bro\ufeff', 'ze⟨U+200B⟩ro⟨U+FEFF⟩'],
  ['日本語 🎉 é', '日本語 🎉 é'],
  ['half \ud83d of a pair', 'half \ufffd of a pair'],
  [`secret ${'hf_abcdefghijklm'}\x1b[0m${'nopqrstuvwxyz0123'}`, 'secret [secret]'],
  [`secret hf_abcdef\0ghijklmnopqrstuvwxyz0123`, 'secret [secret]'],
];

/** Sends the events, each piece in a write of its own, and keeps what comes. */
async function keepFrom(pieces: readonly Uint8Array[]): Promise<void> {
  const server = createServer(async (_request, response) => {
    response.socket?.setNoDelay(true);
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const piece of pieces) await new Promise<void>((resolve) => response.write(piece, () => resolve()));
    response.end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const hub = createHubClient({ hubUrl: url, routerUrl: url }, systemClock);
  try {
    await followJobLog({
      open: ({ signal }) => openJobBatches(hub, { namespace: 'sandy', id: 'j1', what: 'logs' }, { token, signal }),
      stage: async () => 'over',
      log,
      clock: systemClock,
      random: () => 0,
      onEvent: () => {},
      onState: () => {},
      signal: new AbortController().signal,
    });
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

const event = (data: string, at: number): string =>
  `data: ${JSON.stringify({ data, timestamp: new Date(1_767_225_600_000 + at).toISOString() })}\n\n`;
const started = '===== Job started at 2026-01-01 00:00:00 =====';

test('every kind of hostile line is shown as the oracle says, and no control byte with it', async () => {
  const lines = [started, ...corpus.map(([raw]) => raw)];
  await keepFrom([Buffer.from(lines.map(event).join(''))]);
  const { lines: kept } = await log.read(all, 1, 500);
  expect(kept.map(({ text }) => text)).toEqual(corpus.map(([, shown]) => shown));
  /* oxlint-disable no-control-regex -- they are what must not be there */
  for (const { text } of kept)
    expect(text.replaceAll(/\x1b\[[0-9;:]*m/g, '')).not.toMatch(/[\0-\x08\x0a-\x1f\x7f-\x9f]/);
  expect(await readFile(join(folder, 'log.txt'), 'utf8')).not.toContain('hf_abc');
});

test('letters of several bytes are whole wherever the connection splits them', async () => {
  const bytes = Buffer.from([started, 'é 日本 🎉 \u202e'].map(event).join(''));
  await keepFrom([...bytes].map((byte) => Uint8Array.of(byte)));
  expect((await log.read(all, 1, 1)).lines.map(({ text }) => text)).toEqual(['é 日本 🎉 ⟨U+202E⟩']);
});

test('a line of ten megabytes is cut and told to be, and its neighbours are whole', async () => {
  const lines = [started, 'before', 'x'.repeat(10 * 1024 * 1024), `${'y\r'.repeat(5 * 1024 * 1024)}last`, 'after'];
  await keepFrom([Buffer.from(lines.map(event).join(''))]);
  const { lines: kept } = await log.read(all, 1, 10);
  expect(kept.map(({ text, cut }) => [text.length, text.slice(0, 6), cut])).toEqual([
    [6, 'before', false],
    [65_536, 'xxxxxx', true],
    [4, 'last', false],
    [5, 'after', false],
  ]);
}, 60_000);

test.each([
  ['the corpus, 2,000 lines of it', Array.from({ length: 2_000 }, (_, at) => corpus[at % corpus.length]?.[0] ?? '')],
  ['ten megabytes of one letter', ['x'.repeat(10 * 1024 * 1024)]],
  ['ten megabytes of introducers', ['\x1b]'.repeat(5 * 1024 * 1024)]],
  ['ten megabytes of marks', ['\u202e'.repeat(10 * 1024 * 1024)]],
  ['ten megabytes of overwritten lines', ['\r\x1b[31m'.repeat(2 * 1024 * 1024)]],
])(
  '%s: a batch takes less than 100 ms',
  (_, texts) => {
    const lines = texts.map((text) => ({ text, atMs: 0 }));
    let bestMs = Infinity;
    for (let round = 0; round < 5; round += 1) {
      const began = performance.now();
      log.append(lines);
      bestMs = Math.min(bestMs, performance.now() - began);
    }
    expect(bestMs).toBeLessThan(100);
  },
  60_000,
);
