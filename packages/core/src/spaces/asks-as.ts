// Whether an app is asked as the person who asks, or as a stranger would: an app can read the token it is asked with, and
// whoever may change the app can keep it.
import { zeroGpuFlavor } from '@hubdesk/shared/spaces/space';
import type { HubSpace } from '../hub/space-schema.ts';

export interface Asker {
  /** Null where nobody knows whose token it is. */
  account: string | null;
  /** The account's own name and its organizations. */
  namespaces: readonly string[];
}

/**
 * With the token: one's own app, a private one, which nobody reaches without, and one of an organization of theirs on
 * ZeroGPU, which gives GPU time to whom it knows. Any other is asked without.
 */
export function asksWithToken(
  { id, visibility, runtime }: Pick<HubSpace, 'id' | 'visibility' | 'runtime'>,
  { account, namespaces }: Asker,
): boolean {
  if (visibility === 'private') return true;
  const isOwners = (name: string) => id.toLowerCase().startsWith(`${name.toLowerCase()}/`);
  if (account !== null && isOwners(account)) return true;
  const isZeroGpu = runtime.requested === zeroGpuFlavor || runtime.hardware === zeroGpuFlavor;
  return isZeroGpu && namespaces.some(isOwners);
}
