import { execFileSync } from 'node:child_process';
import { chmod, lstat, mkdir, readFile, readdir, readlink, stat, symlink, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { isAppError } from '@hubdesk/shared/errors';
import type { AppError } from '@hubdesk/shared/errors';
import { testClock } from '../ports/clock.ts';
import { listBackups } from './backups.ts';
import { safeWrite } from './safe-write.ts';
import { scratchFolder } from './scratch-folder.ts';

// A busy disk makes durable writes slow.
vi.setConfig({ testTimeout: 30_000 });

const isRoot = process.getuid?.() === 0;

async function failure(work: Promise<unknown>): Promise<AppError<'STORAGE_FAILED'>> {
  const error: unknown = await work.then(
    () => undefined,
    (caught: unknown) => caught,
  );
  if (isAppError(error, 'STORAGE_FAILED')) return error;
  throw new Error(`expected STORAGE_FAILED, got ${String(error)}`);
}

test('a new file is whole, its owner alone may read it, and nothing else is left beside it', async () => {
  const dir = await scratchFolder();
  await safeWrite(join(dir, 'a.json'), 'grüße');
  expect(await readFile(join(dir, 'a.json'), 'utf8')).toBe('grüße');
  expect((await stat(join(dir, 'a.json'))).mode & 0o777).toBe(0o600);
  expect(await readdir(dir)).toEqual(['a.json']);
});

test('an existing file keeps its mode, and gets the one asked for when asked', async () => {
  const path = join(await scratchFolder(), 'config.json');
  await writeFile(path, 'old');
  await chmod(path, 0o644);
  await safeWrite(path, 'new');
  expect((await stat(path)).mode & 0o777).toBe(0o644);
  await safeWrite(path, 'newer', { mode: 0o700 });
  expect((await stat(path)).mode & 0o777).toBe(0o700);
});

test.runIf(isRoot)('an existing file keeps its owner', async () => {
  const path = join(await scratchFolder(), 'theirs.json');
  await writeFile(path, 'old');
  execFileSync('chown', ['65534:65534', path]);
  await safeWrite(path, 'new');
  const { uid, gid } = await stat(path);
  expect([uid, gid]).toEqual([65534, 65534]);
});

test('a symbolic link stays a link and the file it leads to changes', async () => {
  const dir = await scratchFolder();
  await mkdir(join(dir, 'dotfiles'));
  await writeFile(join(dir, 'dotfiles', 'real.json'), 'old');
  await symlink('dotfiles/real.json', join(dir, 'link.json'));
  await safeWrite(join(dir, 'link.json'), 'new', { backups: 2, clock: testClock(0) });
  expect(await readlink(join(dir, 'link.json'))).toBe('dotfiles/real.json');
  expect(await readFile(join(dir, 'dotfiles', 'real.json'), 'utf8')).toBe('new');
  expect(await readdir(dir)).toEqual(['dotfiles', 'link.json']);
});

test('a link to a file that is not there is refused and left alone', async () => {
  const dir = await scratchFolder();
  await symlink('/nowhere/at/all.json', join(dir, 'link.json'));
  const error = await failure(safeWrite(join(dir, 'link.json'), 'x'));
  expect(error.data.reason).toBe('it is a link to a file that is not there');
  expect((await lstat(join(dir, 'link.json'))).isSymbolicLink()).toBe(true);
  expect(await readdir(dir)).toEqual(['link.json']);
});

test('links that go round, a folder in the way and a missing folder each get a plain sentence', async () => {
  const dir = await scratchFolder();
  await symlink('loop', join(dir, 'loop'));
  await mkdir(join(dir, 'folder'));
  expect((await failure(safeWrite(join(dir, 'loop'), 'x'))).data.reason).toBe(
    'its symbolic links go round in a circle',
  );
  expect((await failure(safeWrite(join(dir, 'folder'), 'x'))).data.reason).toBe(
    'something that is not a file stands in its place',
  );
  const missing = await failure(safeWrite(join(dir, 'no', 'such', 'file'), 'x'));
  expect(missing.message).toBe(
    `Hubdesk could not save ${join(dir, 'no', 'such', 'file')}: its folder does not exist. Nothing was changed.`,
  );
  expect(missing.data.path).toBe(join(dir, 'no', 'such', 'file'));
});

test('dated copies of earlier contents are kept, the newest ones, readable by their owner only', async () => {
  const path = join(await scratchFolder(), 'c.json');
  const clock = testClock(Date.parse('2026-09-01T12:00:00Z'));
  for (const content of ['1', '2', '3', '4', '5']) await safeWrite(path, content, { mode: 0o644, backups: 3, clock });
  const copies = await listBackups(path);
  expect(copies.map((copy) => basename(copy))).toEqual([
    'c.json.backup-2026-09-01T12-00-00-003Z',
    'c.json.backup-2026-09-01T12-00-00-002Z',
    'c.json.backup-2026-09-01T12-00-00-001Z',
  ]);
  expect(await Promise.all(copies.map((copy) => readFile(copy, 'utf8')))).toEqual(['4', '3', '2']);
  for (const copy of copies) expect((await stat(copy)).mode & 0o777).toBe(0o600);
});

test('copies stay in order of writing after the wall clock went back', async () => {
  const path = join(await scratchFolder(), 'c.json');
  await safeWrite(path, 'first', { backups: 5, clock: testClock(2_000_000) });
  await safeWrite(path, 'second', { backups: 5, clock: testClock(2_000_000) });
  await safeWrite(path, 'third', { backups: 5, clock: testClock(1_000_000) });
  const copies = await listBackups(path);
  expect(await Promise.all(copies.map((copy) => readFile(copy, 'utf8')))).toEqual(['second', 'first']);
});

test('writers of one file never leave a mixture', async () => {
  const dir = await scratchFolder();
  const path = join(dir, 'busy');
  const contents = Array.from({ length: 20 }, (_, n) => String(n % 10).repeat(100_000 + n));
  await Promise.all(contents.map((content) => safeWrite(path, content)));
  expect(contents).toContain(await readFile(path, 'utf8'));
  expect(await readdir(dir)).toEqual(['busy']);
});

test('a full disk keeps the old file, leaves no temporary one, and a smaller write works afterwards', async ({
  skip,
}) => {
  const dir = await scratchFolder();
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=512k', 'none', dir], { stdio: 'pipe' });
  } catch (error) {
    skip(`SKIPPED: needs root and the right to mount a tmpfs (${String(error).split('\n')[0]})`);
  }
  onTestFinished(() => void execFileSync('umount', [dir]));
  const path = join(dir, 'settings.json');
  await safeWrite(path, 'old');
  const error = await failure(safeWrite(path, 'x'.repeat(900 * 1024)));
  expect(error.data).toEqual({ path, reason: 'the disk is full' });
  expect(await readdir(dir)).toEqual(['settings.json']);
  expect(await readFile(path, 'utf8')).toBe('old');
  await safeWrite(path, 'new');
  expect(await readFile(path, 'utf8')).toBe('new');
});

