import { appendFile, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { testClock } from '../../ports/clock.ts';
import { createRedactor } from '../../secrets/redact.ts';
import { Secret } from '../../secrets/secret.ts';
import { openKeptLog, type KeptLog } from './kept-log.ts';

const all = { level: null, events: true } as const;
const graver = { level: 'warning', events: true } as const;
const secret = 'correct-horse-battery';
const redactor = createRedactor(() => [Secret.from(secret)]);
const startMs = Date.UTC(2026, 0, 1);

let folder: string;
const opened: KeptLog[] = [];
const clock = testClock(startMs);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hubdesk-log-'));
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((log) => log.close().catch(() => {})));
  await rm(folder, { recursive: true, force: true });
});

async function open(): Promise<KeptLog> {
  const log = await openKeptLog({ folder: join(folder, 'run'), clock, redact: redactor.redact });
  opened.push(log);
  return log;
}

const raw = (texts: readonly string[], from = 0) => texts.map((text, at) => ({ text, atMs: startMs + from + at }));
const numbered = (count: number) =>
  raw(Array.from({ length: count }, (_, at) => `line ${at}${at % 100 === 7 ? ' WARNING é' : ''}`));
const texts = async (log: KeptLog, filter = all as Parameters<KeptLog['read']>[0], from = 0, count = 500) =>
  (await log.read(filter, from, count)).lines.map(({ text }) => text);

test('a line is kept clean, with its time, its level and what it is', async () => {
  const log = await open();
  log.append([
    { text: 'plain', atMs: startMs },
    { text: '\x1b[31mERROR\x1b[0m: it broke\x07', atMs: null },
    { text: '@@HUBDESK {"k":"step"}', atMs: startMs + 5 },
    { text: 'x'.repeat(100_000), atMs: startMs + 6 },
  ]);
  const { lines, total } = await log.read(all, 0, 10);
  expect(total).toBe(4);
  expect(lines.slice(0, 3)).toEqual([
    { line: 0, at: '2026-01-01T00:00:00.000Z', text: 'plain', level: 'info', event: false, cut: false },
    { line: 1, at: null, text: '\x1b[31mERROR\x1b[0m: it broke', level: 'error', event: false, cut: false },
    { line: 2, at: '2026-01-01T00:00:00.005Z', text: '@@HUBDESK {"k":"step"}', level: 'info', event: true, cut: false },
  ]);
  expect([lines[3]?.cut, lines[3]?.text.length]).toEqual([true, 65_536]);
});

test('a secret is on no line and not in the file, though a colour or a cut goes through it', async () => {
  const log = await open();
  log.append(
    raw([
      `a ${secret} b`,
      `c \x1b[1mcorrect-\x1b[32mhorse-battery\x1b[0m d`,
      `e correct-\0horse-battery f`,
      `${'x'.repeat(65_530)}${secret}`,
      'plain',
      'hf_abcdefghijklmnopqrst',
    ]),
  );
  expect((await texts(log)).map((text) => text.slice(-12))).toEqual([
    'a [secret] b',
    'c [secret] d',
    'e [secret] f',
    'xxxxxx[secre',
    'plain',
    '[secret]',
  ]);
  const file = await readFile(join(folder, 'run', 'log.txt'), 'utf8');
  expect(file).not.toContain('correct');
});

test('any range can be read, filtered or not, and agrees with the whole', async () => {
  const log = await open();
  const lines = numbered(5_000);
  for (let at = 0; at < lines.length; at += 333) log.append(lines.slice(at, at + 333));
  expect(await texts(log, all, 4_990, 100)).toEqual(lines.slice(4_990).map(({ text }) => text));
  expect(await texts(log, all, 60, 10)).toEqual(lines.slice(60, 70).map(({ text }) => text));
  const warnings = lines.filter(({ text }) => text.includes('WARNING')).map(({ text }) => text);
  expect(await texts(log, graver)).toEqual(warnings);
  expect(await texts(log, graver, 20, 3)).toEqual(warnings.slice(20, 23));
  expect((await log.read(graver, 100, 3)).lines).toEqual([]);
  expect((await log.read(graver, 0, 1)).total).toBe(warnings.length);
});

test('event lines can be left out, and told again', async () => {
  const log = await open();
  log.append(raw(['a', '@@HUBDESK {"k":"deps"}', 'b', '@@HUBDESK {"k":"model"}', 'c']));
  expect(await texts(log, { level: null, events: false })).toEqual(['a', 'b', 'c']);
  const events: string[] = [];
  await log.forEachEvent((json) => events.push(json));
  expect(events).toEqual(['{"k":"deps"}', '{"k":"model"}']);
});

test('a gap stands before the next line, also where that line is filtered out', async () => {
  const log = await open();
  log.append(raw(['a WARNING']));
  log.markGap(3);
  log.markGap(4);
  expect([log.gaps, log.endsInGap]).toEqual([1, true]);
  log.append(raw(['b']));
  log.markGap(null);
  log.append(raw(['c WARNING']));
  const missing = async (filter: Parameters<KeptLog['read']>[0], from = 0) =>
    (await log.read(filter, from, 10)).lines.map(({ missingBefore }) => missingBefore);
  expect(await missing(all)).toEqual([undefined, 7, null]);
  expect(await missing(graver)).toEqual([undefined, null]);
  expect(await missing(graver, 1)).toEqual([null]);
  await log.close();
  const again = await open();
  expect((await again.read(all, 0, 10)).lines.map(({ missingBefore }) => missingBefore)).toEqual([undefined, 7, null]);
  expect(await again.lastLines(10)).toEqual({
    lines: [{ text: 'c WARNING', atMs: startMs }],
    first: false,
  });
});

