import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  InvalidChange,
  RepoExists,
  StaleParent,
  UnknownRevision,
  createRepoStore,
  type RepoFile,
  type RepoStore,
} from './repo-store.ts';

let folder: string;
let count = 0;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'repo-store-test-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function open(keeps = false): RepoStore {
  return createRepoStore({
    folder,
    keeps,
    now: () => 1_700_000_000_000,
    nextId: () => String((count += 1)).padStart(24, '0'),
  });
}

async function textOf(file: RepoFile | undefined, range?: { start: number; end: number }): Promise<string> {
  const pieces: Uint8Array[] = [];
  for await (const piece of file?.stream(range) ?? []) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}

const words = { title: 'Change', author: 'sandy' };
const model = { type: 'model', name: 'sandy/tiny', createdBy: 'sandy' } as const;

describe('a repo store', () => {
  test('finds repos by type and name in any case, and refuses a second one of a name', () => {
    const store = open();
    const repo = store.create(model);
    expect(store.find('model', 'Sandy/TINY')).toBe(repo);
    expect(store.find('dataset', 'sandy/tiny')).toBeUndefined();
    expect(() => store.create({ ...model, name: 'SANDY/tiny' })).toThrow(RepoExists);
    expect([...store.list('model')]).toEqual([repo]);
  });

  test('gives the ids that git gives', async () => {
    const store = open();
    const repo = store.create({ ...model, files: { 'hello.txt': 'hello\n', 'a/b.txt': 'x' } });
    const head = store.revision(repo);
    // From `git hash-object` and `git write-tree`.
    expect(store.readFile(repo, 'main', 'hello.txt')?.oid).toBe('ce013625030ba8dba906f756967f9e9ca394464a');
    expect(head?.tree.oid).toBe('494d921fbd49c8f406e2ef9f8e47adbc73d78999');
  });

  test('commits, reads ranges, and keeps what was there at older revisions', async () => {
    const store = open();
    const repo = store.create({ ...model, files: { 'README.md': '---\nlicense: mit\n---\n', 'a/b.txt': 'old' } });
    const first = store.revision(repo)?.oid;
    await store.commit(
      repo,
      'main',
      [
        { path: 'a/b.txt', bytes: '0123456789' },
        { path: 'README.md', deleted: 'file' },
      ],
      words,
    );
    expect(await textOf(store.readFile(repo, 'HEAD', 'a/b.txt'), { start: 2, end: 4 })).toBe('234');
    expect(await textOf(store.readFile(repo, first?.slice(0, 8), 'a/b.txt'))).toBe('old');
    expect(store.readFile(repo, undefined, 'README.md')).toBeUndefined();
    expect(repo.card).toEqual({});
  });

  test('refuses a stale parent, an unknown branch, an unsafe path and the deletion of nothing', async () => {
    const store = open();
    const repo = store.create(model);
    const parent = store.revision(repo)?.oid ?? '';
    await store.commit(repo, 'main', [{ path: 'a', bytes: 'a' }], { ...words, parent });
    await expect(store.commit(repo, 'main', [{ path: 'b', bytes: 'b' }], { ...words, parent })).rejects.toThrow(
      StaleParent,
    );
    await expect(store.commit(repo, 'dev', [{ path: 'b', bytes: 'b' }], words)).rejects.toThrow(UnknownRevision);
    for (const path of ['../x', '/x', 'a//b', 'a/./b', '.git/config', 'a\\b', 'a\0']) {
      await expect(store.commit(repo, 'main', [{ path, bytes: '' }], words)).rejects.toThrow(InvalidChange);
    }
    await expect(store.commit(repo, 'main', [{ path: 'zzz', deleted: 'file' }], words)).rejects.toThrow(InvalidChange);
  });

  test('only one of two commits on the same parent gets in', async () => {
    const store = open();
    const repo = store.create(model);
    const parent = store.revision(repo)?.oid ?? '';
    const both = ['one', 'two'].map((name) =>
      store.commit(repo, 'main', [{ path: name, bytes: name }], { ...words, parent }),
    );
    const outcomes = await Promise.allSettled(both);
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  });

  test('writes a tree to a folder, and takes files of a folder in', async () => {
    const store = open();
    const repo = store.create({
      ...model,
      files: { 'data/a.txt': 'A', 'data/deep/b.txt': 'B', 'c.txt': 'C' },
      hollow: { 'w.bin': 5 },
    });
    const target = join(folder, 'out');
    await store.checkout(repo, 'main', target, 'data');
    expect((await readdir(target, { recursive: true })).toSorted()).toEqual(['a.txt', 'deep', join('deep', 'b.txt')]);
    await writeFile(join(target, 'model.safetensors'), 'weights');
    await store.commit(repo, 'main', [{ path: 'model.safetensors', file: join(target, 'model.safetensors') }], words);
    expect(store.readFile(repo, 'main', 'model.safetensors')?.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(await readFile(join(target, 'model.safetensors'), 'utf8')).toBe('weights');
  });

  test('a kept folder tells everything again: facts, branches, history, moves, removals', async () => {
    const store = open(true);
    const repo = store.create({ ...model, files: { 'README.md': '---\nlicense: mit\n---\n' } });
    await store.commit(repo, 'main', [{ path: 'x/y.txt', bytes: 'y' }], words);
    store.setRef(repo, 'refs/tags/v1', store.revision(repo)?.oid);
    await store.commit(repo, 'main', [{ path: 'x', deleted: 'folder' }], words);
    store.change(repo, { visibility: 'private' });
    store.move(repo, 'sandy/renamed');
    store.remove(store.create({ ...model, name: 'sandy/gone' }));
    const bucket = store.create({ type: 'bucket', name: 'sandy/b', createdBy: 'sandy' });
    await store.commit(bucket, 'main', [{ path: 'one', bytes: '1' }], words);
    await store.commit(bucket, 'main', [{ path: 'two', bytes: '2' }], words);

    const again = open(true);
    const same = again.find('model', 'sandy/renamed');
    expect(same?.facts).toEqual(repo.facts);
    expect(same?.card).toEqual({ license: 'mit' });
    expect([...(same?.refs ?? [])].map(([ref, { oid }]) => [ref, oid])).toEqual(
      [...repo.refs].map(([ref, { oid }]) => [ref, oid]),
    );
    expect(same && (await textOf(again.readFile(same, 'v1', 'x/y.txt')))).toBe('y');
    expect(again.movedTo('model', 'sandy/tiny')).toBe('sandy/renamed');
    expect(again.find('model', 'sandy/gone')).toBeUndefined();
    const sameBucket = again.find('bucket', 'sandy/b');
    expect(sameBucket && [...(again.revision(sameBucket)?.tree.entries.keys() ?? [])]).toEqual(['one', 'two']);
    expect(sameBucket?.commits.size).toBe(1);
  });
});
