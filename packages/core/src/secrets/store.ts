// What every place for secrets can do. Refuses `null`: a secret that is not
// there, one behind a lock and one that cannot be read are different answers.
import type { StoreKind } from '@hubdesk/shared/account/account';
import type { Secret } from './secret.ts';

/** Why a store cannot be asked just now. */
export type StoreTrouble = 'locked' | 'unavailable' | 'timeout' | 'corrupt';

/** `detail` is a plain sentence for the person. */
export type SecretRead =
  { state: 'ok'; secret: Secret } | { state: 'absent' } | { state: StoreTrouble; detail: string };

export type StoreState = { state: 'ready' } | { state: StoreTrouble; detail: string };

/**
 * `background`: nobody waits, so a prompt must not be provoked and an answer is
 * due at once. `person`: somebody pressed a button and may answer a prompt.
 */
export type Patience = 'background' | 'person';

export interface SecretStore {
  readonly kind: StoreKind;
  /** Whether the store could be used now. In `background` it is not allowed to prompt, so `ready` may still turn out locked. */
  probe(patience: Patience): Promise<StoreState>;
  read(id: string, patience: Patience): Promise<SecretRead>;
  /** Stores, reads back and compares. Throws an `AppError` when it is not surely stored. */
  write(id: string, secret: Secret): Promise<void>;
  /** Removes and proves it gone; absent before is fine. Throws an `AppError` when that cannot be proven. */
  remove(id: string): Promise<void>;
}
