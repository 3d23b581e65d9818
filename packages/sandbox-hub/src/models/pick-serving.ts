// Which provider answers a chat request: the one the model's suffix names, or the best one by its policy.
import type { Serving } from './model-record.ts';

/**
 * `suffix` is what follows the model id after a colon: a provider, `fastest` (also the default), `cheapest` or
 * `preferred`. A provider that is down is only taken when it is named. Undefined when nobody fits.
 */
export function pickServing(
  servings: readonly Serving[],
  suffix: string | undefined,
  preferredOrder: readonly string[],
): Serving | undefined {
  const live = servings.filter((serving) => serving.status === 'live');
  switch (suffix) {
    case undefined:
    case 'fastest':
      return best(live, (serving) => -(serving.throughput ?? 0));
    case 'cheapest':
      return best(live, (serving) => (serving.isFree ? 0 : (serving.pricing?.output ?? Infinity)));
    case 'preferred':
      return best(live, (serving) => {
        const place = preferredOrder.indexOf(serving.provider);
        return place < 0 ? preferredOrder.length : place;
      });
    default:
      return servings.find((serving) => serving.provider === suffix);
  }
}

function best(servings: readonly Serving[], cost: (serving: Serving) => number): Serving | undefined {
  let [chosen] = servings;
  for (const serving of servings) if (chosen && cost(serving) < cost(chosen)) chosen = serving;
  return chosen;
}
