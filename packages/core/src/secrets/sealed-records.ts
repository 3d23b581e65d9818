// The encrypted file as a value: AES-256-GCM records under a random data key,
// itself wrapped by a key from a passphrase (scrypt) or a key file (HKDF). Only
// what both Node and Electron's BoringSSL have. Every byte is authenticated; a
// record cannot be moved to another name or another file.
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  randomBytes,
  scrypt,
  timingSafeEqual,
} from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { z } from 'zod';
import type { Secret } from './secret.ts';

const base64 = z.base64();
const boxSchema = z.strictObject({ nonce: base64, ct: base64, tag: base64 });
type Box = z.infer<typeof boxSchema>;

/** OWASP's floor for scrypt; 128 MiB and about a third of a second. Other costs are another version of the file. */
const scryptCost = { N: 131_072, r: 8, p: 1 } as const;
const scryptMaxMemoryBytes = 256 * 1024 * 1024;

const kdfSchema = z.discriminatedUnion('name', [
  z.strictObject({
    name: z.literal('scrypt'),
    N: z.literal(scryptCost.N),
    r: z.literal(scryptCost.r),
    p: z.literal(scryptCost.p),
    salt: base64,
  }),
  z.strictObject({ name: z.literal('hkdf'), salt: base64 }),
]);
type Kdf = z.infer<typeof kdfSchema>;

const unsealedSchema = z.strictObject({
  v: z.literal(1),
  kdf: kdfSchema,
  keyId: z.string(),
  /** When the data key was made; ISO instant. */
  created: z.string(),
  /** Encryptions under this data key so far. */
  writes: z.number().int().nonnegative(),
  wrappedKey: boxSchema,
  records: z.array(boxSchema.extend({ id: z.string() })),
});
type Unsealed = z.infer<typeof unsealedSchema>;

export const sealedFileSchema = unsealedSchema.extend({ seal: base64 });
export type SealedFile = z.infer<typeof sealedFileSchema>;

/** What wraps the data key: text a person remembers, or the bytes of the key file. */
export type WrappingSource = { mode: 'passphrase'; passphrase: Secret } | { mode: 'local-key'; key: Uint8Array };

/** The keys of one open file. */
export interface FileKeys {
  kek: KeyObject;
  dek: KeyObject;
}

const dataKeyWritesMax = 2 ** 20;
const dataKeyAgeMaxMs = 365 * 24 * 3_600_000;

function newKdf(mode: WrappingSource['mode']): Kdf {
  const salt = randomBytes(16).toString('base64');
  return mode === 'passphrase' ? { name: 'scrypt', ...scryptCost, salt } : { name: 'hkdf', salt };
}

/** Null when the file is wrapped by the other kind of source. */
export async function deriveKek(kdf: Kdf, source: WrappingSource): Promise<KeyObject | null> {
  const salt = Buffer.from(kdf.salt, 'base64');
  if (kdf.name === 'hkdf') {
    return source.mode === 'local-key'
      ? createSecretKey(Buffer.from(hkdfSync('sha256', source.key, salt, 'hubdesk wrap', 32)))
      : null;
  }
  if (source.mode !== 'passphrase') return null;
  // Normalised, because the same key on two keyboards may send different code points.
  const passphrase = Buffer.from(source.passphrase.reveal().normalize('NFKC'));
  const derived = await new Promise<Buffer>((resolve, reject) => {
    const cost = { N: kdf.N, r: kdf.r, p: kdf.p, maxmem: scryptMaxMemoryBytes };
    scrypt(passphrase, salt, 32, cost, (error, key) => (error ? reject(error) : resolve(key)));
  });
  return createSecretKey(derived);
}

/** An empty file under new keys. */
export async function newSealedFile(
  source: WrappingSource,
  nowMs: number,
): Promise<{ file: SealedFile; keys: FileKeys }> {
  const kdf = newKdf(source.mode);
  const kek = await mustDerive(kdf, source);
  return underNewDataKey({ kdf, kek, secrets: [], nowMs });
}

/** The same records and data key, wrapped anew: 32 bytes change, whatever the number of secrets. */
export async function rewrapped(
  file: SealedFile,
  keys: FileKeys,
  source: WrappingSource,
): Promise<{ file: SealedFile; keys: FileKeys }> {
  const kdf = newKdf(source.mode);
  const kek = await mustDerive(kdf, source);
  const head = { ...file, kdf };
  const wrappedKey = encrypt(kek, keys.dek.export(), keyBinding(head));
  return { file: sealed({ ...head, wrappedKey }, keys.dek), keys: { kek, dek: keys.dek } };
}

