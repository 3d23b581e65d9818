// The contract as functions. Calls made before the host is there wait for it.
// The contract is imported for its types only: the screens carry no schema.
import { createORPCClient, type ClientLink } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import { createTanstackQueryUtils } from '@orpc/tanstack-query';
import type { Contract } from '@hubdesk/shared/contract';

export type Client = ContractRouterClient<Contract>;
export type HostLink = ClientLink<Record<never, never>>;

let attached = Promise.withResolvers<HostLink>();
let isAttached = false;

/** Sends every call, waiting ones included, over this link from now on. */
export function attach(link: HostLink): void {
  if (isAttached) attached = Promise.withResolvers();
  isAttached = true;
  attached.resolve(link);
}

export const client: Client = createORPCClient({
  call: async (path, input, options) => (await attached.promise).call(path, input, options),
});

/** `orpc.models.selected.queryOptions()`, `orpc.models.select.mutationOptions()`, and so on for each operation. */
export const orpc = createTanstackQueryUtils(client);
