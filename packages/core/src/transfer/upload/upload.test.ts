import { randomBytes } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { aFolder, aHub, anUpload, commits, listing, manifest, resting, settled, until } from './upload-world.fixture.ts';

const isBin = (path: string) => path.endsWith('.bin');

describe('an upload', () => {
  it('brings every file of a folder, small and large, as the manifest says', async () => {
    const hub = await aHub();
    const files = {
      'train.jsonl': '{"text":"hello"}\n',
      'empty.txt': '',
      'deep/er/a.bin': randomBytes(70_000),
      'b.bin': randomBytes(3_000_000),
      'large.bin': randomBytes(25_000_000),
    };
    const { job } = await anUpload(hub, await aFolder(files));
    const view = await settled(job);
    expect(view).toMatchObject({ state: 'done', problem: null, files: { total: 5, done: 5, failed: 0 }, bytes: { spared: 0 } });
    expect(view.bytes.sent).toBe(view.bytes.total);
    expect(view.resultUrl).toMatch(/\/commit\/[0-9a-f]{40}$/);
    expect(await listing(hub)).toEqual(manifest(files, isBin));
  });

  it('goes by Xet where the Hub wants that', async () => {
    const hub = await aHub();
    const files = { 'a.bin': randomBytes(30_000), 'b.bin': randomBytes(2_500_000), 'c.txt': 'text' };
    const { job } = await anUpload(hub, await aFolder(files), { xet: true });
    expect(await settled(job)).toMatchObject({ state: 'done', files: { done: 3 } });
    expect(await listing(hub)).toEqual(manifest(files, isBin));
    expect(hub.requests.some(({ path }) => path.includes('/xorbs/'))).toBe(true);
    expect((await job.files({ state: 'done', from: 0, count: 10 })).files.map(({ way }) => way).toSorted()).toEqual(['regular', 'xet', 'xet']);
  });

  it('sends nothing and commits nothing where all is there already', async () => {
    const hub = await aHub();
    const folder = await aFolder({ 'a.bin': randomBytes(1_000), 'b.txt': 'text' });
    await settled((await anUpload(hub, folder)).job);
    const before = hub.requests.length;
    const made = await commits(hub);
    const { job } = await anUpload(hub, folder, { begin: { create: null } });
    expect(await settled(job)).toMatchObject({ state: 'done', bytes: { sent: 0, spared: 1_004 }, commits: 0 });
    expect(hub.requests.slice(before).filter(({ method }) => method === 'PUT')).toEqual([]);
    expect(await commits(hub)).toEqual(made);
  });

  it('sends equal files once', async () => {
    const hub = await aHub();
    const bytes = randomBytes(5_000);
    const { job } = await anUpload(hub, await aFolder({ 'a.bin': bytes, 'b.bin': bytes, 'c/d.bin': bytes }));
    expect(await settled(job)).toMatchObject({ state: 'done', files: { done: 3 } });
    expect(hub.requests.filter(({ method }) => method === 'PUT')).toHaveLength(1);
  });

  it('keeps addresses that open a store only while it may need them, and for nobody else to read', async () => {
    const hub = await aHub();
    hub.fail('PUT /lfs/*', { delayMs: 60_000 });
    const { job, folder } = await anUpload(hub, await aFolder({ 'large.bin': randomBytes(25_000_000) }));
    const journal = join(folder, 'journal');
    const text = () => readFile(journal, 'utf8');
    await job.resume();
    await until(() => hub.requests.some(({ method, path }) => method === 'PUT' && path.includes('lfs')));
    // What is on its way to the disk may come there a moment after the first byte was sent.
    await vi.waitFor(async () => expect(await text()).toContain(`"${hub.url}/`));
    expect((await stat(journal)).mode & 0o077).toBe(0);
    await job.cancel();
    await resting(job);
    expect(await text()).not.toContain(hub.url);
    expect((await readdir(folder)).toSorted()).toEqual(['journal', 'lock', 'summary.json']);
  });
});
