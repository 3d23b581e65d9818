import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { scratchFolder } from '../files/scratch-folder.ts';
import { testClock } from '../ports/clock.ts';
import { openSettings } from '../settings/settings-file.ts';
import { memoryKeychain } from './keychain/memory-keychain.ts';
import type { KeychainMood, MemoryKeychain } from './keychain/memory-keychain.ts';
import { Secret } from './secret.ts';
import { openVault } from './vault.ts';
import type { Vault } from './vault.ts';

// Deriving a key from a passphrase is slow on purpose.
vi.setConfig({ testTimeout: 30_000 });

const token = Secret.from('hf_CanaryCanaryCanaryCanaryCanaryCana');
const other = Secret.from('hf_OtherOtherOtherOtherOtherOtherOthe');
const passphrase = Secret.from('correct horse battery');
const startMs = Date.parse('2026-09-01T12:00:00Z');

async function start(dir: string, keychain: MemoryKeychain, platform: NodeJS.Platform = 'linux') {
  const clock = testClock(startMs);
  const settings = await openSettings(join(dir, 'settings'), { clock });
  const vault = await openVault({ settings, stateDir: join(dir, 'state'), keychain, clock, platform });
  onTestFinished(() => vault.dispose());
  return { dir, keychain, settings, vault, clock, restart: () => start(dir, keychain, platform) };
}

async function setUp(mood: KeychainMood = 'healthy', platform?: NodeJS.Platform) {
  return start(await scratchFolder(), memoryKeychain(mood), platform);
}

async function text(vault: Vault, id = 'huggingface'): Promise<string> {
  const found = await vault.read(id);
  return found.state === 'ok' ? found.secret.reveal() : found.state;
}

async function everyFileIn(dir: string): Promise<string> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return (await Promise.all(files.map((entry) => readFile(join(entry.parentPath, entry.name), 'latin1')))).join('\n');
}

test('a healthy keychain is the default; a secret stored in it is there at the next start', async () => {
  const { vault, settings, restart } = await setUp();
  expect(await vault.status()).toEqual({
    active: 'keychain',
    fileMode: null,
    locked: false,
    stores: [
      { kind: 'keychain', available: true, reason: null },
      { kind: 'file', available: true, reason: null },
      { kind: 'session', available: true, reason: null },
    ],
    chosen: true,
  });
  await vault.write('huggingface', token);
  expect(settings.current.providers['huggingface']?.marker).toEqual({
    storedAt: '2026-09-01T12:00:00.000Z',
    store: 'keychain',
  });
  expect(settings.current.secretStore).toEqual({ kind: 'keychain' });
  expect(await text((await restart()).vault)).toBe(token.reveal());
});

test('opening asks no keychain for anything', async () => {
  const { keychain } = await setUp('hangs');
  expect(keychain.helpers.started).toBe(0);
});

test('without a keychain secrets stay in memory, nobody is taken to have chosen, and nothing is on disk', async () => {
  const { vault, dir, restart } = await setUp({ error: 'Cannot autolaunch D-Bus without X11 $DISPLAY' });
  await vault.write('huggingface', token);
  expect(await vault.status()).toMatchObject({
    active: 'session',
    chosen: false,
    stores: [
      { kind: 'keychain', available: false, reason: 'This session has no D-Bus, so no keyring can be reached.' },
      {},
      {},
    ],
  });
  expect(await text(vault)).toBe(token.reveal());
  expect(await everyFileIn(dir)).not.toContain('Canary');
  const next = await restart();
  expect(await text(next.vault)).toBe('absent');
  expect(next.settings.current.providers['huggingface']?.marker).toBeUndefined();
});

test('a locked keyring never counts as signed out, and its marker stays', async () => {
  const { vault, keychain, settings } = await setUp();
  await vault.write('huggingface', token);
  keychain.mood = 'locked';
  expect(await vault.read('huggingface')).toEqual({
    state: 'locked',
    detail: 'The system keyring is locked, or no longer holds this secret. Unlock it, or enter the secret again.',
  });
  expect(await vault.read('openai')).toEqual({ state: 'absent' });
  expect((await vault.status()).locked).toBe(true);
  await expect(vault.remove('huggingface')).rejects.toMatchObject({
    code: 'KEYCHAIN_UNAVAILABLE',
    data: { state: 'locked' },
  });
  expect(settings.current.providers['huggingface']?.marker).toBeDefined();
  keychain.mood = 'healthy';
  await vault.unlock();
  expect(await text(vault)).toBe(token.reveal());
  expect((await vault.status()).locked).toBe(false);
});

