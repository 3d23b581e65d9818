// The settings file and its one writer. Opens whatever it finds: a file it
// cannot read is kept aside, the newest good copy takes its place, and the
// person is told. Refuses to hold anything that looks like a token.
import { copyFile, link, mkdir, readFile, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { AppError, isAppError } from '@hubdesk/shared/errors';
import { fileStamp, keepBackup, listBackups } from '../files/backups.ts';
import { safeWrite } from '../files/safe-write.ts';
import { errnoOf, storageFailure } from '../files/storage-failure.ts';
import { sweepStaleTemps } from '../files/sweep-stale-temps.ts';
import type { Clock } from '../ports/clock.ts';
import { looksSecret } from '../secrets/redact.ts';
import { defaultSettings, settingsSchema, settingsVersion } from './settings-schema.ts';
import type { SettingsData } from './settings-schema.ts';

const fileName = 'settings.json';
const backupsKept = 5;
const maxBytes = 8 * 1024 * 1024;

/** `keptAs`: where the file that could not be used as it was is kept, or will be before the first change. */
export interface SettingsNotice {
  kind: 'recovered' | 'reset' | 'newer';
  keptAs: string;
}

export interface Settings {
  /** Frozen; a change makes a new one. */
  readonly current: Readonly<SettingsData>;
  readonly notice: SettingsNotice | null;
  dismissNotice(): void;
  /**
   * Applies `change` to a copy of the newest settings and writes it. One at a
   * time, in order of calling. Rejects, with nothing changed, when `change`
   * throws, when the result is no valid settings (`INVALID_INPUT`) or cannot be
   * written (`STORAGE_FAILED`).
   */
  update(change: (draft: SettingsData) => void): Promise<void>;
  /** Tells of each change after it is on disk. The answer stops it. */
  onChange(listen: (current: Readonly<SettingsData>) => void): () => void;
}

type Reading = { state: 'good' | 'newer'; settings: SettingsData } | { state: 'missing' | 'bad' };

/** Opens the settings in `dir`, which is made at the first change. Never rejects: what cannot be read or written now shows in `notice` or at that change. */
export async function openSettings(dir: string, parts: { clock: Clock }): Promise<Settings> {
  const { clock } = parts;
  const path = join(dir, fileName);
  await sweepStaleTemps(dir);

  const opened = await openNewestGood(path, clock);
  let current = frozen(opened.settings);
  let notice = opened.notice;
  let setAsideFirst = opened.setAsideFirst;
  let queue: Promise<unknown> = Promise.resolve();
  const listeners = new Set<(current: Readonly<SettingsData>) => void>();

  async function write(change: (draft: SettingsData) => void): Promise<void> {
    const draft = structuredClone(current);
    change(draft);
    const text = serialise(draft);
    if (setAsideFirst !== null) {
      await setAside(path, setAsideFirst);
      setAsideFirst = null;
    }
    await writeBoth(path, text, clock);
    // What was written is what is current, so that a value JSON drops is not seen until the next start.
    current = frozen(settingsSchema.parse(JSON.parse(text)));
    for (const listen of listeners) listen(current);
  }

  return {
    get current() {
      return current;
    },
    get notice() {
      return notice;
    },
    dismissNotice: () => {
      notice = null;
    },
    update: (change) => {
      const done = queue.then(() => write(change));
      queue = done.catch(() => undefined);
      return done;
    },
    onChange: (listen) => {
      listeners.add(listen);
      return () => void listeners.delete(listen);
    },
  };
}

interface Opened {
  settings: SettingsData;
  notice: SettingsNotice | null;
  /** Where the present file must be copied before it is written over; null when nothing would be lost. */
  setAsideFirst: string | null;
}

async function openNewestGood(path: string, clock: Clock): Promise<Opened> {
  const found = await readSettings(path);
  if (found.state === 'good') return { settings: found.settings, notice: null, setAsideFirst: null };
  const stamp = fileStamp(clock.now());
  if (found.state === 'newer') {
    const keptAs = join(dirname(path), `settings.newer-${stamp}.json`);
    return { settings: found.settings, notice: { kind: 'newer', keptAs }, setAsideFirst: keptAs };
  }
  const recovered = await newestGoodBackup(path);
  if (found.state === 'missing' && !recovered) return { settings: defaultSettings, notice: null, setAsideFirst: null };

  const settings = recovered?.settings ?? defaultSettings;
  if (found.state === 'missing') {
    // We never leave the file missing, so somebody or something removed it.
    return { settings, notice: { kind: 'recovered', keptAs: recovered?.path ?? path }, setAsideFirst: null };
  }
  const keptAs = join(dirname(path), `settings.corrupt-${stamp}.json`);
  const notice: SettingsNotice = { kind: recovered ? 'recovered' : 'reset', keptAs };
  try {
    await setAside(path, keptAs);
    await writeBoth(path, serialise(settings), clock);
    return { settings, notice, setAsideFirst: null };
  } catch (error) {
    if (!isAppError(error, 'STORAGE_FAILED')) throw error;
    // Nothing can be written now. The app starts all the same, and the first change tries again.
    return { settings, notice, setAsideFirst: keptAs };
  }
}

async function newestGoodBackup(path: string): Promise<{ settings: SettingsData; path: string } | null> {
  for (const copy of await listBackups(await realpathOr(path))) {
    const found = await readSettings(copy);
    if (found.state === 'good') return { settings: found.settings, path: copy };
  }
  return null;
}

async function readSettings(path: string): Promise<Reading> {
  let text: string;
  try {
    // Looked at first: reading must not take long or much memory whatever stands there.
    const found = await stat(path);
    if (!found.isFile() || found.size > maxBytes) return { state: 'bad' };
    text = new TextDecoder('utf-8', { fatal: true }).decode(await readFile(path));
  } catch (error) {
    return { state: errnoOf(error) === 'ENOENT' ? 'missing' : 'bad' };
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { state: 'bad' };
  }
  const settings = settingsSchema.safeParse(json);
  if (settings.success) return { state: 'good', settings: settings.data };
  if (!isNewer(json)) return { state: 'bad' };
  // As much of a later file as still means the same: the markers above all.
  const alike = settingsSchema.safeParse({ ...json, version: settingsVersion });
  return { state: 'newer', settings: alike.success ? alike.data : defaultSettings };
}

function isNewer(json: unknown): json is { version: number } {
  return (
    typeof json === 'object' &&
    json !== null &&
    'version' in json &&
    typeof json.version === 'number' &&
    json.version > settingsVersion
  );
}

function serialise(draft: SettingsData): string {
  const valid = settingsSchema.safeParse(draft);
  if (!valid.success) throw invalid('Those are not settings Hubdesk knows how to keep.');
  const text = `${JSON.stringify(valid.data, null, 2)}\n`;
  if (Buffer.byteLength(text) > maxBytes) throw invalid('That is more than the settings can hold.');
  if (looksSecret(text)) throw invalid('Something in it looks like a token. Tokens are kept in the secret store only.');
  return text;
}

function invalid(reason: string): AppError<'INVALID_INPUT'> {
  return new AppError('INVALID_INPUT', `The settings were not changed. ${reason}`, { field: 'settings', reason });
}

/** The copy comes first and is of the new text, so that a damaged file loses nothing at all. */
async function writeBoth(path: string, text: string, clock: Clock): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await keepBackup(await realpathOr(path), new TextEncoder().encode(text), backupsKept, clock);
  } catch (error) {
    throw storageFailure(path, error);
  }
  await safeWrite(path, text, { mode: 0o600, clock });
}

/** Gives the bad file a second name, so that there is no instant without a settings file. */
async function setAside(path: string, keptAs: string): Promise<void> {
  try {
    const target = await realpath(path);
    await link(target, join(dirname(path), basename(keptAs)));
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return;
    await copyAside(path, keptAs);
  }
}

/** For disks without hard links, and links to another disk. */
async function copyAside(path: string, keptAs: string): Promise<void> {
  try {
    await copyFile(path, keptAs);
  } catch (error) {
    throw storageFailure(keptAs, error);
  }
}

async function realpathOr(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch {
    return path;
  }
}

function frozen(settings: SettingsData): Readonly<SettingsData> {
  const freeze = (value: unknown): void => {
    if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return;
    Object.freeze(value);
    Object.values(value).forEach(freeze);
  };
  const copy = structuredClone(settings);
  freeze(copy);
  return copy;
}
