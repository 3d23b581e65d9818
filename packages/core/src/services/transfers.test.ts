import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Transfer } from '@hubdesk/shared/datasets/transfer';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { startTestApp, type TestApp } from './test-app.fixture.ts';

let running: TestApp[] = [];
let folders: string[] = [];
afterEach(async () => {
  await Promise.all(running.map((each) => each.stop()));
  await Promise.all(folders.map((each) => rm(each, { recursive: true, force: true })));
  running = [];
  folders = [];
});

async function start(options: Parameters<typeof startTestApp>[0] = {}): Promise<TestApp> {
  const started = await startTestApp(options);
  running.push(started);
  return started;
}

async function folderOf(files: Record<string, string | Uint8Array>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'hubdesk-data-'));
  folders.push(folder);
  for (const [path, bytes] of Object.entries(files)) await writeFile(join(folder, path), bytes);
  return folder;
}

async function rests({ call }: TestApp, id: string): Promise<Transfer> {
  const resting = ['done', 'stopped', 'paused', 'cancelled'];
  return vi.waitFor(
    async () => {
      const transfer = await call.transfers.get({ transfer: id });
      expect(resting).toContain(transfer.state);
      return transfer;
    },
    { timeout: 20_000, interval: 5 },
  );
}

const target = { repo: 'sandy/new-one', create: { private: true }, folder: '', message: '' };

