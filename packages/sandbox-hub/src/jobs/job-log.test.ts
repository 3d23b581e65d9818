import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { JobLog } from './job-log.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'job-log-'));
});
afterEach(() => rm(folder, { recursive: true }));

const gone = () => new AbortController();
const open = (limitBytes?: number) =>
  new JobLog({ file: join(folder, 'a.log'), now: () => 0, ...(limitBytes === undefined ? {} : { limitBytes }) });

async function all(log: JobLog, tail?: number): Promise<string> {
  let text = '';
  const pieces = log.read({ tail, gone: gone().signal, keepAliveMs: 60_000, keepAlive: ': x\n\n' });
  for await (const piece of pieces) text += typeof piece === 'string' ? piece : Buffer.from(piece).toString();
  return text;
}

test('says so once when it is full, and keeps no more', async () => {
  const log = open(500);
  for (let line = 0; line < 100; line += 1) log.append([`line ${line}`]);
  log.end();
  const text = await all(log);
  expect(text.match(/is longer than/g)).toHaveLength(1);
  expect(text).toMatch(/no more of it is kept[^\n]*\n\n$/);
  expect(text.length).toBeLessThan(800);
});

test('cuts a line of ten million letters into parts that lose nothing', async () => {
  const log = open();
  log.append(['a'.repeat(10_000_000), 'b']);
  log.end();
  expect(log.lines).toBe(11);
  const text = await all(log);
  expect(text.match(/a/g)?.length).toBeGreaterThanOrEqual(10_000_000);
});

test('a reader who leaves is let go at once', async () => {
  const log = open();
  const reader = gone();
  const reading = log.read({ gone: reader.signal, keepAliveMs: 60_000, keepAlive: '' }).next();
  reader.abort();
  expect((await reading).done).toBe(true);
});

test('nothing comes in after the end', async () => {
  const log = open();
  log.append(['a']);
  log.end();
  log.append(['b']);
  expect(log.lines).toBe(1);
});
