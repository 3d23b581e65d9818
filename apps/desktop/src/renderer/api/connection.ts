// Whether there is a host behind the screens. Knows nothing of how it is reached.
import { createStore } from 'zustand/vanilla';

/**
 * `lost`: there was a host and it is gone; still trying. `refused`: there is no
 * way in from this page (`noCode`: opened by hand; `codeUsed`: the one-time code
 * was spent or is wrong; `unreachable`: nobody answered at all).
 */
export type Connection =
  | { phase: 'connecting' }
  | { phase: 'open' }
  | { phase: 'lost' }
  | { phase: 'refused'; reason: 'noCode' | 'codeUsed' | 'unreachable' };

export const connection = createStore<Connection>(() => ({ phase: 'connecting' }));

export function setConnection(next: Connection): void {
  connection.setState(next, true);
}

/** Resolves the next time the host is there; at once if it is there now. Rejects when `signal` aborts. */
export function whenOpen(signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    if (connection.getState().phase === 'open') return resolve();
    const stop = connection.subscribe((state) => {
      if (state.phase !== 'open') return;
      settle();
      resolve();
    });
    const abort = () => {
      settle();
      reject(signal.reason);
    };
    function settle() {
      stop();
      signal.removeEventListener('abort', abort);
    }
    signal.addEventListener('abort', abort, { once: true });
  });
}