test.each<[KeychainMood, string]>([
  ['locked', 'locked'],
  ['crashes', 'unavailable'],
  [{ error: 'The name org.freedesktop.secrets was not provided by any .service files' }, 'unavailable'],
])('a keychain that is %j keeps its marker and answers %s', async (mood, state) => {
  const { vault, keychain, settings } = await setUp();
  await vault.write('huggingface', token);
  keychain.mood = mood;
  expect(await text(vault)).toBe(state);
  await expect(vault.write('huggingface', other)).rejects.toMatchObject({
    code: 'KEYCHAIN_UNAVAILABLE',
    data: { state },
  });
  expect(settings.current.providers['huggingface']?.marker?.store).toBe('keychain');
  expect(keychain.entries.get('huggingface')).toBe(token.reveal());
});

test('a keychain that hangs is told as such after 3 seconds', async () => {
  const { vault, keychain, clock } = await setUp();
  await vault.write('huggingface', token);
  keychain.mood = 'hangs';
  const read = vault.read('huggingface');
  await expect.poll(() => clock.pending).toBe(1);
  clock.advance(3_000);
  expect(await read).toMatchObject({ state: 'timeout' });
});

test('what cannot be stored is refused with advice, before any store sees it', async () => {
  const { vault, keychain } = await setUp();
  for (const bad of ['', 'a b', 'a\n', 'ü', 'x'.repeat(2_561)]) {
    await expect(vault.write('huggingface', Secret.from(bad))).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      data: { field: 'secret' },
    });
  }
  expect(keychain.entries.size).toBe(0);
});

test('when the marker cannot be written the store is put back as it was', async () => {
  const { vault, keychain, settings } = await setUp();
  await vault.write('huggingface', token);
  const stop = settings.update;
  settings.update = () => Promise.reject(new Error('disk full'));
  await expect(vault.write('huggingface', other)).rejects.toThrow('disk full');
  await expect(vault.write('openai', other)).rejects.toThrow('disk full');
  settings.update = stop;
  expect([...keychain.entries]).toEqual([['huggingface', token.reveal()]]);
});

test('removal takes the secret out of its store and then its marker', async () => {
  const { vault, keychain, settings } = await setUp();
  await vault.write('huggingface', token);
  await vault.remove('huggingface');
  expect(keychain.entries.size).toBe(0);
  expect(settings.current.providers['huggingface']).toEqual({});
  expect(await text(vault)).toBe('absent');
});

test('choosing the encrypted file moves every secret there and leaves none behind', async () => {
  const { vault, keychain, settings, dir, restart } = await setUp();
  await vault.write('huggingface', token);
  await vault.write('openai', other);
  await vault.choose('file', { passphrase });
  expect(keychain.entries.size).toBe(0);
  expect(settings.current.secretStore).toEqual({ kind: 'file', fileMode: 'passphrase' });
  expect(settings.current.providers['openai']?.marker).toEqual({ storedAt: '2026-09-01T12:00:00.000Z', store: 'file' });
  expect(await vault.status()).toMatchObject({ active: 'file', fileMode: 'passphrase', locked: false, chosen: true });

  const next = await restart();
  expect(await next.vault.status()).toMatchObject({ active: 'file', fileMode: 'passphrase', locked: true });
  expect(await text(next.vault)).toBe('locked');
  await expect(next.vault.unlock(Secret.from('not this one'))).rejects.toMatchObject({
    code: 'PASSPHRASE_NEEDED',
    data: { wrong: true },
  });
  await next.vault.unlock(passphrase);
  expect([await text(next.vault), await text(next.vault, 'openai')]).toEqual([token.reveal(), other.reveal()]);

  await next.vault.choose('keychain');
  expect([...keychain.entries.keys()].sort()).toEqual(['huggingface', 'openai']);
  expect(await readdir(join(dir, 'state'))).toEqual([]);
});

