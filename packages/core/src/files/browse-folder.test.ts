import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { browseFolder } from './browse-folder.ts';
import { scratchFolder } from './scratch-folder.ts';

test('lists folders first, then files, with numbers in their order and hidden ones left out', async () => {
  const folder = await scratchFolder();
  await mkdir(join(folder, 'zoo'));
  await mkdir(join(folder, 'Data'));
  for (const name of ['part-10.jsonl', 'part-9.jsonl', 'b.csv', '.hidden'])
    await writeFile(join(folder, name), 'x'.repeat(3));

  const listing = await browseFolder(folder, { hidden: false });
  expect(listing.entries.map(({ name, kind }) => [name, kind])).toEqual([
    ['Data', 'folder'],
    ['zoo', 'folder'],
    ['b.csv', 'file'],
    ['part-9.jsonl', 'file'],
    ['part-10.jsonl', 'file'],
  ]);
  expect(listing.entries[2]).toMatchObject({ path: join(folder, 'b.csv'), bytes: 3, readable: true });
  expect(listing.entries[0]).toMatchObject({ bytes: null });
  expect(listing.more).toBe(0);
  expect((await browseFolder(folder, { hidden: true })).entries.map(({ name }) => name)).toContain('.hidden');
});

test('tells the way from the root, also for a path with dots and a slash at its end', async () => {
  const folder = await scratchFolder();
  await mkdir(join(folder, 'a'));
  const listing = await browseFolder(`${folder}/a/../a/`, { hidden: false });
  expect(listing.folder).toBe(join(folder, 'a'));
  expect(listing.trail[0]).toEqual({ name: '/', path: '/' });
  expect(listing.trail.at(-1)).toEqual({ name: 'a', path: join(folder, 'a') });
  expect((await browseFolder('/', { hidden: false })).trail).toEqual([{ name: '/', path: '/' }]);
});

test('shows what links lead to, and marks those that lead nowhere, in a circle or to a socket', async () => {
  const folder = await scratchFolder();
  await mkdir(join(folder, 'real'));
  await symlink(join(folder, 'real'), join(folder, 'a-link'));
  await symlink(join(folder, 'gone'), join(folder, 'broken'));
  await symlink(join(folder, 'circle'), join(folder, 'circle'));
  const server = createServer().listen(join(folder, 'socket'));
  onTestFinished(() => void server.close());
  await new Promise((resolve) => server.once('listening', resolve));

  const { entries } = await browseFolder(folder, { hidden: false });
  expect(entries.map(({ name, kind, readable }) => [name, kind, readable])).toEqual([
    ['a-link', 'folder', true],
    ['real', 'folder', true],
    ['broken', 'other', false],
    ['circle', 'other', false],
    ['socket', 'other', false],
  ]);
});

test('stops at the bound and says how many more there are', async () => {
  const folder = await scratchFolder();
  for (let index = 0; index < 12; index += 1) await writeFile(join(folder, `f${index}`), '');
  const listing = await browseFolder(folder, { hidden: false, most: 5 });
  expect(listing.entries.map(({ name }) => name)).toEqual(['f0', 'f1', 'f2', 'f3', 'f4']);
  expect(listing.more).toBe(7);
});

test('says why a folder cannot be listed', async () => {
  const folder = await scratchFolder();
  await writeFile(join(folder, 'file'), '');
  const gone = join(folder, 'gone');
  await expect(browseFolder(gone, { hidden: false })).rejects.toMatchObject({
    code: 'FILE_UNREADABLE',
    message: `${gone} cannot be read: it is not there any more.`,
  });
  await expect(browseFolder(join(folder, 'file'), { hidden: false })).rejects.toMatchObject({
    data: { reason: 'it is not a folder' },
  });
  await expect(browseFolder('here', { hidden: false })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  await expect(browseFolder('/a\0b', { hidden: false })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
});

test.skipIf(process.getuid?.() === 0)('marks what may not be read, and refuses a folder that may not', async () => {
  const folder = await scratchFolder();
  await mkdir(join(folder, 'closed'));
  await chmod(join(folder, 'closed'), 0);
  onTestFinished(() => chmod(join(folder, 'closed'), 0o700));
  expect((await browseFolder(folder, { hidden: false })).entries[0]).toMatchObject({ name: 'closed', readable: false });
  await expect(browseFolder(join(folder, 'closed'), { hidden: false })).rejects.toMatchObject({
    data: { reason: 'you have no permission to read it' },
  });
});
