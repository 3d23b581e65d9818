import { spawnSync } from 'node:child_process';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { systemClock, testClock } from '../ports/clock.ts';
import { withLock } from './lock-file.ts';
import { scratchFolder } from './scratch-folder.ts';

// A busy disk makes durable writes slow.
vi.setConfig({ testTimeout: 30_000 });

test('those who want the lock take turns, and it is gone afterwards', async () => {
  const dir = await scratchFolder();
  const path = join(dir, 'lock');
  let inside = 0;
  let most = 0;
  await Promise.all(
    Array.from({ length: 8 }, () =>
      withLock(path, { clock: systemClock }, async () => {
        most = Math.max(most, ++inside);
        await readFile(path, 'utf8');
        inside -= 1;
      }),
    ),
  );
  expect(most).toBe(1);
  expect(await readdir(dir)).toEqual([]);
});

test('the lock of a process that is gone, or of an id given to another program, is taken over', async () => {
  const dir = await scratchFolder();
  const path = join(dir, 'lock');
  const { pid } = spawnSync('true');
  for (const content of [
    JSON.stringify({ pid, started: null }),
    JSON.stringify({ pid: process.ppid, started: 'other' }),
    '',
  ]) {
    await writeFile(path, content);
    expect(await withLock(path, { clock: testClock(0) }, async () => 'mine')).toBe('mine');
  }
  expect(await readdir(dir)).toEqual([]);
});

test('a living holder keeps it and whoever waits in vain is told', async () => {
  const path = join(await scratchFolder(), 'lock');
  const held = JSON.stringify({ pid: process.ppid, started: null });
  await writeFile(path, held);
  await expect(withLock(path, { clock: testClock(0), patienceMs: 0 }, async () => 'mine')).rejects.toMatchObject({
    code: 'STORAGE_FAILED',
    data: { reason: 'another Hubdesk is writing there' },
  });
  expect(await readFile(path, 'utf8')).toBe(held);
});

test('work that fails gives the lock back', async () => {
  const dir = await scratchFolder();
  await expect(
    withLock(join(dir, 'lock'), { clock: testClock(0) }, () => Promise.reject(new Error('no'))),
  ).rejects.toThrow('no');
  expect(await readdir(dir)).toEqual([]);
});