test('a file is never made without being told how it is to be opened', async () => {
  const { vault, dir } = await setUp();
  await expect(vault.choose('file')).rejects.toMatchObject({ code: 'PASSPHRASE_NEEDED', data: { wrong: false } });
  await vault.choose('file', { fileMode: 'local-key' });
  expect(await vault.status()).toMatchObject({ active: 'file', fileMode: 'local-key' });
  await vault.choose('file', { passphrase });
  expect(await vault.status()).toMatchObject({ active: 'file', fileMode: 'passphrase' });
  expect(await readdir(join(dir, 'state'))).not.toContain('secrets.key');
});

test('a keychain that cannot be used is not chosen, and nothing moves', async () => {
  const { vault, keychain, settings } = await setUp();
  await vault.choose('file', { fileMode: 'local-key' });
  await vault.write('huggingface', token);
  keychain.mood = 'locked';
  await expect(vault.choose('keychain')).rejects.toMatchObject({
    code: 'KEYCHAIN_UNAVAILABLE',
    data: { state: 'locked' },
  });
  expect(settings.current.secretStore?.kind).toBe('file');
  expect(await text(vault)).toBe(token.reveal());
});

test('secrets that cannot be read are not left behind silently; giving them up must be said', async () => {
  const { vault, restart } = await setUp();
  await vault.choose('file', { passphrase });
  await vault.write('huggingface', token);
  const next = await restart();
  await expect(next.vault.choose('session')).rejects.toMatchObject({ code: 'PASSPHRASE_NEEDED' });
  await expect(next.vault.choose('file', { passphrase: Secret.from('a new passphrase') })).rejects.toMatchObject({
    data: { wrong: true },
  });
  expect(await text(next.vault)).toBe('locked');
  await next.vault.choose('file', { passphrase: Secret.from('a new passphrase'), abandonUnreadable: true });
  expect(await text(next.vault)).toBe('absent');
  await next.vault.write('huggingface', other);
  expect(await text(next.vault)).toBe(other.reveal());
});

test('a move cut short before the source was erased is finished at the next start', async () => {
  const { vault, keychain, settings, restart } = await setUp();
  await vault.choose('file', { fileMode: 'local-key' });
  await vault.write('huggingface', token);
  keychain.entries.set('huggingface', token.reveal());
  await settings.update((draft) => {
    const marker = draft.providers['huggingface']?.marker;
    if (marker) marker.eraseFrom = ['keychain'];
  });
  const next = await restart();
  await expect.poll(() => next.settings.current.providers['huggingface']?.marker?.eraseFrom).toBeUndefined();
  expect(keychain.entries.size).toBe(0);
  expect(await text(next.vault)).toBe(token.reveal());
});

test('with the settings gone, secrets are still found where they were', async () => {
  for (const toFile of [false, true]) {
    const { vault, dir, restart } = await setUp();
    if (toFile) await vault.choose('file', { fileMode: 'local-key' });
    await vault.write('huggingface', token);
    for (const name of await readdir(join(dir, 'settings'))) await writeFile(join(dir, 'settings', name), '');
    const next = await restart();
    expect(next.settings.notice?.kind).toBe('reset');
    expect((await next.vault.status()).active).toBe(toFile ? 'file' : 'keychain');
    expect(await text(next.vault)).toBe(token.reveal());
  }
});

test('no file but the encrypted one ever holds a character of a secret', async () => {
  const { vault, dir } = await setUp();
  await vault.write('huggingface', token);
  await vault.choose('file', { passphrase });
  await vault.choose('session');
  await vault.choose('file', { fileMode: 'local-key' });
  const content = await everyFileIn(dir);
  expect(content.length).toBeGreaterThan(1_000);
  expect(content).not.toContain('Canary');
  expect(content).not.toContain('correct horse');
  expect([...vault.known()].map((secret) => secret.reveal())).toContain(token.reveal());
});

test('each platform’s keychain is called by its own name', async () => {
  for (const [platform, name] of [
    ['darwin', 'macOS Keychain'],
    ['win32', 'Windows Credential Manager'],
    ['linux', 'system keyring'],
  ] as const) {
    const { vault } = await setUp('crashes', platform);
    expect((await vault.status()).stores[0]?.reason).toContain(name);
  }
});

test('stores nothing under a name that is no provider with a secret', async () => {
  const { vault, keychain } = await setUp();
  for (const id of ['ollama', '../huggingface', '']) {
    await expect(vault.write(id, token)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  }
  expect(keychain.entries.size).toBe(0);
});