test('a search finds a text whatever its case, behind colours, and beyond ASCII, each line once', async () => {
  const log = await open();
  const lines = numbered(3_000);
  log.append(lines.slice(0, 1_500));
  log.append(raw(['\x1b[31mNEE\x1b[0mdle needle', 'Über den Wolken', 'a needle']));
  log.append(lines.slice(1_500));
  expect(await log.search(all, 'Needle')).toEqual({ indexes: [1_500, 1_502], more: false });
  expect((await log.search(all, 'über')).indexes).toEqual([1_501]);
  expect((await log.search(all, 'É')).indexes.length).toBe(30);
  expect((await log.search(all, 'LINE 29')).indexes.length).toBe(111);
  expect((await log.search(graver, 'line 2107')).indexes).toEqual([21]);
  expect(await log.search(all, '31m')).toEqual({ indexes: [], more: false });
  expect(await log.search(all, 'a\nb')).toEqual({ indexes: [], more: false });
});

test('a search in a log of several pieces tells the right lines and stops at ten thousand', async () => {
  const log = await open();
  const long = Array.from(
    { length: 12_000 },
    (_, at) => `${'filler '.repeat(40)}${at}${at % 1_000 === 500 ? ' pin' : ''}`,
  );
  log.append(raw(long));
  expect((await log.search(all, 'PIN')).indexes).toEqual(Array.from({ length: 12 }, (_, at) => at * 1_000 + 500));
  const many = await log.search(all, 'filler');
  expect([many.indexes.length, many.indexes.at(-1), many.more]).toEqual([10_000, 9_999, true]);
});

test('cut off at any byte, it opens with its last whole line and goes on', async () => {
  const log = await open();
  log.append(raw(['first', 'second é', '\x1b[1mthird\x1b[0m']));
  log.markGap(2);
  log.append(raw(['fourth'], 9));
  await log.close();
  const path = join(folder, 'run', 'log.txt');
  const whole = await readFile(path);
  const ends = [...whole.entries()].filter(([, byte]) => byte === 10).map(([at]) => at + 1);
  for (let size = 0; size <= whole.length; size += 1) {
    await writeFile(path, whole.subarray(0, size));
    const again = await openKeptLog({ folder: join(folder, 'run'), clock, redact: (text) => text });
    const count = ends.filter((end) => end <= size).length;
    expect(again.lines).toBe(count);
    again.append(raw(['next']));
    expect(await texts(again)).toEqual([
      ...['first', 'second é', '\x1b[1mthird\x1b[0m', 'fourth'].slice(0, count),
      'next',
    ]);
    await again.close();
  }
});

test('what a crash of the machine left behind the last line goes', async () => {
  const log = await open();
  log.append(numbered(100));
  await log.close();
  const path = join(folder, 'run', 'log.txt');
  const { size } = await stat(path);
  await appendFile(path, Buffer.concat([Buffer.alloc(50), Buffer.from('\nnot a line of ours\n')]));
  const again = await open();
  expect(again.lines).toBe(100);
  expect((await stat(path)).size).toBe(size);
  await truncate(path, 0);
});

test('followers see the latest state, at most one a frame, and the end', async () => {
  const log = await open();
  log.append(raw(['a', 'b']));
  const stop = new AbortController();
  const states = log.follow(all, 1, stop.signal);
  const first = await states.next();
  expect(first.value).toMatchObject({
    total: 2,
    counting: false,
    over: false,
    gaps: 0,
    tail: { index: 1, lines: [{ text: 'b' }] },
  });
  const second = states.next();
  for (let at = 0; at < 50; at += 1) log.append(raw([`c${at}`]));
  clock.advance(16);
  expect((await second).value).toMatchObject({ total: 52, tail: { index: 51, lines: [{ text: 'c49' }] } });
  const third = states.next();
  clock.advance(16);
  log.end();
  expect((await third).value).toMatchObject({ over: true });
  const last = states.next();
  stop.abort();
  expect((await last).done).toBe(true);
  expect(clock.pending).toBeLessThanOrEqual(1);
});

test('it is saved without colours, beside what is there already', async () => {
  const log = await open();
  log.append(raw(['\x1b[31ma\x1b[0m']));
  log.markGap(2);
  log.append(raw(['b']));
  const one = await log.saveTo(folder, 'my run: 1/2');
  const two = await log.saveTo(folder, 'my run: 1/2');
  expect(await readFile(one, 'utf8')).toBe('a\n[2 lines are missing here]\nb\n');
  expect((await readdir(folder)).filter((name) => name.endsWith('.txt')).toSorted()).toEqual([
    'my run- 1-2 (2).txt',
    'my run- 1-2.txt',
  ]);
  expect(await readFile(two, 'utf8')).toBe(await readFile(one, 'utf8'));
  await expect(log.saveTo(join(folder, 'nowhere'), 'x')).rejects.toMatchObject({ code: 'STORAGE_FAILED' });
});
