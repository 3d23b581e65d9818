// Where the person's secrets are kept, whichever store that is. Decides nothing
// for the person: without a keychain secrets stay in memory until somebody
// chooses. The marker in the settings is what tells a secret that was never
// stored from one that cannot be read now, so it goes only with proof.
import { AppError, isAppError } from '@hubdesk/shared/errors';
import type { StoreKind } from '@hubdesk/shared/account/account';
import type { SecretsStatus } from '@hubdesk/shared/contract/secrets';
import { secretIds } from '@hubdesk/shared/providers/registry';
import { sweepStaleTemps } from '../files/sweep-stale-temps.ts';
import type { Clock } from '../ports/clock.ts';
import type { KeychainProcess } from '../ports/keychain-process.ts';
import type { Settings } from '../settings/settings-file.ts';
import type { FileMode, SecretMarker, SettingsData } from '../settings/settings-schema.ts';
import { encryptedFile } from './encrypted-file.ts';
import type { FileKeyChoice } from './encrypted-file.ts';
import { keychainClient } from './keychain/keychain-client.ts';
import { keychainStore } from './keychain/keychain-store.ts';
import { keychainName } from './keychain/keychain-trouble.ts';
import { secretAdvice, secretProblem } from './secret.ts';
import type { Secret } from './secret.ts';
import { sessionStore } from './session-store.ts';
import type { Patience, SecretRead, SecretStore, StoreTrouble } from './store.ts';

/** What a secret is filed under: `huggingface`, `huggingface@sandbox`. */
export type SecretId = string;

export type VaultStatus = SecretsStatus;

export interface ChooseOptions {
  fileMode?: FileMode;
  passphrase?: Secret;
  /** Gives up, for good, secrets that cannot be read where they are: the way out of a forgotten passphrase. */
  abandonUnreadable?: boolean;
}

export interface Vault {
  /** Asks every store; never prompts, and takes 3 seconds at most. */
  status(): Promise<VaultStatus>;
  /** `person` lets a keychain prompt and waits 60 seconds for it; `background` waits 3. */
  read(id: SecretId, patience?: Patience): Promise<SecretRead>;
  /** Into the active store, proven by reading back, then marked. Rejects with whatever was there before still in place. */
  write(id: SecretId, secret: Secret): Promise<void>;
  /** From every store it may stand in, proven gone, then unmarked. */
  remove(id: SecretId): Promise<void>;
  /** Makes a store the active one and moves what there is: copied, verified, marked, then erased at the source. */
  choose(kind: StoreKind, options?: ChooseOptions): Promise<void>;
  /** Opens the encrypted file, or without a passphrase lets the keychain ask for its own. */
  unlock(passphrase?: Secret): Promise<void>;
  /** Every secret that passed through since the start, for the redactor. */
  known(): Iterable<Secret>;
  dispose(): Promise<void>;
}

export interface VaultParts {
  settings: Settings;
  stateDir: string;
  keychain: KeychainProcess;
  clock: Clock;
  platform: NodeJS.Platform;
}

