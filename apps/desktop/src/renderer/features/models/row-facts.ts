// What one row of the picker shows of a model that several providers serve: the
// same best live offer that each column sorts by.
import type { ModelRow } from '@hubdesk/shared/models/model-row';
import { cheapestOffer, fastestOffer, isLive } from '@hubdesk/shared/models/offer-choice';

export interface RowFacts {
  readonly contextLength: number | null;
  /** Of the cheapest live offer; 0 is free. */
  readonly inputUsdPerMTok: number | null;
  readonly outputUsdPerMTok: number | null;
  readonly tokensPerSecond: number | null;
  readonly firstTokenMs: number | null;
  /** Live ones. */
  readonly providers: number;
  readonly tools: boolean;
  readonly structuredOutput: boolean;
}

export function rowFacts(row: ModelRow): RowFacts {
  const live = row.offers.filter(isLive);
  const cheapest = cheapestOffer(row);
  return {
    contextLength: best(
      live.map((offer) => offer.contextLength),
      Math.max,
    ),
    inputUsdPerMTok: cheapest && (cheapest.isFree ? 0 : cheapest.inputUsdPerMTok),
    outputUsdPerMTok: cheapest && (cheapest.isFree ? 0 : cheapest.outputUsdPerMTok),
    tokensPerSecond: fastestOffer(row)?.tokensPerSecond ?? null,
    firstTokenMs: best(
      live.map((offer) => offer.firstTokenMs),
      Math.min,
    ),
    providers: new Set(live.map((offer) => offer.provider)).size,
    tools: live.some((offer) => offer.tools === true),
    structuredOutput: live.some((offer) => offer.structuredOutput === true),
  };
}

function best(values: readonly (number | null)[], choose: (a: number, b: number) => number): number | null {
  return values.reduce(
    (found, value) => (found === null ? value : value === null ? found : choose(found, value)),
    null,
  );
}
