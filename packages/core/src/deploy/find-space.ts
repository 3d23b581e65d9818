// Whether a Space is the one that a deployment has made: the create call gave it a variable with the deployment's id.
import { isAppError } from '@hubdesk/shared/errors';
import type { HubClient } from '../hub/hub-client.ts';
import { fetchPairs } from '../hub/spaces.ts';
import type { HubCallOf } from './drive.ts';

/** Carries the deployment's id, from the create call on. */
export const deploymentVariable = 'HUBDESK_DEPLOYMENT';

/** `none`: there is no such Space, as far as this token sees. */
export async function whoseSpace(
  hub: HubClient,
  space: string,
  deployment: string,
  call: HubCallOf,
): Promise<'ours' | 'other' | 'none'> {
  try {
    const { variables } = await fetchPairs(hub, space, call);
    return variables.some(({ key, value }) => key === deploymentVariable && value === deployment) ? 'ours' : 'other';
  } catch (error) {
    if (isAppError(error, 'NOT_FOUND')) return 'none';
    if (isAppError(error, 'MISSING_PERMISSION') || isAppError(error, 'ORG_RESTRICTED') || isAppError(error, 'GATED'))
      return 'other';
    throw error;
  }
}
