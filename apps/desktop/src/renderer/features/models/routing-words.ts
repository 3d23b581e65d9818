// The ways to choose who answers, as people read them.
import type { Offer } from '@hubdesk/shared/models/model-row';
import type { Routing } from '@hubdesk/shared/models/routing';
import { formatPrice } from './format-price.ts';
import { formatSpeed } from './format-speed.ts';
import { providerName } from './provider-names.ts';

export type Policy = Extract<Routing, string>;

export const policies: readonly { readonly policy: Policy; readonly label: string; readonly meaning: string }[] = [
  { policy: 'auto', label: 'Automatic', meaning: 'Hugging Face decides, today for the fastest' },
  { policy: 'fastest', label: 'Fastest', meaning: 'Most tokens a second' },
  { policy: 'cheapest', label: 'Cheapest', meaning: 'Lowest price for what it writes' },
];

/** Who a policy would reach and at what speed and price: `Groq, 310 tok/s, $0.30 out`. */
export function reachWords(offer: Offer | null): string {
  if (offer === null) return 'Nobody now';
  const { tokensPerSecond, outputUsdPerMTok, isFree } = offer;
  const parts = [
    providerName(offer.provider),
    tokensPerSecond !== null && `${formatSpeed(tokensPerSecond)} tok/s`,
    isFree ? 'free' : outputUsdPerMTok !== null && `${formatPrice(outputUsdPerMTok)} out`,
  ];
  return parts.filter((part) => part !== false).join(', ');
}
