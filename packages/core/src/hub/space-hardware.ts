// What Spaces can run on and what a minute of it costs (reference hub-api 4.3).
import type { Flavor } from '@hubdesk/shared/train/hardware';
import type { Secret } from '../secrets/secret.ts';
import { fetchFlavors } from './hardware.ts';
import type { HubClient } from './hub-client.ts';

/** All hardware a Space can ask for, cheapest first, and last what has no price that can be read. */
export function fetchSpaceHardware(
  hub: HubClient,
  call: { token?: Secret | null; signal?: AbortSignal | undefined },
): Promise<Flavor[]> {
  return fetchFlavors(hub, 'spaces', call);
}