/** The data key, if this key wraps it and not a byte of the file was changed. */
export function openSealedFile(
  file: SealedFile,
  kek: KeyObject,
): { state: 'open'; keys: FileKeys } | { state: 'wrong-key' | 'damaged' } {
  const bytes = decrypt(kek, file.wrappedKey, keyBinding(file));
  if (bytes === null) return { state: 'wrong-key' };
  const dek = createSecretKey(bytes);
  // As text: base64 has spare bits that would let two spellings mean the same bytes.
  const expected = Buffer.from(sealOf(file, dek));
  const found = Buffer.from(file.seal);
  const whole = expected.length === found.length && timingSafeEqual(expected, found);
  return whole ? { state: 'open', keys: { kek, dek } } : { state: 'damaged' };
}

/** The text of one record; null when there is none of that name. Throws when the record is not authentic. */
export function recordText(file: SealedFile, keys: FileKeys, id: string): string | null {
  const record = file.records.find((candidate) => candidate.id === id);
  if (!record) return null;
  const text = decrypt(keys.dek, record, recordBinding(file.keyId, id));
  if (text === null) throw new Error('A record in a sealed file is not authentic');
  return text.toString('utf8');
}

/** With `text` under `id`, or without that record for null. Changes the data key when it has served long enough. */
export function withRecord(
  file: SealedFile,
  keys: FileKeys,
  id: string,
  text: string | null,
  nowMs: number,
): { file: SealedFile; keys: FileKeys } {
  if (file.writes >= dataKeyWritesMax || nowMs - Date.parse(file.created) >= dataKeyAgeMaxMs) {
    const secrets = file.records.map((record) => ({ id: record.id, text: recordText(file, keys, record.id) ?? '' }));
    const renewed = underNewDataKey({ kdf: file.kdf, kek: keys.kek, secrets, nowMs });
    return withRecord(renewed.file, renewed.keys, id, text, nowMs);
  }
  const records = file.records.filter((record) => record.id !== id);
  if (text !== null) records.push(newRecord(file.keyId, keys.dek, id, text));
  return { file: sealed({ ...file, writes: file.writes + 1, records }, keys.dek), keys };
}

function underNewDataKey(from: { kdf: Kdf; kek: KeyObject; secrets: { id: string; text: string }[]; nowMs: number }): {
  file: SealedFile;
  keys: FileKeys;
} {
  const dek = createSecretKey(randomBytes(32));
  const head = {
    v: 1 as const,
    kdf: from.kdf,
    keyId: randomBytes(16).toString('hex'),
    created: new Date(from.nowMs).toISOString(),
  };
  const wrappedKey = encrypt(from.kek, dek.export(), keyBinding(head));
  const records = from.secrets.map(({ id, text }) => newRecord(head.keyId, dek, id, text));
  return { file: sealed({ ...head, writes: records.length, wrappedKey, records }, dek), keys: { kek: from.kek, dek } };
}

function newRecord(keyId: string, dek: KeyObject, id: string, text: string): Unsealed['records'][number] {
  return { id, ...encrypt(dek, Buffer.from(text), recordBinding(keyId, id)) };
}

async function mustDerive(kdf: Kdf, source: WrappingSource): Promise<KeyObject> {
  const kek = await deriveKek(kdf, source);
  if (!kek) throw new Error('The key was made for another kind of source');
  return kek;
}

const keyBinding = (head: Pick<Unsealed, 'v' | 'kdf' | 'keyId' | 'created'>): Buffer =>
  Buffer.from(JSON.stringify([head.v, 'key', kdfSchema.parse(head.kdf), head.keyId, head.created]));

const recordBinding = (keyId: string, id: string): Buffer => Buffer.from(JSON.stringify([1, 'record', keyId, id]));

function encrypt(key: KeyObject, plain: Uint8Array, aad: Buffer): Box {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(aad);
  const ct = Buffer.concat([cipher.update(plain), cipher.final()]);
  return { nonce: nonce.toString('base64'), ct: ct.toString('base64'), tag: cipher.getAuthTag().toString('base64') };
}

/** Null when the box was not made with this key for this purpose. */
function decrypt(key: KeyObject, box: Box, aad: Buffer): Buffer | null {
  const nonce = Buffer.from(box.nonce, 'base64');
  const tag = Buffer.from(box.tag, 'base64');
  // GCM accepts shorter tags, which are easier to forge.
  if (nonce.length !== 12 || tag.length !== 16) return null;
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: 16 }).setAAD(aad).setAuthTag(tag);
  try {
    return Buffer.concat([decipher.update(Buffer.from(box.ct, 'base64')), decipher.final()]);
  } catch {
    return null;
  }
}

function sealed(file: Unsealed, dek: KeyObject): SealedFile {
  return { ...file, seal: sealOf(file, dek) };
}

/** Over the whole file in one fixed order of keys, so that a record taken away or put back is noticed too. */
function sealOf(file: Unsealed, dek: KeyObject): string {
  const { v, kdf, keyId, created, writes, wrappedKey, records } = file;
  const ordered = unsealedSchema.parse({ v, kdf, keyId, created, writes, wrappedKey, records });
  const key = Buffer.from(hkdfSync('sha256', dek.export(), Buffer.alloc(0), 'hubdesk seal', 32));
  return createHmac('sha256', key).update(JSON.stringify(ordered)).digest('base64');
}
