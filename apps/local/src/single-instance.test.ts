import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@hubdesk/core/ports/clock';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { claimInstance } from './single-instance.ts';

let stateFolder: string;
let opened: number;
const ends: (() => Promise<void>)[] = [];

beforeEach(async () => {
  stateFolder = await mkdtemp(join(tmpdir(), 'hubdesk-state-'));
  opened = 0;
});
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
  await rm(stateFolder, { recursive: true, force: true });
});

async function claim(folder = stateFolder) {
  const instance = await claimInstance({
    stateFolder: folder,
    platform: process.platform,
    clock: systemClock,
    onOpen: () => (opened += 1),
  });
  if (instance.first) ends.push(instance.close);
  return instance;
}

test('the second instance asks the first for a window and is told to leave', async () => {
  expect((await claim()).first).toBe(true);
  expect((await claim()).first).toBe(false);
  expect((await claim()).first).toBe(false);
  expect(opened).toBe(2);
});

test('of many that start at the same moment exactly one is the first', async () => {
  const all = await Promise.all(Array.from({ length: 5 }, () => claim()));
  expect(all.filter((instance) => instance.first)).toHaveLength(1);
  expect(opened).toBe(4);
});

test('after an orderly end the next start is the first again, and nothing is left behind', async () => {
  const one = await claim();
  if (one.first) await one.close();
  expect(await readdir(stateFolder)).toEqual([]);
  ends.length = 0;
  expect((await claim()).first).toBe(true);
});

test.skipIf(process.platform === 'win32')('a socket that a killed instance left behind is taken over', async () => {
  const listen = `require('node:net').createServer().listen(${JSON.stringify(join(stateFolder, 'local.sock'))}, () => console.log('listening'))`;
  const child = spawn(process.execPath, ['-e', listen], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(await readdir(stateFolder)).toEqual(['local.sock']);
  expect((await claim()).first).toBe(true);
  expect((await claim()).first).toBe(false);
});

test.skipIf(process.platform === 'win32')('the folder of the socket is for its owner alone', async () => {
  await chmod(stateFolder, 0o755);
  await claim();
  expect((await stat(stateFolder)).mode & 0o777).toBe(0o700);
});

test.skipIf(process.platform === 'win32')('a state folder too long for a socket still works', async () => {
  const long = join(stateFolder, 'x'.repeat(90), 'y'.repeat(60));
  expect((await claim(long)).first).toBe(true);
  expect((await claim(long)).first).toBe(false);
});
