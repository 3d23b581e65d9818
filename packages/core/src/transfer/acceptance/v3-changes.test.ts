// Row V3 of the acceptance table (reference security 5.2).
import { randomBytes } from 'node:crypto';
import { appendFile, open, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { SandboxHub } from '@hubdesk/sandbox-hub';
import { aFolder, aHub, anUpload, listing, manifest, settled, until } from '../upload/upload-world.fixture.ts';

const isBin = (path: string) => path.endsWith('.bin');
const moments = { hashed: 'POST /api/datasets/*/preupload/*', asked: 'POST /datasets/*/info/lfs/objects/batch', sending: 'PUT /lfs/upload/*' } as const;

async function reached(hub: SandboxHub, route: string): Promise<void> {
  const part = route.includes('preupload') ? '/preupload/' : route.includes('batch') ? '/batch' : '/lfs/upload/';
  await until(() => hub.requests.some(({ path }) => path.includes(part)));
}

describe('V3: a file that will not hold still', () => {
  for (const [moment, route] of Object.entries(moments)) {
    for (const bytes of [4_000, 3_000_000, 22_000_000]) {
      it(`changed once it is ${moment}, ${bytes} bytes: what is committed is the new content, whole`, async () => {
        const hub = await aHub();
        const folder = await aFolder({ 'a.bin': randomBytes(bytes), 'b.txt': 'b' });
        hub.fail(route, { delayMs: 250, times: 1 });
        const { job } = await anUpload(hub, folder);
        const going = settled(job);
        await reached(hub, route);
        // As long as before, so that its length does not give it away.
        const now = randomBytes(bytes);
        await writeFile(join(folder, 'a.bin'), now);
        expect(await going).toMatchObject({ state: 'done', files: { done: 2, failed: 0 } });
        expect(await listing(hub)).toEqual(manifest({ 'a.bin': now, 'b.txt': 'b' }, isBin));
      });
    }

    it(`deleted once it is ${moment}: it alone fails`, async () => {
      const hub = await aHub();
      const files = { 'a.bin': randomBytes(2_000_000), 'b.txt': 'b', 'c.bin': randomBytes(2_000) };
      const folder = await aFolder(files);
      hub.fail(route, { delayMs: 250, times: 1 });
      const { job } = await anUpload(hub, folder);
      const going = settled(job);
      await reached(hub, route);
      await rm(join(folder, 'a.bin'));
      expect(await going).toMatchObject({ state: 'stopped', files: { done: 2, failed: 1 }, problem: { code: 'FILE_UNREADABLE' } });
      const { 'a.bin': _, ...others } = files;
      expect(await listing(hub)).toEqual(manifest(others, isBin));
      const failed = await job.files({ state: 'failed', from: 0, count: 10 });
      expect(failed.files).toMatchObject([{ path: 'a.bin', problem: { code: 'FILE_UNREADABLE', message: expect.stringContaining('not there any more') } }]);
    });
  }

  it('grows while it is hashed: either content is whole, or the file fails; never an endless loop', { timeout: 60_000 }, async () => {
    const hub = await aHub();
    const folder = await aFolder({ 'b.txt': 'b' });
    const path = join(folder, 'log.bin');
    const sparse = await open(path, 'w');
    await sparse.truncate(300_000_000);
    await sparse.close();
    const { job } = await anUpload(hub, folder);
    const going = settled(job);
    let writes = 0;
    const writer = setInterval(() => void appendFile(path, 'more').then(() => (writes += 1)), 5);
    const view = await going;
    clearInterval(writer);
    console.info(`V3: ${writes} writes while it was read; the file ${view.files.failed === 1 ? 'failed alone' : 'was committed whole'}`);
    expect(view).toMatchObject({ state: 'stopped', files: { done: 1, failed: 1 }, problem: { message: expect.stringContaining('all the time') } });
    expect(Object.keys(await listing(hub))).toEqual(['b.txt']);
  });
});
