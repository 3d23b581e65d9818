import { expect, it } from 'vitest';
import { walkEntries } from './walk-entries.ts';

/** Entries as a browser gives them: a folder's, a hundred at a time. */
function aFile(name: string): FileSystemEntry {
  const entry = {
    name,
    isFile: true,
    isDirectory: false,
    file: (done: (file: File) => void) => done(new File([], name)),
  };
  return entry as unknown as FileSystemEntry;
}
function aFolder(name: string, entries: readonly FileSystemEntry[]): FileSystemEntry {
  const entry = {
    name,
    isFile: false,
    isDirectory: true,
    createReader() {
      let at = 0;
      return {
        readEntries(done: (page: FileSystemEntry[]) => void) {
          done(entries.slice(at, (at += 100)));
        },
      };
    },
  };
  return entry as unknown as FileSystemEntry;
}

async function paths(roots: readonly FileSystemEntry[]): Promise<string[]> {
  const found = [];
  for await (const { path } of walkEntries(roots)) found.push(path);
  return found;
}

it('names files by their way from what was dropped, files before the folders beside them', async () => {
  const deep = aFolder('data', [aFolder('validation', [aFile('v.jsonl')]), aFile('train.jsonl')]);
  expect(await paths([deep, aFile('README.md')])).toEqual(['README.md', 'data/train.jsonl', 'data/validation/v.jsonl']);
});

it('reads a folder to its end, however often it must ask', async () => {
  const many = aFolder(
    'many',
    Array.from({ length: 1_234 }, (_, at) => aFile(`${at}.txt`)),
  );
  expect(await paths([many])).toHaveLength(1_234);
});

it('takes a bare file as it is', async () => {
  expect(await paths([new File(['x'], 'pasted.jsonl') as unknown as FileSystemEntry])).toEqual(['pasted.jsonl']);
});
