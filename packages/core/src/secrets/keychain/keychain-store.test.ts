import { expect, test } from 'vitest';
import { testClock } from '../../ports/clock.ts';
import { Secret } from '../secret.ts';
import { keychainClient } from './keychain-client.ts';
import { keychainStore } from './keychain-store.ts';
import { memoryKeychain } from './memory-keychain.ts';
import type { KeychainMood } from './memory-keychain.ts';

const token = Secret.from('hf_token');

function setUp(mood: KeychainMood = 'healthy') {
  const keychain = memoryKeychain(mood);
  return {
    keychain,
    store: keychainStore(keychainClient({ process: keychain, clock: testClock(0), platform: 'linux' })),
  };
}

test('what is written is read back, and after removal it is absent', async () => {
  const { keychain, store } = setUp();
  await store.write('huggingface', token);
  expect(keychain.entries.get('huggingface')).toBe('hf_token');
  const read = await store.read('huggingface', 'background');
  expect(read.state === 'ok' && read.secret.equals(token)).toBe(true);
  await store.remove('huggingface');
  expect(await store.read('huggingface', 'background')).toEqual({ state: 'absent' });
});

test('a locked keyring neither stores nor pretends to have removed', async () => {
  const { keychain, store } = setUp();
  await store.write('huggingface', token);
  keychain.mood = 'locked';
  const locked = { code: 'KEYCHAIN_UNAVAILABLE', data: { state: 'locked' } };
  await expect(store.write('other', token)).rejects.toMatchObject(locked);
  await expect(store.remove('huggingface')).rejects.toMatchObject(locked);
  expect(keychain.entries.get('huggingface')).toBe('hf_token');
});

test('removing what was never there is proven by a keyring that can be written', async () => {
  const { store } = setUp();
  await store.remove('nothing');
});

test('a keychain that gives back something else has not stored it', async () => {
  const { keychain, store } = setUp();
  keychain.entries.set = () => keychain.entries;
  await expect(store.write('huggingface', token)).rejects.toMatchObject({ data: { state: 'corrupt' } });
});

test('nothing asks a background probe to prompt', async () => {
  const { keychain, store } = setUp();
  expect(await store.probe('background')).toEqual({ state: 'ready' });
  expect(await store.probe('person')).toEqual({ state: 'ready' });
  expect(keychain.sent).toMatchObject([
    { op: 'probe', mayPrompt: false },
    { op: 'probe', mayPrompt: true },
  ]);
});
