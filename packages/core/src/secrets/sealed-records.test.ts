import { randomBytes } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import {
  deriveKek,
  newSealedFile,
  openSealedFile,
  recordText,
  rewrapped,
  sealedFileSchema,
  withRecord,
} from './sealed-records.ts';
import type { FileKeys, SealedFile, WrappingSource } from './sealed-records.ts';
import { Secret } from './secret.ts';

const source: WrappingSource = { mode: 'local-key', key: randomBytes(32) };
const dayMs = 24 * 3_600_000;
let file: SealedFile;
let keys: FileKeys;

beforeAll(async () => {
  const fresh = await newSealedFile(source, 0);
  const one = withRecord(fresh.file, fresh.keys, 'huggingface', 'hf_token', 0);
  ({ file, keys } = withRecord(one.file, one.keys, 'openai', 'sk-token', 0));
});

function reopened(text: string): SealedFile | null {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return null;
  }
  const parsed = sealedFileSchema.safeParse(json);
  return parsed.success && openSealedFile(parsed.data, keys.kek).state === 'open' ? parsed.data : null;
}

test('records are read back and shown nowhere in the file', () => {
  expect(recordText(file, keys, 'huggingface')).toBe('hf_token');
  expect(recordText(file, keys, 'openai')).toBe('sk-token');
  expect(recordText(file, keys, 'google')).toBeNull();
  for (const spelling of ['hf_token', Buffer.from('hf_token').toString('base64').slice(0, 8)]) {
    expect(JSON.stringify(file)).not.toContain(spelling);
  }
});

test('with any one bit of the file flipped it does not open', () => {
  const whole = Buffer.from(JSON.stringify(file));
  let tried = 0;
  for (let at = 0; at < whole.length; at += 1) {
    for (let bit = 0; bit < 8; bit += 1) {
      const flipped = Buffer.from(whole);
      flipped[at] = (flipped[at] ?? 0) ^ (1 << bit);
      tried += 1;
      const opened = reopened(flipped.toString('utf8'));
      if (opened) throw new Error(`bit ${bit} of byte ${at} was accepted: ${flipped.toString('utf8')}`);
    }
  }
  console.info(`${tried} flipped bits, 0 accepted`);
});

test('cut anywhere, it does not open', () => {
  const whole = JSON.stringify(file);
  for (let length = 0; length < whole.length; length += 1) expect(reopened(whole.slice(0, length))).toBeNull();
});

test('records cannot be swapped, renamed, dropped or brought in from elsewhere', async () => {
  const [first, second] = file.records;
  if (!first || !second) throw new Error('two records expected');
  const other = await newSealedFile(source, 0);
  const foreign = withRecord(other.file, other.keys, 'huggingface', 'evil', 0).file.records;
  const forgeries = [
    [
      { ...first, id: second.id },
      { ...second, id: first.id },
    ],
    [second, first],
    [first],
    [],
    [...foreign, second],
  ];
  for (const records of forgeries) expect(openSealedFile({ ...file, records }, keys.kek).state).toBe('damaged');
});

test('another key does not open it', async () => {
  const kek = await deriveKek(file.kdf, { mode: 'local-key', key: randomBytes(32) });
  expect(kek && openSealedFile(file, kek).state).toBe('wrong-key');
  expect(await deriveKek(file.kdf, { mode: 'passphrase', passphrase: Secret.from('long enough') })).toBeNull();
});

test('a file of another version or with cheaper key derivation is not read', () => {
  expect(sealedFileSchema.safeParse({ ...file, v: 2 }).success).toBe(false);
  const kdf = { name: 'scrypt', N: 1_024, r: 8, p: 1, salt: file.kdf.salt };
  expect(sealedFileSchema.safeParse({ ...file, kdf }).success).toBe(false);
});

test('rewrapping changes the key and none of the records', async () => {
  const passphrase = Secret.from('Pferd Ba\u0308r Stern');
  const next = await rewrapped(file, keys, { mode: 'passphrase', passphrase });
  expect(next.file.records).toEqual(file.records);
  expect(openSealedFile(next.file, keys.kek).state).toBe('wrong-key');
  // The same words from a keyboard that sends composed letters.
  const composed = await deriveKek(next.file.kdf, {
    mode: 'passphrase',
    passphrase: Secret.from('Pferd B\u00e4r Stern'),
  });
  expect(composed && openSealedFile(next.file, composed).state).toBe('open');
});

test('after a year, or a million writes, the data key is renewed and every secret is still there', () => {
  const later = withRecord(file, keys, 'google', 'g-token', 366 * dayMs);
  expect(later.file.keyId).not.toBe(file.keyId);
  for (const [id, text] of [
    ['huggingface', 'hf_token'],
    ['openai', 'sk-token'],
    ['google', 'g-token'],
  ] as const) {
    expect(recordText(later.file, later.keys, id)).toBe(text);
  }
  expect(openSealedFile(later.file, keys.kek).state).toBe('open');
  expect(withRecord({ ...file, writes: 2 ** 20 }, keys, 'google', 'g', dayMs).file.keyId).not.toBe(file.keyId);
  expect(withRecord(file, keys, 'google', 'g', 300 * dayMs).file.keyId).toBe(file.keyId);
});
