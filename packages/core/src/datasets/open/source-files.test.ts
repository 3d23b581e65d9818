import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { scratchFolder } from '../../files/scratch-folder.ts';
import { findPaths } from './source-files.ts';

const row = '{"text":"Hello"}\n';

it('tells files of one name apart by their folders', async () => {
  const folder = await scratchFolder();
  for (const name of ['a', 'b']) {
    await mkdir(join(folder, name));
    await writeFile(join(folder, name, 'train.jsonl'), row);
  }
  const { files } = await findPaths([join(folder, 'a', 'train.jsonl'), join(folder, 'b', 'train.jsonl')]);
  expect(files.map(({ path }) => path)).toEqual(['train.jsonl', 'b/train.jsonl']);
  const folders = await findPaths([join(folder, 'a'), join(folder, 'b')]);
  expect(folders.files.map(({ path }) => path)).toEqual(['a/train.jsonl', 'b/train.jsonl']);
});

it('looks into files whose names promise nothing, where there are no others', async () => {
  const folder = await scratchFolder();
  await writeFile(join(folder, 'part-0'), row);
  await writeFile(join(folder, 'README.md'), 'Hello');
  const { files, skipped } = await findPaths([folder]);
  expect(files.map(({ path, sniffed }) => [path, sniffed.format])).toEqual([['part-0', 'jsonl']]);
  expect(skipped).toEqual([{ path: 'README.md', reason: 'unknown-format' }]);
});

it('goes on past what this user may not read, and says so', async () => {
  const folder = await scratchFolder();
  await mkdir(join(folder, 'closed'));
  await writeFile(join(folder, 'fine.jsonl'), row);
  await writeFile(join(folder, 'secret.jsonl'), row);
  await chmod(join(folder, 'secret.jsonl'), 0);
  await chmod(join(folder, 'closed'), 0);
  await chmod(folder, 0o755);
  if (process.geteuid?.() === 0) {
    // Modes mean nothing to the administrator.
    process.seteuid?.(65_534);
    onTestFinished(() => void process.seteuid?.(0));
  }
  const { files, skipped } = await findPaths([folder]);
  expect(files.map(({ path, sniffed }) => [path, sniffed.problems])).toEqual([
    ['fine.jsonl', []],
    ['secret.jsonl', [{ kind: 'unreadable', detail: 'you have no permission to read it' }]],
  ]);
  expect(skipped).toEqual([{ path: 'closed', reason: 'unreadable' }]);
  await expect(findPaths([join(folder, 'closed')])).rejects.toMatchObject({ code: 'FILE_UNREADABLE' });
});
