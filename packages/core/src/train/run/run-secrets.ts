// What a job is given in secret: the values the person gave with the launch, and
// the account's token where the configuration says so. Kept nowhere.
import { AppError } from '@hubdesk/shared/errors';
import type { RunConfig } from '@hubdesk/shared/train/run-config';
import { Secret } from '../../secrets/secret.ts';

/** Rejects with INVALID_INPUT where a value is missing. What the configuration does not name is left out. */
export function secretsOfRun(config: RunConfig, values: Readonly<Record<string, string>>, token: Secret): Map<string, Secret> {
  const secrets = new Map<string, Secret>(config.giveToken ? [['HF_TOKEN', token]] : []);
  for (const name of config.secrets) {
    const value = values[name];
    if (value === undefined) {
      const reason = `The value of the secret ${name} is missing.`;
      throw new AppError('INVALID_INPUT', reason, { field: 'secrets', reason });
    }
    secrets.set(name, Secret.from(value));
  }
  return secrets;
}
