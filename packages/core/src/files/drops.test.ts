import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { testClock } from '../ports/clock.ts';
import { createDrops, type DropsParts } from './drops.ts';
import { scratchFolder } from './scratch-folder.ts';

const day = 24 * 3_600_000;

async function start(parts: Partial<DropsParts> = {}) {
  const folder = join(await scratchFolder(), 'drops');
  const clock = testClock(Date.now());
  const open = () => createDrops({ folder, clock, platform: 'linux', ...parts });
  const drops = open();
  const drop = randomUUID();
  const send = (path: string, text: string, offset = 0, totalBytes = offset + text.length, more = true) =>
    drops.receive({ drop, path, offset, totalBytes, more, bytes: Buffer.from(text) });
  const content = (path: string) => readFile(join(folder, drop, 'content', path), 'utf8');
  return { folder, clock, drops, open, drop, send, content };
}

describe('a dropped file', () => {
  it('arrives piece by piece, and is written down with how much is there', async () => {
    const { drops, drop, send, content, folder } = await start();
    expect(await send('data/train.jsonl', '{"a"', 0, 8)).toBe(4);
    expect(await send('data/train.jsonl', ':1}\n', 4, 8)).toBe(8);
    expect(await send('empty.txt', '')).toBe(0);
    await drops.flush();
    expect(await content('data/train.jsonl')).toBe('{"a":1}\n');
    expect(await drops.read(drop)).toEqual({
      content: join(folder, drop, 'content'),
      files: [
        { path: 'data/train.jsonl', totalBytes: 8, receivedBytes: 8 },
        { path: 'empty.txt', totalBytes: 0, receivedBytes: 0 },
      ],
      more: true,
    });
    expect(JSON.parse(await readFile(join(folder, drop, 'manifest.json'), 'utf8'))).toMatchObject({
      files: { length: 2 },
    });
  });

  it('takes the same bytes once when the answer was lost and they come again', async () => {
    const { send, content } = await start();
    await send('a', 'one', 0, 6);
    expect(await send('a', 'one', 0, 6)).toBe(3);
    expect(await send('a', 'two', 3, 6)).toBe(6);
    expect(await send('a', 'one', 0, 6)).toBe(6);
    expect(await content('a')).toBe('onetwo');
  });

  it('refuses bytes that do not follow, or differ from those that are there', async () => {
    const { send, content } = await start();
    await send('a', 'one', 0, 9);
    await expect(send('a', 'six', 6, 9)).rejects.toMatchObject({ code: 'CONFLICT' });
    await expect(send('a', 'ONE', 0, 9)).rejects.toMatchObject({ code: 'CONFLICT' });
    await expect(send('b', 'x', 1, 9)).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(await content('a')).toBe('one');
  });

  it('refuses a file that changed its size while it was read', async () => {
    const { send } = await start();
    await send('a', 'one', 0, 6);
    await expect(send('a', 'two', 3, 7)).rejects.toMatchObject({ code: 'FILE_UNREADABLE', data: { path: 'a' } });
    await expect(send('a', 'toolong', 3, 6)).rejects.toMatchObject({ code: 'FILE_UNREADABLE' });
  });

  it('takes pieces of many files at once', async () => {
    const { drops, drop, send, content } = await start();
    const names = Array.from({ length: 40 }, (_, index) => `f/${index % 4}/${index}`);
    await Promise.all(names.map((name) => send(name, name)));
    expect((await drops.read(drop)).files).toHaveLength(40);
    expect(await content('f/3/39')).toBe('f/3/39');
  });

  it.each(['', '/etc/passwd', '../up', 'a/../../b', 'a//b', 'a/', './a', 'a\0b', 'x'.repeat(300)])(
    'is refused under the name %j, and nothing is written',
    async (name) => {
      const { send, folder } = await start();
      await expect(send(name, 'x')).rejects.toMatchObject({ code: 'INVALID_INPUT', data: { field: 'path' } });
      await expect(readdir(folder)).rejects.toMatchObject({ code: 'ENOENT' });
    },
  );

  it.each(['C:\\x', 'a\\..\\b', 'con.txt', 'name.', 'a:b'])('is refused under the name %j on Windows', async (name) => {
    const { send } = await start({ platform: 'win32' });
    await expect(send(name, 'x')).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });

  it('is refused before its first byte when the disk has no room for all of it', async () => {
    const { drops, drop, send } = await start({ freeBytes: async () => 100 });
    await send('a', 'one', 0, 60);
    await expect(send('b', 'x', 0, 60)).rejects.toMatchObject({
      code: 'STORAGE_FAILED',
      data: { reason: 'the disk has not enough room for all of it' },
    });
    expect((await drops.read(drop)).files).toEqual([{ path: 'a', totalBytes: 60, receivedBytes: 3 }]);
  });

  it('goes on where it was after the disk was full', async ({ skip }) => {
    const { drops, drop, send, content, folder } = await start({ freeBytes: async () => Infinity });
    await mkdir(folder);
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'none', folder], { stdio: 'pipe' });
    } catch (error) {
      skip(`SKIPPED: needs root and the right to mount a tmpfs (${String(error).split('\n')[0]})`);
    }
    onTestFinished(() => void execFileSync('umount', ['-l', folder], { stdio: 'pipe' }));
    const [first, rest] = ['a'.repeat(10_000), 'b'.repeat(70_000)];
    await send('big', first, 0, 80_000);
    await expect(send('big', rest, 10_000, 80_000)).rejects.toMatchObject({ data: { reason: 'the disk is full' } });
    expect((await drops.read(drop)).files).toEqual([{ path: 'big', totalBytes: 80_000, receivedBytes: 10_000 }]);
    expect(await content('big')).toBe(first);
    execFileSync('mount', ['-o', 'remount,size=1m', folder], { stdio: 'pipe' });
    expect(await send('big', rest, 10_000, 80_000)).toBe(80_000);
    expect(await content('big')).toBe(first + rest);
  });
});

