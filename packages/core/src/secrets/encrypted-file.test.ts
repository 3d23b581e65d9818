import { readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { scratchFolder } from '../files/scratch-folder.ts';
import { testClock } from '../ports/clock.ts';
import { encryptedFile } from './encrypted-file.ts';
import { Secret } from './secret.ts';

// Deriving a key from a passphrase is slow on purpose.
vi.setConfig({ testTimeout: 30_000 });

const clock = testClock(0);
const token = Secret.from('hf_CanaryCanaryCanary');
const passphrase = Secret.from('correct horse battery');
const wrong = Secret.from('wrong horse battery');

async function localKeyFile() {
  const dir = join(await scratchFolder(), 'state');
  const file = encryptedFile(dir, { clock });
  await file.create({ mode: 'local-key' });
  await file.write('huggingface', token);
  return { dir, file, path: join(dir, 'secrets.json'), copy: join(dir, 'secrets.copy.json') };
}

async function passphraseFile() {
  const dir = join(await scratchFolder(), 'state');
  const file = encryptedFile(dir, { clock });
  await file.create({ mode: 'passphrase', passphrase });
  await file.write('huggingface', token);
  return { dir, file, path: join(dir, 'secrets.json'), copy: join(dir, 'secrets.copy.json') };
}

async function flipEach(path: string, at: number): Promise<void> {
  const bytes = await readFile(path);
  bytes[at % bytes.length] = (bytes[at % bytes.length] ?? 0) ^ 1;
  await writeFile(path, bytes);
}

test('a file with a local key opens itself at the next start, and nobody else may read it', async () => {
  const { dir } = await localKeyFile();
  const again = encryptedFile(dir, { clock });
  expect(await again.fileMode()).toBe('local-key');
  const read = await again.read('huggingface', 'background');
  expect(read.state === 'ok' && read.secret.equals(token)).toBe(true);
  expect((await stat(dir)).mode & 0o777).toBe(0o700);
  expect((await readdir(dir)).sort()).toEqual(['secrets.copy.json', 'secrets.json', 'secrets.key']);
  for (const name of await readdir(dir)) {
    expect((await stat(join(dir, name))).mode & 0o777).toBe(0o600);
    expect(await readFile(join(dir, name), 'latin1')).not.toContain('Canary');
  }
});

test('a file with a passphrase is locked at the next start until the right one is given', async () => {
  const { dir } = await passphraseFile();
  const again = encryptedFile(dir, { clock });
  expect(await again.probe('background')).toMatchObject({ state: 'locked' });
  expect(await again.read('huggingface', 'background')).toMatchObject({ state: 'locked' });
  await expect(again.write('other', token)).rejects.toMatchObject({
    code: 'PASSPHRASE_NEEDED',
    data: { wrong: false },
  });
  await expect(again.remove('huggingface')).rejects.toMatchObject({
    code: 'PASSPHRASE_NEEDED',
    data: { wrong: false },
  });
  await expect(again.unlock(wrong)).rejects.toMatchObject({ code: 'PASSPHRASE_NEEDED', data: { wrong: true } });
  await again.unlock(passphrase);
  expect(await again.read('huggingface', 'background')).toMatchObject({ state: 'ok' });
  again.lock();
  expect(await again.read('huggingface', 'background')).toMatchObject({ state: 'locked' });
});

test('a wrong passphrase changes not a byte', async () => {
  const { dir, path, copy } = await passphraseFile();
  const before = [await readFile(path), await readFile(copy)];
  const again = encryptedFile(dir, { clock });
  await expect(again.unlock(wrong)).rejects.toThrow();
  expect([await readFile(path), await readFile(copy)]).toEqual(before);
});

test('a removed secret stands in neither the file nor its copy', async () => {
  const { file, path, copy } = await localKeyFile();
  await file.remove('huggingface');
  expect(await file.read('huggingface', 'background')).toEqual({ state: 'absent' });
  for (const each of [path, copy]) expect(JSON.parse(await readFile(each, 'utf8')).records).toEqual([]);
});

test('damage to the file alone, or to its copy alone, loses nothing and is mended by the next write', async () => {
  for (const damaged of ['path', 'copy'] as const) {
    const made = await localKeyFile();
    for (const at of [0, 5, 90, 200, 333, 500]) {
      await flipEach(made[damaged], at);
      const read = await encryptedFile(made.dir, { clock }).read('huggingface', 'background');
      expect(read.state === 'ok' && read.secret.equals(token)).toBe(true);
      await made.file.write('huggingface', token);
      expect(await readFile(made.path)).toEqual(await readFile(made.copy));
    }
    await rm(made[damaged]);
    expect(await encryptedFile(made.dir, { clock }).read('huggingface', 'background')).toMatchObject({ state: 'ok' });
  }
});

test('damage to both is told as damage, never as an empty store, and is not written over', async () => {
  const { dir, path, copy } = await localKeyFile();
  for (const each of [path, copy]) await writeFile(each, (await readFile(each)).subarray(0, 100));
  const again = encryptedFile(dir, { clock });
  expect(await again.read('huggingface', 'background')).toMatchObject({ state: 'corrupt' });
  await expect(again.write('huggingface', token)).rejects.toMatchObject({
    code: 'KEYCHAIN_UNAVAILABLE',
    data: { state: 'corrupt' },
  });
  await expect(again.create({ mode: 'local-key' })).rejects.toMatchObject({ code: 'CONFLICT' });
  expect((await readFile(path)).length).toBe(100);
});

test('the right passphrase on a damaged file is not called wrong', async () => {
  const { dir, path, copy } = await passphraseFile();
  for (const each of [path, copy])
    await writeFile(each, (await readFile(each, 'utf8')).replace('"id":"huggingface"', '"id":"evilhugface"'));
  await expect(encryptedFile(dir, { clock }).unlock(passphrase)).rejects.toMatchObject({
    code: 'KEYCHAIN_UNAVAILABLE',
    data: { state: 'corrupt' },
  });
});

test('without its key file a file is damaged, not empty', async () => {
  const { dir } = await localKeyFile();
  await rm(join(dir, 'secrets.key'));
  const again = encryptedFile(dir, { clock });
  expect(await again.read('huggingface', 'background')).toMatchObject({
    state: 'corrupt',
    detail: expect.stringContaining('key'),
  });
});

test('changing how it is opened keeps the secrets and ends the old way', async () => {
  const { dir, file } = await localKeyFile();
  await file.rekey({ mode: 'passphrase', passphrase });
  expect(await readdir(dir)).not.toContain('secrets.key');
  expect(await file.read('huggingface', 'background')).toMatchObject({ state: 'ok' });
  const again = encryptedFile(dir, { clock });
  expect(await again.fileMode()).toBe('passphrase');
  await again.unlock(passphrase);
  await again.rekey({ mode: 'local-key' });
  expect(await encryptedFile(dir, { clock }).read('huggingface', 'background')).toMatchObject({ state: 'ok' });
  // The first one still holds the key of a way that has ended.
  expect(await file.read('huggingface', 'background')).toMatchObject({ state: 'ok' });
});

test('killed between the two writes of a passphrase change, either passphrase opens it and nothing is lost', async () => {
  const { dir, file, path } = await passphraseFile();
  const before = await readFile(path);
  const next = Secret.from('another long passphrase');
  await file.rekey({ mode: 'passphrase', passphrase: next });
  await writeFile(path, before);
  for (const either of [passphrase, next]) {
    const again = encryptedFile(dir, { clock });
    await again.unlock(either);
    expect(await again.read('huggingface', 'background')).toMatchObject({ state: 'ok' });
  }
});

test('two processes writing at once lose none of each other’s secrets', async () => {
  const { dir, file } = await localKeyFile();
  const other = encryptedFile(dir, {
    clock: {
      ...clock,
      after: (delayMs, run) => {
        const timer = setTimeout(run, delayMs);
        return () => clearTimeout(timer);
      },
    },
  });
  await Promise.all([...Array(6).keys()].flatMap((n) => [other.write(`b${n}`, token)]));
  await file.write('a', token);
  for (const id of ['huggingface', 'a', 'b0', 'b5'])
    expect(await file.read(id, 'background')).toMatchObject({ state: 'ok' });
});

test('a passphrase that is too short is refused before anything is written', async () => {
  const dir = join(await scratchFolder(), 'state');
  const file = encryptedFile(dir, { clock });
  await expect(file.create({ mode: 'passphrase', passphrase: Secret.from('short') })).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    data: { field: 'passphrase' },
  });
  expect(await file.exists()).toBe(false);
});

test('destroyed, the file, its copy and its key are gone', async () => {
  const { dir, file } = await localKeyFile();
  await file.destroy();
  expect(await readdir(dir)).toEqual([]);
  expect(await file.read('huggingface', 'background')).toEqual({ state: 'absent' });
});
