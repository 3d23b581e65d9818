import { execFileSync } from 'node:child_process';
import { mkdir, rename, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { scratchFolder } from '../../files/scratch-folder.ts';
import { markOf, openFile } from './open-file.ts';
import { walkFolder } from './walk-folder.ts';

const makePipe = (path: string) => execFileSync('sh', ['-c', 'mkfifo "$0"', path]);

it('finds every file below, follows no link, and tells what it left out', async () => {
  const folder = await scratchFolder();
  await mkdir(join(folder, 'a', 'b'), { recursive: true });
  await mkdir(join(folder, '.git'));
  await writeFile(join(folder, '.git', 'config'), '');
  await writeFile(join(folder, 'a', 'b', 'train.jsonl'), '{}');
  await writeFile(join(folder, 'top.csv'), 'a');
  await symlink('..', join(folder, 'a', 'up'));
  await symlink('/etc', join(folder, 'etc'));
  await symlink('self', join(folder, 'self'));
  makePipe(join(folder, 'pipe'));
  const server = createServer().listen(join(folder, 'socket'));
  onTestFinished(() => void server.close());
  await new Promise((resolve) => server.once('listening', resolve));
  const walked = await walkFolder(folder);
  expect(walked.files.map(({ path }) => path)).toEqual(['a/b/train.jsonl', 'top.csv']);
  expect(walked.skipped.map(({ path, reason }) => `${path} ${reason}`)).toEqual(
    ['a/up', 'etc', 'pipe', 'self', 'socket'].map((path) => `${path} not-a-file`),
  );
});

it('tells of names that are no Unicode, and goes on', async () => {
  const folder = await scratchFolder();
  await writeFile(Buffer.concat([Buffer.from(`${folder}/`), Buffer.from([0xff, 0x41])]), '{}');
  await writeFile(join(folder, 'fine.jsonl'), '{}');
  const { files, skipped } = await walkFolder(folder);
  expect(files.map(({ path }) => path)).toEqual(['fine.jsonl']);
  expect(skipped.map(({ reason }) => reason)).toEqual(['refused-name']);
});

it('opens only the file that was found: no link, pipe or other file in its place', async () => {
  const folder = await scratchFolder();
  const path = join(folder, 'train.jsonl');
  await writeFile(path, '{}');
  const mark = markOf((await walkFolder(folder)).files[0]!.facts);
  await (await openFile(path, mark)).close();

  await rename(path, join(folder, 'away'));
  await expect(openFile(path, mark)).rejects.toMatchObject({
    code: 'FILE_UNREADABLE',
    data: { reason: 'it is not there any more' },
  });
  await symlink('away', path);
  await expect(openFile(path, mark)).rejects.toMatchObject({
    code: 'FILE_UNREADABLE',
    data: { reason: 'it changed since it was opened here' },
  });
  const pipe = join(folder, 'pipe');
  makePipe(pipe);
  await expect(openFile(pipe, null)).rejects.toMatchObject({ data: { reason: 'it is not a regular file' } });
  await writeFile(join(folder, 'away'), '{"longer":1}');
  await expect(openFile(join(folder, 'away'), mark)).rejects.toMatchObject({ code: 'FILE_UNREADABLE' });
});
