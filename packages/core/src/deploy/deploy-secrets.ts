// What a Space or job is given in secret: the values the person gave, and the account's own token only where the
// configuration says so. Kept nowhere but in memory until they are sent.
import { AppError } from '@hubdesk/shared/errors';
import type { DeployConfig } from '@hubdesk/shared/spaces/deploy-config';
import { Secret } from '../secrets/secret.ts';

export const tokenSecret = 'HF_TOKEN';

/** Names of the values that a person has to give. */
export function secretsToGive({ access, secrets }: Pick<DeployConfig, 'access' | 'secrets'>): string[] {
  const names = new Set(secrets);
  if (access === 'secret') names.add(tokenSecret);
  if (access === 'own') names.delete(tokenSecret);
  return [...names];
}

/** Whether the app is given a token at all, whoever's it is. */
export function givesToken(config: Pick<DeployConfig, 'access' | 'secrets'>): boolean {
  return config.access === 'own' || secretsToGive(config).includes(tokenSecret);
}

/**
 * Rejects with INVALID_INPUT where a value is missing, naming it. `given` null: they are lost. What the configuration
 * does not name is left out, and so is what is `there` already and was not given anew.
 */
export function secretsOfDeployment(
  config: DeployConfig,
  given: Readonly<Record<string, string>> | null,
  own: Secret,
  there: ReadonlySet<string> = new Set(),
): Map<string, Secret> {
  const secrets = new Map<string, Secret>();
  if (config.access === 'own') secrets.set(tokenSecret, own);
  const missing: string[] = [];
  for (const name of secretsToGive(config)) {
    const value = given?.[name];
    if (value !== undefined && value !== '') secrets.set(name, Secret.from(value));
    else if (!there.has(name)) missing.push(name);
  }
  if (missing.length > 0) {
    const reason =
      given === null
        ? `Hubdesk keeps no secrets, and was closed before it could send these: give ${missing.join(', ')} again.`
        : `A value is missing for ${missing.join(', ')}.`;
    throw new AppError('INVALID_INPUT', reason, { field: 'secrets', reason });
  }
  return secrets;
}
