// Secrets in an encrypted file, for machines without a keychain. Opened by a
// passphrase, or by a key file beside it, which protects against the file being
// copied alone and not against programs running as the same person. A wrong
// passphrase or a damaged byte never deletes anything.
import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '@hubdesk/shared/errors';
import { withLock } from '../files/lock-file.ts';
import { safeWrite } from '../files/safe-write.ts';
import { errnoOf, storageFailure } from '../files/storage-failure.ts';
import type { Clock } from '../ports/clock.ts';
import type { FileMode } from '../settings/settings-schema.ts';
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
import type { SecretStore, StoreTrouble } from './store.ts';

/** How a new file, or one whose key changes, is to be opened from then on. */
export type FileKeyChoice = { mode: 'passphrase'; passphrase: Secret } | { mode: 'local-key' };

export interface EncryptedFile extends SecretStore {
  /** How the file is opened; null when there is none, or none that can be read. */
  fileMode(): Promise<FileMode | null>;
  /** Whether a file stands there, readable or not. */
  exists(): Promise<boolean>;
  /** Makes an empty file and opens it. Throws `CONFLICT` when there is one. */
  create(choice: FileKeyChoice): Promise<void>;
  /** Throws `PASSPHRASE_NEEDED` with `wrong`, or `KEYCHAIN_UNAVAILABLE` when the file is damaged. */
  unlock(passphrase: Secret): Promise<void>;
  /** Forgets the keys. A file with a local key opens itself again. */
  lock(): void;
  /** Changes passphrase or mode of an open file. */
  rekey(choice: FileKeyChoice): Promise<void>;
  /** Removes the file, its copy and its key, readable or not, and proves them gone. */
  destroy(): Promise<void>;
}

const minPassphraseLength = 8;
const maxFileBytes = 4 * 1024 * 1024;

interface OpenFile {
  state: 'open';
  file: SealedFile;
  keys: FileKeys;
}

type Opened = OpenFile | { state: 'missing' } | { state: Extract<StoreTrouble, 'locked' | 'corrupt'>; detail: string };

const lockedDetail = 'The encrypted file is locked. Enter its passphrase to open it.';
const noFileDetail = 'There is no encrypted file. Choose again where to keep secrets.';
const damagedDetail = 'The encrypted file is damaged and cannot be read.';
const keyMissingDetail = 'The key of the encrypted file is not where it was, so the file cannot be opened.';

