// Row V4 of the acceptance table (reference security 5.2).
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { aFolder, aHub, anUpload, commits, listing, manifest, settled, until } from '../upload/upload-world.fixture.ts';

const child = fileURLToPath(new URL('./upload-child.fixture.ts', import.meta.url));

it('V4: of two processes one runs an upload; the other looks on, and takes over when the first is gone', { timeout: 60_000 }, async () => {
  const hub = await aHub();
  const files = { 'a.bin': randomBytes(22_000_000), 'b.txt': 'b' };
  const source = await aFolder(files);
  const folder = join(await aFolder(), 'one');
  const undo = hub.fail('POST /api/datasets/*/commit/*', { stall: true });
  const first = spawn(process.execPath, [child, hub.url, hub.token, 'sandy/made', folder, source], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(first.stdout, 'data');
  await until(() => hub.requests.some(({ path }) => path.includes('/commit/')));
  const { job } = await anUpload(hub, source, { folder });
  expect(job.view()).toMatchObject({ elsewhere: true, name: 'data' });
  expect(job.wantsToRun()).toBe(false);
  for (const act of [() => job.resume(), () => job.pause(), () => job.cancel()]) await expect(act()).rejects.toMatchObject({ code: 'CONFLICT' });
  expect((await job.files({ state: null, from: 0, count: 10 })).total).toBe(2);
  const asked = hub.requests.length;
  undo();
  first.kill('SIGKILL');
  await once(first, 'exit');
  expect(await settled(job)).toMatchObject({ state: 'done', elsewhere: false });
  expect(await listing(hub)).toEqual(manifest(files, (path) => path.endsWith('.bin')));
  const sentAgain = hub.requests.slice(asked).filter(({ method }) => method === 'PUT').length;
  console.info(`V4: one runner, the second looked on; after the first was killed ${sentAgain} objects were sent again`);
  expect(sentAgain).toBe(0);
  expect((await commits(hub)).filter((title) => title === 'Upload data').length).toBeLessThanOrEqual(1);
});
