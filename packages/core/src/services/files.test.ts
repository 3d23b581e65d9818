import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import type { Dialogs } from '../ports/dialogs.ts';
import { startTestApp, type TestApp, type TestAppOptions } from './test-app.fixture.ts';

let running: TestApp[] = [];
afterEach(async () => {
  await Promise.all(running.map((each) => each.stop()));
  running = [];
});

async function start(options?: TestAppOptions): Promise<TestApp & { home: string }> {
  const started = await startTestApp(options);
  running.push(started);
  const home = join(started.folder, 'home');
  await mkdir(join(home, 'Documents', 'chats'), { recursive: true });
  return { ...started, home };
}

it('begins in the home folder, and remembers where the person last looked', async () => {
  const { call, home } = await start();
  await writeFile(join(home, 'train.jsonl'), '{}\n');
  const listing = await call.files.list({ folder: null });
  expect(listing.folder).toBe(home);
  expect(listing.entries.map(({ name }) => name)).toEqual(['Documents', 'train.jsonl']);

  const names = async () => (await call.files.places()).map(({ name }) => name);
  expect(await names()).toEqual(['Home', 'Documents', '/']);
  await call.files.list({ folder: join(home, 'Documents', 'chats') });
  expect(await names()).toEqual(['Home', 'Documents', '/', 'chats']);
});

it('makes a folder, once, and only where it was asked to', async () => {
  const { call, home } = await start();
  expect(await call.files.makeFolder({ folder: home, name: 'new' })).toEqual({ path: join(home, 'new') });
  await expect(call.files.makeFolder({ folder: home, name: 'new' })).rejects.toMatchObject({ code: 'ALREADY_THERE' });
  for (const name of ['..', 'a/b', '/etc/x', 'a\0']) {
    await expect(call.files.makeFolder({ folder: home, name })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  }
  await expect(call.files.makeFolder({ folder: join(home, 'gone'), name: 'a' })).rejects.toMatchObject({
    code: 'STORAGE_FAILED',
  });
  expect((await readdir(home)).toSorted()).toEqual(['Documents', 'new']);
});

it('asks with the system’s dialog where there is one, and says so where there is none', async () => {
  const without = await start();
  await expect(without.call.files.choose({ what: 'files', title: 'Choose' })).rejects.toMatchObject({
    code: 'UNSUPPORTED',
    data: { capability: 'nativeDialogs' },
  });
  const answers = [['/a', '/b'], null];
  const dialogs: Dialogs = { choose: async () => answers.shift() ?? null };
  const { call } = await start({ ports: { dialogs } });
  expect(await call.files.choose({ what: 'files', title: 'Choose' })).toEqual({ paths: ['/a', '/b'] });
  expect(await call.files.choose({ what: 'files', title: 'Choose' })).toBeNull();
});

it('receives dropped bytes into its own folder, and writes the rest of its notes when it ends', async () => {
  const { call, app, folder } = await start();
  const drop = '6f1c3b1e-8d0e-4d0b-9c1b-0f6f3f6b7a11';
  const send = (path: string, base64: string) => call.files.receive({ drop, path, offset: 0, totalBytes: 3, base64 });
  expect(await send('train.jsonl', 'e30K')).toEqual({ receivedBytes: 3 });
  expect(await send('val.jsonl', 'e30K')).toEqual({ receivedBytes: 3 });
  await expect(send('bad.jsonl', 'e3*K')).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  await app.dispose();
  const own = join(folder, 'state', 'drops', drop);
  expect(await readFile(join(own, 'content', 'train.jsonl'), 'utf8')).toBe('{}\n');
  expect(JSON.parse(await readFile(join(own, 'manifest.json'), 'utf8'))).toMatchObject({ files: { length: 2 } });
});
