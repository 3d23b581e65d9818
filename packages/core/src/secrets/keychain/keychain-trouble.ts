// Reads the keychain's own words. keytar's errors carry no code, so the table
// of messages measured on real keyrings decides; what it does not know counts
// as unavailable. Answers sentences for the person, never upstream text.
import type { StoreTrouble } from '../store.ts';

export interface KeychainTrouble {
  state: StoreTrouble;
  detail: string;
  /** The helper's connection is dead for good: a new helper may well succeed. */
  restart: boolean;
}

/** What the person's system calls it. */
export function keychainName(platform: NodeJS.Platform): string {
  if (platform === 'darwin') return 'macOS Keychain';
  if (platform === 'win32') return 'Windows Credential Manager';
  return 'system keyring';
}

interface Row {
  says: RegExp;
  state: StoreTrouble;
  restart?: true;
  detail: (keychain: string) => string;
}

const rows: readonly Row[] = [
  {
    says: /locked collection|IsLocked|prompt was dismissed|interaction is not allowed|user name or passphrase|cancell?ed/i,
    state: 'locked',
    detail: (keychain) => `The ${keychain} is locked. Unlock it and try again.`,
  },
  {
    says: /The name :\S+ was not provided|session wrapping the secret does not exist|connection is closed/i,
    state: 'unavailable',
    restart: true,
    detail: (keychain) => `The ${keychain} stopped while it was in use. Start it again, or sign out and in.`,
  },
  {
    says: /autolaunch D-Bus|Could not connect|Connection refused/i,
    state: 'unavailable',
    detail: () => 'This session has no D-Bus, so no keyring can be reached.',
  },
  {
    says: /was not provided by any \.service files|ServiceUnknown/i,
    state: 'unavailable',
    detail: () => 'No keyring service is running. Install GNOME Keyring or KWallet to have one.',
  },
  {
    says: /Object does not exist at path|No such object path|No such interface/i,
    state: 'unavailable',
    detail: (keychain) => `The ${keychain} has not been set up or unlocked in this session.`,
  },
  {
    says: /error occurred on the device|No space left|disk/i,
    state: 'unavailable',
    detail: (keychain) => `The ${keychain} could not save: the disk may be full.`,
  },
  {
    says: /trial entry came back different/,
    state: 'corrupt',
    detail: (keychain) => `The ${keychain} does not give back what is stored in it.`,
  },
];

export function classifyKeychainError(message: string, platform: NodeJS.Platform): KeychainTrouble {
  const keychain = keychainName(platform);
  const row = rows.find(({ says }) => says.test(message));
  if (!row)
    return { state: 'unavailable', detail: `The ${keychain} refused without a reason Hubdesk knows.`, restart: false };
  return { state: row.state, detail: row.detail(keychain), restart: row.restart ?? false };
}
