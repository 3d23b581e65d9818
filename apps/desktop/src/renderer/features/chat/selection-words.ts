// A chosen model, who serves it and who pays, in words.
import type { Account } from '@hubdesk/shared/account/account';
import type { Routing, Selection } from '@hubdesk/shared/models/routing';

/** `meta-llama/Llama-3.1-8B-Instruct` is a mouthful; its last part is its name. */
export function shortModelName(model: string): string {
  return model.slice(model.lastIndexOf('/') + 1);
}

export function routingWords(routing: Routing): string {
  if (routing === 'auto') return 'Automatic routing';
  if (routing === 'fastest') return 'Fastest provider';
  if (routing === 'cheapest') return 'Cheapest provider';
  return `Served by ${routing.provider}`;
}

/** Who is billed, by the name the Hub gives them. */
export function payerName({ billTo }: Selection, account: Account | null | undefined): string {
  const identity = account?.identity;
  if (billTo === null) return identity?.name ?? 'you';
  return identity?.organizations.find(({ name }) => name === billTo)?.fullname ?? billTo;
}
