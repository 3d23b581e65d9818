// Which store keeps the secrets, and how it is opened.
import type { SecretsStatus } from '@hubdesk/shared/contract/secrets';
import { Secret } from '../secrets/secret.ts';
import type { Vault } from '../secrets/vault.ts';
import type { Implementer } from './implementer.ts';

export function secretsHandlers(os: Implementer['secrets'], { vault }: { vault: Vault }) {
  const status = (): Promise<SecretsStatus> => vault.status();
  return os.router({
    status: os.status.handler(status),
    choose: os.choose.handler(async ({ input }) => {
      await vault.choose(input.store, {
        abandonUnreadable: input.abandonUnreadable,
        ...(input.fileMode ? { fileMode: input.fileMode } : {}),
        ...(input.passphrase ? { passphrase: Secret.from(input.passphrase) } : {}),
      });
      return status();
    }),
    unlock: os.unlock.handler(async ({ input }) => {
      await vault.unlock(input.passphrase ? Secret.from(input.passphrase) : undefined);
      return status();
    }),
  });
}
