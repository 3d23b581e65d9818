import { randomBytes } from 'node:crypto';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SandboxHub } from '@hubdesk/sandbox-hub';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createHubClient } from '../../hub/hub-client.ts';
import { systemClock } from '../../ports/clock.ts';
import { Secret } from '../../secrets/secret.ts';
import { startFaultProxy } from '../fault-proxy.fixture.ts';
import type { Job } from '../job.ts';
import type { DownloadBegin } from '../state/download-state.ts';
import { aFolder, aHub, anUpload, resting, settled, until } from '../upload/upload-world.fixture.ts';
import { openDownloadJob } from './download-job.ts';

const files = { 'train.jsonl': '{"a":1}\n', 'deep/er/large.bin': randomBytes(12_000_000), 'empty.txt': '', 'b.bin': randomBytes(30_000) };

async function aRepo(): Promise<SandboxHub> {
  const hub = await aHub();
  await settled((await anUpload(hub, await aFolder(files))).job);
  return hub;
}

async function aDownload(hub: SandboxHub, options: Partial<DownloadBegin> & { url?: string; journal?: string } = {}): Promise<{ job: Job; into: string; journal: string }> {
  const { url = hub.url, journal = join(await aFolder(), 'one'), ...begin } = options;
  const into = options.folder ?? (await aFolder());
  const job = await openDownloadJob(
    { id: 'one', folder: journal, clock: systemClock, random: () => 0, changed: () => {} },
    { client: createHubClient({ hubUrl: url, routerUrl: url, viewerUrl: url }, systemClock), token: async () => Secret.from(hub.token), clock: systemClock, platform: 'linux' },
    options.journal === undefined
      ? [{ k: 'begin', kind: 'download', id: 'one', at: '', name: 'made', repo: 'sandy/made', repoType: 'dataset', revision: 'main', paths: null, folder: into, ...begin }]
      : [],
  );
  onTestFinished(() => job.close());
  return { job, into, journal };
}

describe('a download', () => {
  it('brings every file into a new folder, checked', async () => {
    const hub = await aRepo();
    const { job, into } = await aDownload(hub);
    const view = await settled(job);
    expect(view).toMatchObject({ state: 'done', kind: 'download', folder: join(into, 'made'), files: { failed: 0 } });
    expect(view.bytes.sent).toBe(view.bytes.total);
    for (const [path, bytes] of Object.entries(files)) expect((await readFile(join(into, 'made', path))).equals(Buffer.from(bytes))).toBe(true);
    expect((await readdir(join(into, 'made'), { recursive: true })).filter((name) => name.endsWith('part'))).toEqual([]);
    // Again: beside it, not over it.
    expect(await settled((await aDownload(hub, { folder: into })).job)).toMatchObject({ state: 'done', folder: join(into, 'made-2') });
  });

  it('brings the chosen files alone, and says which is not there', async () => {
    const hub = await aRepo();
    const { job, into } = await aDownload(hub, { paths: ['b.bin'] });
    expect(await settled(job)).toMatchObject({ state: 'done', files: { total: 1, done: 1 } });
    expect(await readdir(join(into, 'made'))).toEqual(['b.bin']);
    expect(await settled((await aDownload(hub, { paths: ['gone.txt'] })).job)).toMatchObject({ state: 'stopped', problem: { code: 'NOT_FOUND', data: { what: 'gone.txt' } } });
  });

  it('goes on at the byte where it was cut or paused', { timeout: 60_000 }, async () => {
    const hub = await aRepo();
    hub.fail('GET /datasets/*/resolve/*', { cutAtByte: 5_000_000, times: 2 });
    const { job, into, journal } = await aDownload(hub);
    await job.resume();
    await until(() => job.view().bytes.sent >= 1_000_000);
    await job.pause();
    const paused = job.view();
    expect(paused.state).toBe('paused');
    await job.close();
    const part = join(into, 'made', 'deep', 'er', 'large.bin.hubdesk-part');
    const have = (await stat(part).catch(() => null))?.size ?? 0;
    const before = hub.requests.length;
    const again = await aDownload(hub, { folder: into, journal });
    expect(again.job.wantsToRun()).toBe(false);
    expect(await settled(again.job)).toMatchObject({ state: 'done' });
    if (have > 0) expect(hub.requests.slice(before).find(({ path }) => path.includes('large.bin'))?.headers.range).toBe(`bytes=${have}-`);
    for (const [path, bytes] of Object.entries(files)) expect((await readFile(join(into, 'made', path))).equals(Buffer.from(bytes))).toBe(true);
    const { bytes } = again.job.view();
    expect(bytes.sent).toBe(bytes.total);
  });

  it('never takes damaged bytes for the file: what an unfinished one held is checked as well', async () => {
    const hub = await aRepo();
    const { job, into } = await aDownload(hub, { paths: ['deep/er/large.bin'] });
    hub.fail('GET /datasets/*/resolve/*', { stallAtByte: 3_000_000, times: 1 });
    await job.resume();
    await until(() => job.view().bytes.sent >= 2_000_000);
    await job.pause();
    const part = join(into, 'made', 'deep', 'er', 'large.bin.hubdesk-part');
    const bytes = await readFile(part);
    bytes[1_000] = (bytes[1_000] ?? 0) ^ 255;
    await writeFile(part, bytes);
    expect(await settled(job)).toMatchObject({ state: 'done' });
    expect((await readFile(join(into, 'made', 'deep', 'er', 'large.bin'))).equals(files['deep/er/large.bin'])).toBe(true);
  });

  it('survives cuts on the way', { timeout: 60_000 }, async () => {
    const hub = await aRepo();
    const proxy = await startFaultProxy(hub.url);
    onTestFinished(() => proxy.close());
    for (const byte of [1, 500_000, 2_000_000, 3_000_000]) hub.fail('GET /datasets/*/resolve/*', { cutAtByte: byte, times: 1 });
    const { job, into } = await aDownload(hub, { url: proxy.url });
    await job.resume();
    proxy.down(true);
    proxy.down(false);
    expect(await resting(job)).toMatchObject({ state: 'done' });
    expect((await readFile(join(into, 'made', 'deep', 'er', 'large.bin'))).equals(files['deep/er/large.bin'])).toBe(true);
  });
});
