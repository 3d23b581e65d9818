// The places a token can be kept, as the person chooses among them: the file
// counts twice, because what opens it makes all the difference.
import type { SecretsStatus } from '@hubdesk/shared/contract/secrets';
import { storeWords } from '../../api/store-words.ts';

export type StoreOption = 'keychain' | 'file-passphrase' | 'file-key' | 'session';

export const storeOptions: Record<
  StoreOption,
  { store: 'keychain' | 'file' | 'session'; name: string; meaning: string }
> = {
  keychain: { store: 'keychain', name: storeWords.keychain.name, meaning: storeWords.keychain.meaning },
  'file-passphrase': {
    store: 'file',
    name: 'An encrypted file with a passphrase',
    meaning: `${storeWords.file.meaning} Only your passphrase opens it, once each time Hubdesk starts. A forgotten one cannot be recovered.`,
  },
  'file-key': {
    store: 'file',
    name: 'An encrypted file with a key beside it',
    meaning: `${storeWords.file.meaning} Its key lies in another file of yours, so nothing is asked. It keeps the token out of copies and searches, not from programs that run as you.`,
  },
  session: { store: 'session', name: storeWords.session.name, meaning: storeWords.session.meaning },
};

/** The option in use. */
export function activeOption({ active, fileMode }: SecretsStatus): StoreOption {
  if (active !== 'file') return active;
  return fileMode === 'passphrase' ? 'file-passphrase' : 'file-key';
}