/** The file, its copy, its local key and its lock live in `dir`. */
export function encryptedFile(dir: string, parts: { clock: Clock }): EncryptedFile {
  const { clock } = parts;
  const path = join(dir, 'secrets.json');
  // A second copy of the same content: one damaged byte loses nothing, and what is removed is in neither.
  const copyPath = join(dir, 'secrets.copy.json');
  const keyPath = join(dir, 'secrets.key');
  const lockPath = join(dir, 'secrets.lock');
  let kek: FileKeys['kek'] | null = null;
  let queue: Promise<unknown> = Promise.resolve();

  async function open(): Promise<Opened> {
    const found = await candidates(path, copyPath);
    if (found === 'missing') return { state: 'missing' };
    if (found.length === 0) return { state: 'corrupt', detail: damagedDetail };
    if (kek) {
      const opened = openAny(found, kek);
      if (typeof opened === 'object') return opened;
      if (opened === 'damaged') return { state: 'corrupt', detail: damagedDetail };
      // Another Hubdesk changed the key meanwhile.
      kek = null;
    }
    if (!found.some((file) => modeOf(file) === 'local-key')) return { state: 'locked', detail: lockedDetail };
    const key = await readOrNull(keyPath);
    if (!key) return { state: 'corrupt', detail: keyMissingDetail };
    const opened = await openWith(found, { mode: 'local-key', key });
    return typeof opened === 'object' ? opened : { state: 'corrupt', detail: damagedDetail };
  }

  async function openWith(
    found: readonly SealedFile[],
    source: WrappingSource,
  ): Promise<OpenFile | 'damaged' | 'wrong-key'> {
    let otherwise: 'damaged' | 'wrong-key' = 'wrong-key';
    for (const { kdf } of distinctKdfs(found)) {
      const derived = await deriveKek(kdf, source);
      const opened = derived ? openAny(found, derived) : 'wrong-key';
      if (typeof opened === 'object') {
        kek = opened.keys.kek;
        return opened;
      }
      if (opened === 'damaged') otherwise = 'damaged';
    }
    return otherwise;
  }

  async function mustOpen(): Promise<OpenFile> {
    const opened = await open();
    if (opened.state === 'open') return opened;
    if (opened.state === 'locked') throw new AppError('PASSPHRASE_NEEDED', opened.detail, { wrong: false });
    const [state, detail] =
      opened.state === 'missing' ? (['unavailable', noFileDetail] as const) : ([opened.state, opened.detail] as const);
    throw new AppError('KEYCHAIN_UNAVAILABLE', detail, { state });
  }

  /** One writer at a time: here by the queue, among processes by the lock. */
  function exclusively<T>(work: () => Promise<T>): Promise<T> {
    const done = queue.then(async () => {
      await makePrivateFolder(dir);
      return withLock(lockPath, { clock }, work);
    });
    queue = done.catch(() => undefined);
    return done;
  }

  async function save(file: SealedFile, keys: FileKeys): Promise<void> {
    const text = JSON.stringify(file);
    await safeWrite(copyPath, text, { mode: 0o600, clock });
    await safeWrite(path, text, { mode: 0o600, clock });
    kek = keys.kek;
  }

  async function sourceFor(choice: FileKeyChoice): Promise<WrappingSource> {
    if (choice.mode === 'passphrase') {
      if ([...choice.passphrase.reveal()].length < minPassphraseLength) {
        const reason = `Use at least ${minPassphraseLength} characters.`;
        throw new AppError('INVALID_INPUT', `That passphrase is too short. ${reason}`, { field: 'passphrase', reason });
      }
      return choice;
    }
    const existing = await readOrNull(keyPath);
    if (existing?.length === 32) return { mode: 'local-key', key: existing };
    const key = randomBytes(32);
    await safeWrite(keyPath, key, { mode: 0o600, clock });
    return { mode: 'local-key', key };
  }

  async function change(id: string, text: string | null): Promise<void> {
    await exclusively(async () => {
      const opened = await mustOpen();
      const next = withRecord(opened.file, opened.keys, id, text, clock.now());
      await save(next.file, next.keys);
      const after = await mustOpen();
      if (recordText(after.file, after.keys, id) !== text)
        throw storageFailure(path, 'it does not give back what was stored in it');
    });
  }

  return {
    kind: 'file',
    probe: async () => {
      const opened = await open();
      return opened.state === 'open' || opened.state === 'missing' ? { state: 'ready' } : opened;
    },
    read: async (id) => {
      const opened = await open();
      if (opened.state === 'missing') return { state: 'absent' };
      if (opened.state !== 'open') return opened;
      const text = recordText(opened.file, opened.keys, id);
      return text === null ? { state: 'absent' } : { state: 'ok', secret: Secret.from(text) };
    },
    write: (id, secret) => change(id, secret.reveal()),
    remove: async (id) => {
      if ((await open()).state !== 'missing') await change(id, null);
    },
    fileMode: async () => {
      const found = await candidates(path, copyPath);
      if (found === 'missing') return null;
      return found[0] ? modeOf(found[0]) : null;
    },
    exists: async () => (await candidates(path, copyPath)) !== 'missing',
    create: (choice) =>
      exclusively(async () => {
        if ((await candidates(path, copyPath)) !== 'missing') {
          throw new AppError('CONFLICT', 'There is an encrypted file already.', { what: 'encrypted file' });
        }
        const { file, keys } = await newSealedFile(await sourceFor(choice), clock.now());
        await save(file, keys);
      }),
    unlock: async (passphrase) => {
      const found = await candidates(path, copyPath);
      if (found === 'missing') throw new AppError('KEYCHAIN_UNAVAILABLE', noFileDetail, { state: 'unavailable' });
      const opened = found.length === 0 ? 'damaged' : await openWith(found, { mode: 'passphrase', passphrase });
      if (opened === 'damaged') throw new AppError('KEYCHAIN_UNAVAILABLE', damagedDetail, { state: 'corrupt' });
      if (opened === 'wrong-key') {
        throw new AppError('PASSPHRASE_NEEDED', 'That passphrase does not open the encrypted file.', { wrong: true });
      }
    },
    lock: () => {
      kek = null;
    },
    rekey: (choice) =>
      exclusively(async () => {
        const opened = await mustOpen();
        const next = await rewrapped(opened.file, opened.keys, await sourceFor(choice));
        await save(next.file, next.keys);
        if (choice.mode === 'passphrase') await removeProven(keyPath);
      }),
    destroy: () =>
      exclusively(async () => {
        kek = null;
        // The key last: killed half-way, what is left can still be opened.
        for (const each of [path, copyPath, keyPath]) await removeProven(each);
      }),
  };
}

const modeOf = (file: SealedFile): FileMode => (file.kdf.name === 'scrypt' ? 'passphrase' : 'local-key');

/** The first file this key opens whole; a damaged one stands back behind its copy. */
function openAny(found: readonly SealedFile[], kek: FileKeys['kek']): OpenFile | 'damaged' | 'wrong-key' {
  let otherwise: 'damaged' | 'wrong-key' = 'wrong-key';
  for (const file of found) {
    const opened = openSealedFile(file, kek);
    if (opened.state === 'open') return { ...opened, file };
    if (opened.state === 'damaged') otherwise = 'damaged';
  }
  return otherwise;
}

/** Deriving a key is slow on purpose, and both copies usually share theirs. */
function distinctKdfs(found: readonly SealedFile[]): SealedFile[] {
  return found.filter((file, index) => found.findIndex((other) => other.kdf.salt === file.kdf.salt) === index);
}

/** The file and its copy as far as they can be read; `missing` when neither stands there. */
async function candidates(...paths: string[]): Promise<SealedFile[] | 'missing'> {
  const contents = (await Promise.all(paths.map(readOrNull))).filter((content) => content !== null);
  if (contents.length === 0) return 'missing';
  return contents.flatMap((content) => {
    let json: unknown;
    try {
      json = JSON.parse(content.toString('utf8'));
    } catch {
      return [];
    }
    const file = sealedFileSchema.safeParse(json);
    return file.success ? [file.data] : [];
  });
}

/** Null when it is not there; empty for what cannot be one of our files. */
async function readOrNull(path: string): Promise<Buffer | null> {
  try {
    const found = await stat(path);
    if (!found.isFile() || found.size > maxFileBytes) return Buffer.alloc(0);
    return await readFile(path);
  } catch (error) {
    return errnoOf(error) === 'ENOENT' ? null : Buffer.alloc(0);
  }
}

async function removeProven(path: string): Promise<void> {
  try {
    await rm(path, { force: true });
  } catch (error) {
    throw storageFailure(path, error);
  }
  if ((await readOrNull(path)) !== null) throw storageFailure(path, 'it is still there after it was removed');
}

async function makePrivateFolder(dir: string): Promise<void> {
  try {
    await mkdir(dir, { recursive: true, mode: 0o700 });
    await chmod(dir, 0o700);
  } catch (error) {
    throw storageFailure(dir, error);
  }
}
