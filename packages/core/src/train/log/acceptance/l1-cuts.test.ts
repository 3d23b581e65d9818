// L1: a stream cut at any byte, replayed whole or by its last hundred lines, is kept exactly, or shows where a line may be
// missing. The places at which nothing can be known are in `replay-matcher.test.ts`, with 10,000 random logs.
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createParser } from 'eventsource-parser';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createHubClient } from '../../../hub/hub-client.ts';
import { openJobBatches } from '../../../hub/job-events.ts';
import { systemClock, testClock } from '../../../ports/clock.ts';
import { Secret } from '../../../secrets/secret.ts';
import { followJobLog } from '../follow-job-log.ts';
import { openKeptLog, type KeptLog } from '../kept-log.ts';

const count = 2_000;
const all = { level: null, events: true } as const;
const texts = Array.from({ length: count }, (_, at) => {
  if (at === 0) return '===== Job started at 2026-01-01 00:00:00 =====';
  // Many the same, as a progress bar is, and some with more bytes than letters.
  return at % 3 === 0 ? `step ${at} ⏳` : 'waiting …';
});
// Three lines share each instant.
const events = texts.map((data, at) =>
  Buffer.from(
    `data: ${JSON.stringify({ data, timestamp: new Date(1_767_225_600_000 + Math.floor(at / 3)).toISOString() })}\n\n`,
  ),
);
const offsets = events.reduce<number[]>((known, bytes) => [...known, (known.at(-1) ?? 0) + bytes.length], [0]);
const whole = Buffer.concat(events);
const lineAt = (offset: number): number => offsets.findLastIndex((begins) => begins <= offset);

let folder: string;
let log: KeptLog;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hubdesk-l1-'));
  log = await openKeptLog({ folder, clock: testClock(0), redact: (text) => text });
});
afterEach(async () => {
  await log.close();
  await rm(folder, { recursive: true, force: true });
});

/** Every byte of a line and the first of the next, near the beginning, in the middle and at the end. */
const cuts = [1, 2, 999, count - 2].flatMap((line) =>
  Array.from({ length: (offsets[line + 1] ?? 0) - (offsets[line] ?? 0) + 1 }, (_, at) => (offsets[line] ?? 0) + at),
);

/** The bytes of a connection that is cut at `to`. */
function sent(to: number, tail: number | null): Buffer {
  return whole.subarray(tail === null ? 0 : (offsets[Math.max(0, lineAt(to) - tail)] ?? 0), to);
}

async function expectExact(): Promise<void> {
  expect([log.lines, log.gaps]).toEqual([count, 0]);
  for (let from = 0; from < count; from += 500) {
    expect((await log.read(all, from, 500)).lines.map(({ text }) => text)).toEqual(texts.slice(from, from + 500));
  }
}

test.each([
  ['everything', null],
  ['the last hundred lines', 100],
])(
  'cut at one byte after the other, with %s replayed, each line is kept once',
  async (_, tail) => {
    const clock = testClock(0);
    // Where a tail is all there is, a step must not be longer than it.
    const steps = tail === null ? [] : Array.from({ length: count / 50 }, (__, at) => offsets[at * 50] ?? 0);
    const breaks = [...cuts, ...steps].toSorted((a, b) => a - b);
    let connections = 0;
    const done = followJobLog({
      open: async function* () {
        const cut = breaks[connections];
        connections += 1;
        const said: string[] = [];
        const parser = createParser({ onEvent: ({ data }) => void said.push(data) });
        parser.feed(new TextDecoder().decode(sent(cut ?? whole.length, tail), { stream: true }));
        yield said;
        if (cut !== undefined) throw new Error('It was cut.');
      },
      stage: async () => (connections > breaks.length ? 'over' : 'going-on'),
      log,
      clock,
      random: () => 0,
      onEvent: () => {},
      onState: (_state, waitMs) => {
        if (waitMs !== null) setImmediate(() => clock.advance(waitMs));
      },
      signal: new AbortController().signal,
    });
    expect(await done).toBe('complete');
    expect(connections).toBe(breaks.length + 2);
    await expectExact();
  },
  60_000,
);

test.each([
  ['everything', null],
  ['the last hundred lines', 100],
])(
  'over a real connection that breaks, with %s replayed, each line is kept once',
  async (_, tail) => {
    const breaks = Array.from({ length: 30 }, (__, at) => Math.floor((whole.length * (at + 1)) / 30.5) + at);
    let connections = 0;
    const server = createServer((_request, response) => {
      const to = breaks[connections] ?? whole.length;
      connections += 1;
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(sent(to, tail), () => (to === whole.length ? response.end() : response.destroy()));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const hub = createHubClient({ hubUrl: url, routerUrl: url }, systemClock);
    const clock = testClock(0);
    try {
      const end = await followJobLog({
        open: ({ signal }) =>
          openJobBatches(
            hub,
            { namespace: 'sandy', id: 'j1', what: 'logs' },
            { token: Secret.from('hf_abcdefghijklmnopqrstuvwxyz0123'), signal },
          ),
        stage: async () => (connections > breaks.length ? 'over' : 'going-on'),
        log,
        clock,
        random: () => 0,
        onEvent: () => {},
        onState: (_state, waitMs) => {
          if (waitMs !== null) setImmediate(() => clock.advance(waitMs));
        },
        signal: new AbortController().signal,
      });
      expect(end).toBe('complete');
      await expectExact();
    } finally {
      server.closeAllConnections();
      server.close();
    }
  },
  60_000,
);
