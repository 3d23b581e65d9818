// Which of a model's offers would serve a request. Only live offers are ever
// chosen by a policy; a provider named by the person is shown as it is.
import type { ModelRow, Offer } from './model-row.ts';
import type { Routing } from './routing.ts';

export function isLive(offer: Offer): boolean {
  return offer.status === 'live';
}

/** USD per million output tokens; a free offer costs 0; `null` where no price is known. */
export function outputPrice(offer: Offer): number | null {
  return offer.isFree ? 0 : offer.outputUsdPerMTok;
}

/** The live offer with the lowest output price, as the router's `:cheapest`; unpriced only when none is priced. */
export function cheapestOffer(row: Pick<ModelRow, 'offers'>): Offer | null {
  return bestLive(row, (offer) => -(outputPrice(offer) ?? Infinity));
}

/** The live offer with the highest throughput, as the router's `:fastest`; unmeasured only when none is measured. */
export function fastestOffer(row: Pick<ModelRow, 'offers'>): Offer | null {
  return bestLive(row, (offer) => offer.tokensPerSecond ?? -Infinity);
}

/**
 * The offer a request would reach. `auto` is the router's default policy, which
 * is documented as highest throughput. A named provider's offer is returned
 * even when it is not live, so that the person can be told; `null` when nobody
 * (or not that provider) serves the model.
 */
export function effectiveOffer(row: Pick<ModelRow, 'offers'>, routing: Routing): Offer | null {
  if (routing === 'auto' || routing === 'fastest') return fastestOffer(row);
  if (routing === 'cheapest') return cheapestOffer(row);
  return row.offers.find((offer) => offer.provider === routing.provider) ?? null;
}

/** The live offer of the highest worth; the router's own order decides between equals. */
function bestLive(row: Pick<ModelRow, 'offers'>, worth: (offer: Offer) => number): Offer | null {
  let best: Offer | null = null;
  for (const offer of row.offers) {
    if (isLive(offer) && (best === null || worth(offer) > worth(best))) best = offer;
  }
  return best;
}
