// Row S4 of the acceptance table (reference security 5.2).
import { spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import { link, rm, symlink, writeFile } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { type Skipped, walkFolder } from '../scan/walk-folder.ts';
import { aFolder, aHub, anUpload, listing, settled, until } from '../upload/upload-world.fixture.ts';

it('S4: links, pipes, sockets and devices are left out and told, hard links are files, and it ends soon', async () => {
  const folder = await aFolder({ 'a.txt': 'a', 'deep/b.txt': 'b' });
  await symlink('..', join(folder, 'deep', 'up'));
  await symlink('/etc', join(folder, 'etc'));
  await symlink('self', join(folder, 'self'));
  await symlink('a.txt', join(folder, 'link.txt'));
  await link(join(folder, 'a.txt'), join(folder, 'hard.txt'));
  spawnSync('mkfifo', [join(folder, 'pipe')]);
  const server = createServer().listen(join(folder, 'socket'));
  onTestFinished(() => void server.close());
  await new Promise((resolve) => server.once('listening', resolve));
  const skipped: Skipped[] = [];
  const found: string[] = [];
  const beganMs = performance.now();
  for await (const files of walkFolder(folder, { skip: (each) => skipped.push(each) })) found.push(...files.map(({ path }) => path));
  const tookMs = performance.now() - beganMs;
  expect(found.toSorted()).toEqual(['a.txt', 'deep/b.txt', 'hard.txt']);
  expect(Object.fromEntries(skipped.map(({ path, reason }) => [path, reason]))).toEqual({
    'deep/up': 'link',
    etc: 'link',
    self: 'link',
    'link.txt': 'link',
    pipe: 'pipe',
    socket: 'socket',
  });
  console.info(`S4: ${skipped.length} entries left out, ${found.length} files, ${tookMs.toFixed(0)} ms`);
  expect(tookMs).toBeLessThan(2_000);
});

for (const [name, bytes] of [
  ['small', 2_000],
  ['large', 3_000_000],
] as const) {
  it(`S4: a ${name} file replaced by a link after it was found is not followed`, async () => {
    const hub = await aHub();
    const secret = await aFolder({ 'secret.bin': randomBytes(bytes) });
    const folder = await aFolder({ 'a.bin': randomBytes(bytes), 'b.txt': 'b' });
    // Between the look at the folder and the reading; and, once hashed, between that and the sending.
    for (const route of ['POST /api/repos/create', 'POST /api/datasets/*/preupload/*']) {
      const repo = `sandy/link-${bytes}-${route.length}`;
      await rm(join(folder, 'a.bin'), { force: true });
      await writeFile(join(folder, 'a.bin'), randomBytes(bytes));
      hub.fail(route, { delayMs: 400, times: 1 });
      const before = hub.requests.length;
      const { job } = await anUpload(hub, folder, { begin: { repo } });
      const going = settled(job);
      await until(() => hub.requests.slice(before).some(({ path }) => path.includes(route.includes('create') ? '/create' : '/preupload')));
      await rm(join(folder, 'a.bin'));
      await symlink(join(secret, 'secret.bin'), join(folder, 'a.bin'));
      const view = await going;
      const there = await listing(hub, repo);
      // A small file is sent from memory, as it was hashed; but it is not committed any more.
      expect(view).toMatchObject({ state: 'stopped', files: { failed: 1, done: 1 }, problem: { code: 'FILE_UNREADABLE' } });
      expect(Object.keys(there)).toEqual(['b.txt']);
    }
  });
}