/** Opens at once: no store is asked before somebody needs one. */
export async function openVault(parts: VaultParts): Promise<Vault> {
  const { settings, clock, platform } = parts;
  const client = keychainClient({ process: parts.keychain, clock, platform });
  const file = encryptedFile(parts.stateDir, { clock });
  const session = sessionStore();
  const stores = { keychain: keychainStore(client), file, session } as const satisfies Record<StoreKind, SecretStore>;
  const known = new Map<string, Secret>();
  let keychainSeemsLocked = false;
  let fallback: StoreKind | null = null;
  let queue: Promise<unknown> = Promise.resolve();

  /** Changes take turns: each sees the markers the one before it left. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = queue.then(work);
    queue = done.catch(() => undefined);
    return done;
  }

  const markerOf = (id: SecretId): SecretMarker | undefined => settings.current.providers[id]?.marker;

  function markers(): [SecretId, SecretMarker][] {
    return Object.entries(settings.current.providers).flatMap(([id, { marker }]) => (marker ? [[id, marker]] : []));
  }

  /** The active store, and whether anybody, or a healthy keychain, decided it. */
  async function active(): Promise<{ kind: StoreKind; chosen: boolean }> {
    const decided = settings.current.secretStore;
    if (decided) return { kind: decided.kind, chosen: true };
    // The settings were lost and the file was not.
    if (await file.exists()) return { kind: 'file', chosen: true };
    if (!session.isEmpty) return { kind: 'session', chosen: false };
    fallback ??= (await stores.keychain.probe('background')).state === 'ready' ? 'keychain' : 'session';
    return { kind: fallback, chosen: fallback === 'keychain' };
  }

  async function readFrom(kind: StoreKind, id: SecretId, patience: Patience, marked: boolean): Promise<SecretRead> {
    const found = await stores[kind].read(id, patience);
    if (kind === 'keychain' && found.state !== 'absent')
      keychainSeemsLocked = found.state === 'locked' || found.state === 'timeout';
    if (found.state === 'ok') known.set(found.secret.reveal(), found.secret);
    if (found.state !== 'absent' || !marked || kind === 'session') return found;
    if (kind === 'file')
      return { state: 'corrupt', detail: 'The encrypted file no longer holds this secret. Enter it again.' };
    keychainSeemsLocked = true;
    const detail = `The ${keychainName(platform)} is locked, or no longer holds this secret. Unlock it, or enter the secret again.`;
    return { state: 'locked', detail };
  }

  async function setMarker(id: SecretId, marker: SecretMarker, decide?: (draft: SettingsData) => void): Promise<void> {
    await settings.update((draft) => {
      (draft.providers[id] ??= {}).marker = marker;
      decide?.(draft);
    });
  }

  async function clearMarkers(ids: readonly SecretId[]): Promise<void> {
    if (!ids.some((id) => markerOf(id))) return;
    await settings.update((draft) => {
      for (const id of ids) delete draft.providers[id]?.marker;
    });
  }

  function marked(store: StoreKind, storedAt: string, eraseFrom: readonly StoreKind[]): SecretMarker {
    const left = [...new Set(eraseFrom)].filter((kind) => kind !== store);
    return { storedAt, store, ...(left.length > 0 && { eraseFrom: left }) };
  }

  /** Erases what moves left behind. What fails now stays in the marker for another start. */
  async function eraseLeftovers(id: SecretId): Promise<void> {
    const marker = markerOf(id);
    for (const kind of marker?.eraseFrom ?? []) {
      try {
        await stores[kind].remove(id);
        const now = markerOf(id);
        if (now)
          await setMarker(
            id,
            marked(
              now.store,
              now.storedAt,
              (now.eraseFrom ?? []).filter((other) => other !== kind),
            ),
          );
      } catch (error) {
        if (!isAppError(error)) throw error;
      }
    }
  }

  async function write(id: SecretId, secret: Secret): Promise<void> {
    if (!secretIds.some((allowed) => allowed === id)) {
      const reason = 'Nothing is stored under that name.';
      throw new AppError('INVALID_INPUT', reason, { field: 'id', reason });
    }
    const problem = secretProblem(secret.reveal());
    if (problem)
      throw new AppError('INVALID_INPUT', secretAdvice[problem], { field: 'secret', reason: secretAdvice[problem] });
    known.set(secret.reveal(), secret);
    const { kind, chosen } = await active();
    const before = await stores[kind].read(id, 'person');
    const old = markerOf(id);
    const leftovers = [...(old ? [old.store] : []), ...(old?.eraseFrom ?? [])];
    await stores[kind].write(id, secret);
    try {
      await setMarker(id, marked(kind, new Date(clock.now()).toISOString(), leftovers), (draft) => {
        if (kind === 'keychain' && chosen) draft.secretStore ??= { kind };
      });
    } catch (error) {
      await putBack(stores[kind], id, before);
      throw error;
    }
    if (kind === 'keychain') keychainSeemsLocked = false;
    await eraseLeftovers(id);
  }

  async function remove(id: SecretId): Promise<void> {
    const marker = markerOf(id);
    const kinds = marker ? [marker.store, ...(marker.eraseFrom ?? [])] : [(await active()).kind];
    for (const kind of kinds) await stores[kind].remove(id);
    await clearMarkers([id]);
  }

  async function choose(kind: StoreKind, options: ChooseOptions): Promise<void> {
    const abandoned = await prepare(kind, options);
    const moving: { id: SecretId; marker: SecretMarker; secret: Secret }[] = [];
    for (const [id, marker] of markers()) {
      if (marker.store === kind || abandoned.includes(id)) continue;
      const found = await readFrom(marker.store, id, 'person', true);
      if (found.state === 'ok') moving.push({ id, marker, secret: found.secret });
      else if (found.state === 'absent' || options.abandonUnreadable) abandoned.push(id);
      else throw troubleError(marker.store, found);
    }
    for (const { id, marker, secret } of moving) {
      await stores[kind].write(id, secret);
      await setMarker(id, marked(kind, marker.storedAt, [marker.store, ...(marker.eraseFrom ?? [])]));
      await eraseLeftovers(id);
    }
    await clearMarkers(abandoned);
    const fileMode = kind === 'file' ? await file.fileMode() : null;
    await settings.update((draft) => {
      draft.secretStore = { kind, ...(fileMode && { fileMode }) };
    });
    if (kind !== 'file' && (await file.exists())) await file.destroy();
  }

  /** Makes the store ready to take secrets; answers those given up on the way. */
  async function prepare(kind: StoreKind, options: ChooseOptions): Promise<SecretId[]> {
    if (kind === 'session') return [];
    if (kind === 'keychain') {
      const state = await stores.keychain.probe('person');
      if (state.state !== 'ready') throw troubleError('keychain', state);
      return [];
    }
    if (!(await file.exists())) {
      await file.create(keyChoice(options, null));
      return [];
    }
    try {
      await openFile(options);
      return [];
    } catch (error) {
      if (!options.abandonUnreadable || !isAppError(error)) throw error;
      const choice = keyChoice(options, null);
      await file.destroy();
      await file.create(choice);
      return markers().flatMap(([id, { store }]) => (store === 'file' ? [id] : []));
    }
  }

  /** Opens the file there is, under the key that was asked for. */
  async function openFile(options: ChooseOptions): Promise<void> {
    const mode = await file.fileMode();
    const state = await file.probe('person');
    if (state.state === 'locked') {
      if (!options.passphrase) throw troubleError('file', state);
      await file.unlock(options.passphrase);
      if (options.fileMode === 'local-key') await file.rekey({ mode: 'local-key' });
      return;
    }
    if (state.state !== 'ready') throw troubleError('file', state);
    if (options.passphrase || (options.fileMode && options.fileMode !== mode))
      await file.rekey(keyChoice(options, mode));
  }

  async function unlock(passphrase?: Secret): Promise<void> {
    if (passphrase) return file.unlock(passphrase);
    const { kind } = await active();
    if (kind === 'file') {
      const state = await file.probe('person');
      if (state.state !== 'ready') throw troubleError('file', state);
    }
    if (kind !== 'keychain') return;
    const [id] = markers().flatMap(([marker, { store }]) => (store === 'keychain' ? [marker] : []));
    const state =
      id === undefined ? await stores.keychain.probe('person') : await readFrom('keychain', id, 'person', true);
    if (state.state !== 'ready' && state.state !== 'ok' && state.state !== 'absent')
      throw troubleError('keychain', state);
  }

  async function status(): Promise<VaultStatus> {
    const [keychainState, fileState] = await Promise.all([
      stores.keychain.probe('background'),
      file.probe('background'),
    ]);
    // Undecided and nothing to lose: a keychain that came to life since is taken, one that went is left.
    fallback = keychainState.state === 'ready' ? 'keychain' : 'session';
    const { kind, chosen } = await active();
    const locked = {
      keychain: keychainSeemsLocked || keychainState.state === 'locked',
      file: fileState.state === 'locked',
      session: false,
    };
    return {
      active: kind,
      fileMode: kind === 'file' ? ((await file.fileMode()) ?? settings.current.secretStore?.fileMode ?? null) : null,
      locked: locked[kind],
      stores: [
        {
          kind: 'keychain',
          available: keychainState.state === 'ready',
          reason: keychainState.state === 'ready' ? null : keychainState.detail,
        },
        {
          kind: 'file',
          available: fileState.state !== 'corrupt',
          reason: fileState.state === 'corrupt' ? fileState.detail : null,
        },
        { kind: 'session', available: true, reason: null },
      ],
      chosen,
    };
  }

  await sweepStaleTemps(parts.stateDir);
  await forgetSession();
  for (const [id, { eraseFrom }] of markers()) if (eraseFrom) void inTurn(() => eraseLeftovers(id));

  /** What was kept for one session ended with it. */
  async function forgetSession(): Promise<void> {
    try {
      await clearMarkers(markers().flatMap(([id, { store }]) => (store === 'session' ? [id] : [])));
    } catch (error) {
      // Settings that cannot be written now must not stop the start; reading such a secret says absent anyway.
      if (!isAppError(error, 'STORAGE_FAILED')) throw error;
    }
  }

  return {
    status,
    read: async (id, patience = 'background') => {
      const marker = markerOf(id);
      return readFrom(marker?.store ?? (await active()).kind, id, patience, marker !== undefined);
    },
    write: (id, secret) => inTurn(() => write(id, secret)),
    remove: (id) => inTurn(() => remove(id)),
    choose: (kind, options = {}) => inTurn(() => choose(kind, options)),
    unlock,
    known: () => known.values(),
    dispose: async () => {
      client.dispose();
      await queue;
      file.lock();
      session.clear();
    },
  };
}

/** A failed write leaves what was there. When even that fails, the first failure is the one to tell. */
async function putBack(store: SecretStore, id: SecretId, before: SecretRead): Promise<void> {
  try {
    if (before.state === 'ok') await store.write(id, before.secret);
    else if (before.state === 'absent') await store.remove(id);
  } catch (error) {
    if (!isAppError(error)) throw error;
  }
}

/** How the file is to be opened from now on. Never a local key unless it was asked for: it protects less. */
function keyChoice(options: ChooseOptions, present: FileMode | null): FileKeyChoice {
  const mode = options.fileMode ?? (options.passphrase ? 'passphrase' : present);
  if (mode === 'local-key') return { mode };
  if (options.passphrase) return { mode: 'passphrase', passphrase: options.passphrase };
  throw new AppError('PASSPHRASE_NEEDED', 'Choose a passphrase for the encrypted file.', { wrong: false });
}

function troubleError(kind: StoreKind, trouble: { state: StoreTrouble; detail: string }): AppError {
  if (kind === 'file' && trouble.state === 'locked')
    return new AppError('PASSPHRASE_NEEDED', trouble.detail, { wrong: false });
  return new AppError('KEYCHAIN_UNAVAILABLE', trouble.detail, { state: trouble.state });
}
