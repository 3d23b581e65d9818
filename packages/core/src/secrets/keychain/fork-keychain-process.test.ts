import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { scratchFolder } from '../../files/scratch-folder.ts';
import { processAlive } from '../../files/process-alive.ts';
import { systemClock } from '../../ports/clock.ts';
import type { KeychainChannel } from '../../ports/keychain-process.ts';
import { forkKeychainProcess, keychainEnvironment } from './fork-keychain-process.ts';
import { keychainClient } from './keychain-client.ts';

async function helper(script: string, env: Record<string, string> = {}) {
  const helperPath = join(await scratchFolder(), 'helper.mjs');
  await writeFile(helperPath, script);
  return forkKeychainProcess({ helperPath, env });
}

function nextMessage(channel: KeychainChannel): Promise<unknown> {
  return new Promise((resolve) => channel.onMessage(resolve));
}

function exit(channel: KeychainChannel): Promise<void> {
  return new Promise((resolve) => channel.onExit(resolve));
}

test('the helper sees what a keychain needs of the environment and no key of any provider', async () => {
  const env = {
    PATH: '/bin',
    HOME: '/home/ada',
    DISPLAY: ':0',
    XDG_RUNTIME_DIR: '/run/user/1',
    DBUS_SESSION_BUS_ADDRESS: 'unix:path=/run/bus',
  };
  const secret = {
    HF_TOKEN: 'x',
    OPENAI_API_KEY: 'x',
    AWS_SECRET_ACCESS_KEY: 'x',
    NODE_OPTIONS: '--inspect',
    LD_PRELOAD: 'x',
  };
  expect(keychainEnvironment({ ...env, ...secret })).toEqual(env);
  const channel = (await helper('process.send(Object.keys(process.env))', { ...env, ...secret })).spawn();
  const names = await nextMessage(channel);
  channel.kill();
  // Node adds the number of the channel itself.
  expect((names as string[]).filter((name) => !name.startsWith('NODE_CHANNEL_')).sort()).toEqual(
    Object.keys(env).sort(),
  );
});

test('a message comes back the way it was sent', async () => {
  const channel = (await helper("process.on('message', (message) => process.send(message))")).spawn();
  channel.send({ id: 1, op: 'get', service: 'ü', account: '"' });
  expect(await nextMessage(channel)).toEqual({ id: 1, op: 'get', service: 'ü', account: '"' });
  channel.kill();
  await exit(channel);
});

test('a helper stuck in a loop is ended by kill', async () => {
  const channel = (await helper('process.send(process.pid, () => { for (;;); })')).spawn();
  const pid = await nextMessage(channel);
  const ended = exit(channel);
  channel.kill();
  await ended;
  expect(processAlive(Number(pid))).toBe(false);
});

test('a helper that does not exist ends at once, and the client answers', async () => {
  const process = forkKeychainProcess({ helperPath: join(await scratchFolder(), 'none.mjs'), env: {} });
  const client = keychainClient({ process, clock: systemClock, platform: 'linux' });
  expect(await client.call({ op: 'get', service: 's', account: 'a' }, 'background')).toMatchObject({
    state: 'unavailable',
  });
  client.dispose();
});
