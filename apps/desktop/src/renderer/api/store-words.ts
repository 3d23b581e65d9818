// Where a token is kept, in words; the same ones wherever it is said.
import type { StoreKind } from '@hubdesk/shared/account/account';

export const storeWords: Record<StoreKind, { name: string; kept: string; meaning: string }> = {
  keychain: {
    name: 'This computer’s keychain',
    kept: 'Kept in this computer’s keychain',
    meaning: 'The system guards it, and opens it when you are signed in. The best place there is.',
  },
  file: {
    name: 'An encrypted file',
    kept: 'Kept in an encrypted file',
    meaning: 'Encrypted with AES-256 in Hubdesk’s own folder.',
  },
  session: {
    name: 'This session only',
    kept: 'Kept in memory for this session only',
    meaning: 'Never written anywhere. When Hubdesk ends, the token is forgotten and you connect again.',
  },
};
