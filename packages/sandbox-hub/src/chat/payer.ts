// Who pays for a request to the router: the caller, or the organization that `X-HF-Bill-To` names; and what the
// ledger is told of it.
import type { LedgerEntry } from '../billing/ledger.ts';
import { mayOn, type Caller } from '../caller.ts';
import type { HubContext } from '../hub-context.ts';
import { Refusal } from '../http/reply.ts';
import type { HubRequest } from '../http/route-table.ts';
import type { Store } from '../store.ts';

/** The account or organization to charge. Refuses with 403 without the permission, 402 without credits. */
export function payerOf(store: Store, caller: Caller, billTo: string | string[] | undefined): string {
  const own = caller.account.name;
  const payer = typeof billTo === 'string' && billTo !== own ? orgOrGroup(caller, billTo) : own;
  if (!mayOn(caller, 'inference.serverless.write', payer)) {
    const whom = payer === own ? `user ${own}` : `org ${String(billTo)}`;
    throw new Refusal(
      403,
      `This authentication method does not have sufficient permissions to call Inference Providers on behalf of ${whom}`,
    );
  }
  if (store.creditsUsd(payer) <= 0) {
    throw new Refusal(
      402,
      'You have depleted your monthly included credits. Purchase pre-paid credits to continue using Inference Providers.',
    );
  }
  return payer;
}

// The header may also name a resource group, which bills the organization it belongs to.
function orgOrGroup(caller: Caller, billTo: string): string {
  const owner = caller.account.memberships.find(({ resourceGroups }) =>
    resourceGroups?.some((group) => group.id === billTo),
  );
  return owner?.org ?? billTo;
}

/** `X-HF-Session-Id` is an invention of ours: nothing says how the real router groups requests into sessions. */
export function inferenceEntry(
  { now }: HubContext,
  { headers }: HubRequest,
  subject: string,
): Omit<LedgerEntry, 'payer' | 'usd'> {
  const session = headers['x-hf-session-id'];
  return {
    atMs: now(),
    product: 'inference',
    subject,
    session: typeof session === 'string' ? session : 'default',
  };
}
