// Secrets in the system's keychain, under one service name. On Linux a locked
// keyring says "not there", so `absent` from here is only as sure as the
// keyring is unlocked; removal therefore proves that it is.
import { AppError } from '@hubdesk/shared/errors';
import { Secret } from '../secret.ts';
import type { SecretStore, StoreTrouble } from '../store.ts';
import type { KeychainClient } from './keychain-client.ts';

/** The name secrets are filed under; scripts that read one at launch use it too. */
export const keychainService = 'hubdesk';

export function keychainStore(client: KeychainClient): SecretStore {
  const service = keychainService;

  const get = (id: string, patience: 'background' | 'person') =>
    client.call({ op: 'get', service, account: id }, patience);

  async function probe(patience: 'background' | 'person') {
    const outcome = await client.call({ op: 'probe', service, mayPrompt: patience === 'person' }, patience);
    return outcome.state === 'ok' ? ({ state: 'ready' } as const) : outcome;
  }

  return {
    kind: 'keychain',
    probe,
    read: async (id, patience) => {
      const outcome = await get(id, patience);
      if (outcome.state !== 'ok') return outcome;
      return typeof outcome.value === 'string'
        ? { state: 'ok', secret: Secret.from(outcome.value) }
        : { state: 'absent' };
    },
    write: async (id, secret) => {
      const stored = await client.call({ op: 'set', service, account: id, secret: secret.reveal() }, 'person');
      if (stored.state !== 'ok') throw unavailable(stored);
      const back = await get(id, 'person');
      if (back.state !== 'ok') throw unavailable(back);
      if (typeof back.value !== 'string' || !secret.equals(Secret.from(back.value))) {
        throw unavailable({ state: 'corrupt', detail: 'The keychain did not give back what was stored in it.' });
      }
    },
    remove: async (id) => {
      const deleted = await client.call({ op: 'delete', service, account: id }, 'person');
      if (deleted.state !== 'ok') throw unavailable(deleted);
      const left = await get(id, 'person');
      if (left.state !== 'ok') throw unavailable(left);
      if (left.value !== null) {
        throw unavailable({
          state: 'corrupt',
          detail: 'The keychain still holds the secret after it was told to delete it.',
        });
      }
      // "There was none" is also what a locked keyring says.
      if (deleted.value === true) return;
      const state = await probe('person');
      if (state.state !== 'ready') throw unavailable(state);
    },
  };
}

function unavailable(trouble: { state: StoreTrouble; detail: string }): AppError<'KEYCHAIN_UNAVAILABLE'> {
  return new AppError('KEYCHAIN_UNAVAILABLE', trouble.detail, { state: trouble.state });
}