test('no free inodes keeps the old file', async ({ skip }) => {
  const dir = await scratchFolder();
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'nr_inodes=2', 'none', dir], { stdio: 'pipe' });
  } catch (error) {
    skip(`SKIPPED: needs root and the right to mount a tmpfs (${String(error).split('\n')[0]})`);
  }
  onTestFinished(() => void execFileSync('umount', [dir]));
  await writeFile(join(dir, 'a'), 'old');
  expect((await failure(safeWrite(join(dir, 'a'), 'new'))).data.reason).toBe('the disk is full');
  expect(await readFile(join(dir, 'a'), 'utf8')).toBe('old');
});

test('a read-only folder keeps the old file and says so', async ({ skip }) => {
  const dir = await scratchFolder();
  const path = join(dir, 'a');
  await writeFile(path, 'old');
  if (isRoot) {
    // Mode bits do not stop root; a read-only mount does.
    try {
      execFileSync('mount', ['--bind', dir, dir], { stdio: 'pipe' });
      execFileSync('mount', ['-o', 'remount,bind,ro', dir], { stdio: 'pipe' });
    } catch (error) {
      skip(`SKIPPED: may not make a read-only mount here (${String(error).split('\n')[0]})`);
    }
    onTestFinished(() => void execFileSync('umount', [dir]));
    expect((await failure(safeWrite(path, 'new'))).data.reason).toBe('the disk is read-only');
  } else {
    await chmod(dir, 0o500);
    onTestFinished(() => chmod(dir, 0o700));
    expect((await failure(safeWrite(path, 'new'))).data.reason).toBe('you have no permission to write there');
  }
  expect(await readFile(path, 'utf8')).toBe('old');
  expect(await readdir(dir)).toEqual(['a']);
});