describe('transfers', () => {
  it('plans, uploads, lists and forgets', async () => {
    const app = await start();
    const { call } = app;
    await call.account.connect({ token: app.hub.token, keepUnverified: false });
    const path = await folderOf({ 'train.jsonl': '{"text":"a"}\n', 'a.bin': randomBytes(5_000) });
    const source = { kind: 'path', path } as const;
    expect(await call.transfers.plan({ source, target })).toEqual({ files: 2, bytes: 5_013, commits: 1, rewrites: false, warnings: [] });
    const begun = await call.transfers.upload({ source, target });
    expect(begun).toMatchObject({ kind: 'upload', repo: 'sandy/new-one', folder: path });
    expect(await rests(app, begun.id)).toMatchObject({ state: 'done', files: { total: 2, done: 2 }, commits: 1 });
    expect((await call.transfers.list()).map(({ id }) => id)).toEqual([begun.id]);
    expect((await call.transfers.files({ transfer: begun.id })).files.map(({ path, state }) => [path, state]).toSorted()).toEqual([
      ['a.bin', 'done'],
      ['train.jsonl', 'done'],
    ]);
    // Now there is other content, and it is said.
    const again = await call.transfers.plan({ source: { kind: 'path', path: await folderOf({ 'x.txt': 'x' }) }, target });
    expect(again.warnings).toMatchObject([{ kind: 'other-content', count: 2 }]);
    await call.transfers.forget({ transfer: begun.id });
    expect(await call.transfers.list()).toEqual([]);
    expect(await readdir(join(app.folder, 'state', 'transfers'))).toEqual([]);
  });

  it('asks before it writes over what is in a repository of that name, and goes on when told to', async () => {
    const app = await start();
    const { call } = app;
    await call.account.connect({ token: app.hub.token, keepUnverified: false });
    const first = await call.transfers.upload({ source: { kind: 'path', path: await folderOf({ 'a.txt': 'theirs' }) }, target });
    await rests(app, first.id);
    const second = await call.transfers.upload({ source: { kind: 'path', path: await folderOf({ 'b.txt': 'mine' }) }, target });
    expect(await rests(app, second.id)).toMatchObject({ state: 'stopped', problem: { code: 'ALREADY_THERE', data: { url: `${app.hub.url}/datasets/sandy/new-one` } } });
    await call.transfers.resume({ transfer: second.id });
    expect(await rests(app, second.id)).toMatchObject({ state: 'done' });
  });

  it('goes on by itself after a restart, unless the person had paused it, and only with an account', async () => {
    const app = await start();
    await app.call.account.connect({ token: app.hub.token, keepUnverified: false });
    const undo = app.hub.fail('POST /api/datasets/*/commit/*', { stall: true });
    const env = { HF_ENDPOINT: app.hub.url };
    const source = { kind: 'path', path: await folderOf({ 'a.bin': randomBytes(4_000) }) } as const;
    const going = await app.call.transfers.upload({ source, target });
    const paused = await app.call.transfers.upload({ source, target: { ...target, repo: 'sandy/paused' } });
    await app.call.transfers.pause({ transfer: paused.id });
    expect(await app.call.transfers.get({ transfer: paused.id })).toMatchObject({ state: 'paused' });
    const beganMs = performance.now();
    await app.app.dispose();
    expect(performance.now() - beganMs).toBeLessThan(1_500);

    // The keychain lost its token meanwhile.
    const without = await start({ folder: app.folder, env });
    expect((await without.call.transfers.list()).map(({ state }) => state)).toEqual(['paused', 'paused']);
    await without.app.dispose();
    running = running.filter((each) => each !== without);
    await without.hub.close();

    undo();
    const again = await start({ folder: app.folder, keychain: app.keychain, env });
    await again.call.account.connect({ token: app.hub.token, keepUnverified: false });
    expect(await rests(again, going.id)).toMatchObject({ state: 'done' });
    expect(await again.call.transfers.get({ transfer: paused.id })).toMatchObject({ state: 'paused' });
    await again.call.transfers.resume({ transfer: paused.id });
    expect(await rests(again, paused.id)).toMatchObject({ state: 'done' });
  });

  it('keeps those of the Sandbox to the Sandbox', async () => {
    const app = await start();
    const { call } = app;
    await call.sandbox.enter();
    const source = { kind: 'path', path: await folderOf({ 'a.txt': 'a' }) } as const;
    const made = await call.transfers.upload({ source, target });
    expect(await rests(app, made.id)).toMatchObject({ state: 'done' });
    await call.sandbox.leave();
    expect(await call.transfers.list()).toEqual([]);
    await call.sandbox.enter();
    expect(await call.transfers.list()).toEqual([]);
  });

  it('tells those who follow what moves, and ends when nobody reads', async () => {
    const app = await start();
    const { call } = app;
    await call.account.connect({ token: app.hub.token, keepUnverified: false });
    const following = (await call.transfers.follow())[Symbol.asyncIterator]();
    expect((await following.next()).value).toEqual({ transfers: [] });
    app.hub.fail('POST /api/datasets/*/commit/*', { delayMs: 600, times: 1 });
    await call.transfers.upload({ source: { kind: 'path', path: await folderOf({ 'a.txt': 'a' }) }, target });
    const seen = (await following.next()).value;
    expect(seen).toMatchObject({ transfers: [{ repo: 'sandy/new-one' }] });
    await following.return?.();
  });

  it('writes no token and no content into its journal', async () => {
    const app = await start();
    const { call } = app;
    await call.account.connect({ token: app.hub.token, keepUnverified: false });
    const made = await call.transfers.upload({ source: { kind: 'path', path: await folderOf({ 'a.txt': 'canary-content', 'b.bin': randomBytes(2_000) }) }, target });
    await rests(app, made.id);
    const journal = await readFile(join(app.folder, 'state', 'transfers', made.id, 'journal'), 'utf8');
    expect(journal).not.toContain(app.hub.token);
    expect(journal).not.toContain('canary-content');
  });

  it('refuses what is not there, in the words of its kind', async () => {
    const app = await start();
    const { call } = app;
    await expect(call.transfers.upload({ source: { kind: 'path', path: '/nowhere' }, target })).rejects.toMatchObject({ code: 'FILE_UNREADABLE' });
    await expect(call.transfers.plan({ source: { kind: 'path', path: await folderOf({}) }, target })).rejects.toMatchObject({ code: 'SIGNED_OUT' });
    await expect(call.transfers.get({ transfer: 'none' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(call.transfers.download({ repoType: 'dataset', repo: 'sandy/x', paths: null, folder: '/nowhere' })).rejects.toMatchObject({ code: 'STORAGE_FAILED' });
  });
});
