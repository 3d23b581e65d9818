// A keychain in memory behind the same port as the real one: the double that
// tests of everything above it use. Its trouble can be switched on and off.
import type { KeychainProcess } from './keychain-process.ts';
import { keychainRequestSchema } from '../secrets/keychain/keychain-messages.ts';

export interface MemoryKeychain extends KeychainProcess {
  readonly entries: Map<string, string>;
  /** What the system's keychain says to everything while it is in trouble; null when it is well. */
  trouble: string | null;
}

export function memoryKeychain(): MemoryKeychain {
  const entries = new Map<string, string>();
  const keychain: MemoryKeychain = {
    entries,
    trouble: null,
    spawn() {
      let listen: (message: unknown) => void = () => {};
      return {
        send(message) {
          const request = keychainRequestSchema.parse(message);
          const { id } = request;
          if (keychain.trouble !== null) {
            queueMicrotask(() => listen({ id, error: keychain.trouble }));
            return;
          }
          const value = answer(request);
          queueMicrotask(() => listen({ id, value }));
        },
        onMessage: (to) => {
          listen = to;
        },
        onExit: () => {},
        kill: () => {},
      };
    },
  };

  function answer(request: ReturnType<typeof keychainRequestSchema.parse>): string | boolean | null {
    switch (request.op) {
      case 'get':
        return entries.get(request.account) ?? null;
      case 'set':
        entries.set(request.account, request.secret);
        return null;
      case 'delete':
        return entries.delete(request.account);
      case 'probe':
        return null;
    }
  }

  return keychain;
}
