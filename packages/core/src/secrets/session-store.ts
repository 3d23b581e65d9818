// Secrets for as long as the app runs. Refuses to write anything anywhere.
import type { Secret } from './secret.ts';
import type { SecretStore } from './store.ts';

export interface SessionStore extends SecretStore {
  /** Whether anything would be lost by ending the session. */
  readonly isEmpty: boolean;
  clear(): void;
}

export function sessionStore(): SessionStore {
  const secrets = new Map<string, Secret>();
  return {
    kind: 'session',
    probe: async () => ({ state: 'ready' }),
    read: async (id) => {
      const secret = secrets.get(id);
      return secret ? { state: 'ok', secret } : { state: 'absent' };
    },
    write: async (id, secret) => void secrets.set(id, secret),
    remove: async (id) => void secrets.delete(id),
    get isEmpty() {
      return secrets.size === 0;
    },
    clear: () => secrets.clear(),
  };
}
