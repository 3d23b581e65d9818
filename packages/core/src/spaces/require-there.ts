// Whether a Space is there at all, where one of its streams is not.
import type { HubClient } from '../hub/hub-client.ts';
import { fetchRuntime } from '../hub/spaces.ts';
import type { Secret } from '../secrets/secret.ts';
import { isHopeless } from './hopeless.ts';

/** Rejects with what only a person can solve, such as NOT_FOUND; what keeps it from being asked now says nothing. */
export async function requireThere(parts: {
  hub: HubClient;
  space: string;
  token(): Promise<Secret>;
  signal: AbortSignal;
}): Promise<void> {
  const { hub, space, token, signal } = parts;
  try {
    await fetchRuntime(hub, space, { token: await token(), signal });
  } catch (error) {
    if (isHopeless(error)) throw error;
  }
}