describe('a drop', () => {
  it('is believed after a crash only as far as its files bear it out', async () => {
    const { drops, open, drop, send, folder, content } = await start();
    await send('a', 'onetwo', 0, 9);
    await send('b', 'x', 0, 2);
    await drops.flush();
    await truncate(join(folder, drop, 'content', 'a'), 4);
    const again = open();
    expect((await again.read(drop)).files).toEqual([
      { path: 'a', totalBytes: 9, receivedBytes: 4 },
      { path: 'b', totalBytes: 2, receivedBytes: 1 },
    ]);
    await again.receive({ drop, path: 'a', offset: 4, totalBytes: 9, more: true, bytes: Buffer.from('wosix') });
    expect(await content('a')).toBe('onetwosix');
  });

  it('is all named once its page has said so, also after a late piece and another start', async () => {
    const { drops, open, drop, send } = await start();
    await send('a', 'one', 0, 6);
    await send('b', 'x', 0, 1, false);
    await send('a', 'two', 3, 6, true);
    expect(await drops.read(drop)).toMatchObject({ more: false });
    await drops.flush();
    expect(await open().read(drop)).toMatchObject({ more: false });
  });

  it('writes its manifest down by itself', async () => {
    const { clock, send, drop, folder } = await start();
    await send('a', 'one');
    await send('b', 'two');
    clock.advance(1_000);
    const manifest = join(folder, drop, 'manifest.json');
    await expect.poll(async () => JSON.parse(await readFile(manifest, 'utf8'))).toMatchObject({ files: { length: 2 } });
  });

  it('that was forgotten is gone, and can begin anew', async () => {
    const { drops, drop, send, folder } = await start();
    await send('a', 'one');
    await drops.forget(drop);
    await drops.forget(drop);
    expect(await readdir(folder)).toEqual([]);
    await expect(drops.read(drop)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await send('a', 'other')).toBe(5);
  });

  it('that nobody touched for a week is swept away, one that was read lately is not', async () => {
    const { clock, folder, open } = await start();
    const [old, read] = [randomUUID(), randomUUID()];
    const first = open();
    for (const drop of [old, read]) {
      await first.receive({ drop, path: 'a', offset: 0, totalBytes: 1, more: false, bytes: Buffer.from('x') });
      await utimes(join(folder, drop), new Date(clock.now()), new Date(clock.now()));
    }
    await mkdir(join(folder, `${randomUUID()}.forgotten`));
    clock.advance(5 * day);
    await open().read(read);
    clock.advance(5 * day);
    await open().sweep();
    expect(await readdir(folder)).toEqual([read]);
  });

  it('has no name that leads elsewhere', async () => {
    const { drops, folder } = await start();
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, '..', 'kept'), '');
    await expect(drops.forget('../kept')).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    expect((await stat(join(folder, '..', 'kept'))).isFile()).toBe(true);
  });
});
