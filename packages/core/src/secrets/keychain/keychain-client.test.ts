import { expect, test } from 'vitest';
import { testClock } from '../../ports/clock.ts';
import { keychainClient } from './keychain-client.ts';
import type { KeychainCall } from './keychain-client.ts';
import { memoryKeychain } from './memory-keychain.ts';
import type { KeychainMood } from './memory-keychain.ts';

const get: KeychainCall = { op: 'get', service: 'hubdesk', account: 'a' };

function setUp(mood: KeychainMood = 'healthy') {
  const keychain = memoryKeychain(mood);
  const clock = testClock(0);
  return { keychain, clock, client: keychainClient({ process: keychain, clock, platform: 'linux' }) };
}

test('the helper starts with the first call and serves those that follow', async () => {
  const { keychain, client } = setUp();
  expect(keychain.helpers.started).toBe(0);
  keychain.entries.set('a', 'x');
  expect(await client.call(get, 'background')).toEqual({ state: 'ok', value: 'x' });
  expect(await client.call({ ...get, account: 'b' }, 'background')).toEqual({ state: 'ok', value: null });
  expect(keychain.helpers).toEqual({ started: 1, running: 1 });
});

test('there is never more than one call in flight', async () => {
  const { keychain, client } = setUp('hangs');
  void client.call(get, 'person');
  void client.call(get, 'person');
  expect(keychain.sent.length).toBe(1);
});

test('a call that hangs ends after 3 seconds, the helper is killed, and the next call gets a new one', async () => {
  const { keychain, clock, client } = setUp('hangs');
  const hung = client.call(get, 'background');
  clock.advance(2_999);
  expect(keychain.helpers.running).toBe(1);
  clock.advance(1);
  expect(await hung).toMatchObject({ state: 'timeout', detail: expect.stringContaining('within 3 seconds') });
  expect(keychain.helpers.running).toBe(0);
  keychain.mood = 'healthy';
  expect(await client.call(get, 'background')).toMatchObject({ state: 'ok' });
  expect(clock.pending).toBe(0);
});

test('a person has 60 seconds to answer a prompt; what waits behind it is told the keychain is busy', async () => {
  const { keychain, clock, client } = setUp('hangs');
  const prompted = client.call(get, 'person');
  const behind = client.call(get, 'background');
  clock.advance(3_000);
  expect(await behind).toMatchObject({ state: 'timeout', detail: expect.stringContaining('busy') });
  expect(keychain.helpers.running).toBe(1);
  clock.advance(57_000);
  expect(await prompted).toMatchObject({ state: 'timeout' });
});

test('a helper that crashes is an answer, and is started again at most three times a minute', async () => {
  const { keychain, clock, client } = setUp('crashes');
  for (let n = 0; n < 6; n += 1) expect(await client.call(get, 'background')).toMatchObject({ state: 'unavailable' });
  expect(keychain.helpers.started).toBe(4);
  keychain.mood = 'healthy';
  expect(await client.call(get, 'background')).toMatchObject({ detail: expect.stringContaining('in a minute') });
  clock.advance(60_000);
  expect(await client.call(get, 'background')).toMatchObject({ state: 'ok' });
});

test('a helper that cannot be started is an answer', async () => {
  const process = {
    spawn: () => {
      throw new Error('no such file');
    },
  };
  const client = keychainClient({ process, clock: testClock(0), platform: 'darwin' });
  expect(await client.call(get, 'background')).toMatchObject({
    state: 'unavailable',
    detail: expect.stringContaining('macOS Keychain'),
  });
});

test('a connection that is dead for good is tried once more with a new helper', async () => {
  const { keychain, client } = setUp({ error: 'The name :1.0 was not provided by any .service files' });
  expect(await client.call(get, 'background')).toMatchObject({
    state: 'unavailable',
    detail: expect.stringContaining('stopped while it was in use'),
  });
  expect(keychain.helpers.started).toBe(2);
});

test.each([
  ['Cannot autolaunch D-Bus without X11 $DISPLAY', 'unavailable', 'D-Bus'],
  ['Could not connect: No such file or directory', 'unavailable', 'D-Bus'],
  [
    'The name org.freedesktop.secrets was not provided by any .service files',
    'unavailable',
    'GNOME Keyring or KWallet',
  ],
  ['Object does not exist at path "/org/freedesktop/secrets/collection/login"', 'unavailable', 'set up or unlocked'],
  ['Cannot create an item in a locked collection', 'locked', 'is locked'],
  ["Couldn't create item: An error occurred on the device", 'unavailable', 'disk may be full'],
  ['The session wrapping the secret does not exist', 'unavailable', 'stopped'],
  ['User interaction is not allowed.', 'locked', 'is locked'],
  ['The trial entry came back different', 'corrupt', 'give back'],
  ['something nobody has seen before', 'unavailable', 'without a reason'],
])('a keychain that says %j is %s', async (error, state, words) => {
  const { client } = setUp({ error });
  const outcome = await client.call(get, 'background');
  expect(outcome).toMatchObject({ state, detail: expect.stringContaining(words) });
});

test('once closed, every call is answered and no helper runs', async () => {
  const { keychain, clock, client } = setUp('hangs');
  const calls = [client.call(get, 'person'), client.call(get, 'background')];
  client.dispose();
  for (const call of [...calls, client.call(get, 'background')])
    expect(await call).toMatchObject({ state: 'unavailable' });
  expect(keychain.helpers).toEqual({ started: 1, running: 0 });
  expect(clock.pending).toBe(0);
});
