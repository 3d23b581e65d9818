// A keychain in memory for tests, which fails the ways real ones were measured
// to: a locked keyring says null and refuses to store, a prompt never answers, a
// crash takes the helper with it.
import type { KeychainChannel, KeychainProcess } from '../../ports/keychain-process.ts';
import { keychainRequestSchema } from './keychain-messages.ts';
import type { KeychainReply } from './keychain-messages.ts';

export type KeychainMood = 'healthy' | 'locked' | 'hangs' | 'crashes' | { error: string };

export interface MemoryKeychain extends KeychainProcess {
  /** Change it at any time. */
  mood: KeychainMood;
  /** By account. */
  readonly entries: Map<string, string>;
  /** Every message sent to a helper. */
  readonly sent: unknown[];
  /** Helpers started, and those of them still running. */
  readonly helpers: { started: number; running: number };
}

export function memoryKeychain(mood: KeychainMood = 'healthy'): MemoryKeychain {
  const entries = new Map<string, string>();
  const sent: unknown[] = [];
  const helpers = { started: 0, running: 0 };
  let now = mood;

  function answer(message: unknown): KeychainReply {
    const request = keychainRequestSchema.parse(message);
    const { id } = request;
    if (typeof now === 'object') return { id, error: now.error };
    const locked = now === 'locked';
    switch (request.op) {
      case 'get':
        return { id, value: locked ? null : (entries.get(request.account) ?? null) };
      case 'set':
        if (locked) return { id, error: 'Cannot create an item in a locked collection' };
        entries.set(request.account, request.secret);
        return { id, value: null };
      case 'delete':
        return { id, value: !locked && entries.delete(request.account) };
      case 'probe':
        return locked && request.mayPrompt
          ? { id, error: 'Cannot create an item in a locked collection' }
          : { id, value: null };
    }
  }

  function spawn(): KeychainChannel {
    helpers.started += 1;
    helpers.running += 1;
    let running = true;
    const listeners: { message: ((message: unknown) => void)[]; exit: (() => void)[] } = { message: [], exit: [] };
    const end = () => {
      if (!running) return;
      running = false;
      helpers.running -= 1;
      queueMicrotask(() => listeners.exit.forEach((listen) => listen()));
    };
    return {
      send: (message) => {
        sent.push(message);
        if (now === 'hangs') return;
        if (now === 'crashes') return end();
        const reply = answer(message);
        queueMicrotask(() => {
          if (running) listeners.message.forEach((listen) => listen(reply));
        });
      },
      onMessage: (listen) => void listeners.message.push(listen),
      onExit: (listen) => void listeners.exit.push(listen),
      kill: end,
    };
  }

  return {
    spawn,
    entries,
    sent,
    helpers,
    get mood() {
      return now;
    },
    set mood(next) {
      now = next;
    },
  };
}
