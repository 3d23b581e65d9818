// The stored token, or the reason there is none, as one of our codes.
import { AppError } from '@hubdesk/shared/errors';
import type { Secret } from '../secrets/secret.ts';
import type { Workspace } from './workspace.ts';

/**
 * Rejects with SIGNED_OUT where none was stored. Where one was and cannot be read now: PASSPHRASE_NEEDED when it is in
 * the encrypted file and that is locked, KEYCHAIN_UNAVAILABLE otherwise.
 */
export async function tokenOf(workspace: Workspace): Promise<Secret> {
  const read = await workspace.token.read();
  if (read.state === 'ok') return read.secret;
  if (read.state === 'absent') throw new AppError('SIGNED_OUT', 'No Hugging Face account is connected.', { provider: 'huggingface' });
  if (read.state === 'locked' && workspace.token.marker()?.store === 'file') {
    throw new AppError('PASSPHRASE_NEEDED', 'The encrypted file that holds the token is locked.', { wrong: false });
  }
  throw new AppError('KEYCHAIN_UNAVAILABLE', storeSentence[read.state], { state: read.state });
}

/** For questions that are as good without an account: null where there is no readable token. */
export async function tokenIfAny(workspace: Workspace): Promise<Secret | null> {
  if (workspace.token.marker() === null) return null;
  const read = await workspace.token.read();
  return read.state === 'ok' ? read.secret : null;
}

const storeSentence = {
  locked: 'The token is stored, but its store is locked.',
  unavailable: 'The store that holds the token cannot be reached.',
  timeout: 'The store that holds the token did not answer.',
  corrupt: 'The store that holds the token is damaged.',
} as const;
