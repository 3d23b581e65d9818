// The hardware: still on the Hub's list, large enough, and given enough time.
import { bestFlavor } from '@hubdesk/shared/train/default-config';
import { cardKindOf } from '@hubdesk/shared/train/card-kinds';
import { estimateMemory, memoryRemedy } from '@hubdesk/shared/train/estimate-memory';
import { estimateTime } from '@hubdesk/shared/train/estimate-time';
import { sayDuration } from '@hubdesk/shared/train/estimate-words';
import type { Flavor } from '@hubdesk/shared/train/hardware';
import type { RunConfig } from '@hubdesk/shared/train/run-config';
import type { ModelFacts } from '@hubdesk/shared/train/run-facts';
import { change, fine, type Found, notNeeded, stops, unknown, warning } from './check-found.ts';
import { type Asked, estimateFacts } from './preflight-parts.ts';

/** Beyond it even an estimate that is far off leaves no hope. */
const hopeless = 1.25;

export async function checkHardware(asked: Asked): Promise<Found> {
  const { config } = asked;
  const [flavors, { model }] = await Promise.all([asked.flavors, estimateFacts(asked)]);
  const flavor = flavors.find(({ name }) => name === config.flavor);
  if (!flavor) return stops(`The Hub does not offer ${config.flavor} any more.`, otherFlavor(config, model, flavors));
  if (config.script !== null) return fine(`${flavor.label} is offered; what your own script needs is not known.`);
  const { verdict, neededGb, availableGb, sentence } = estimateMemory(config, model, flavor);
  if (cardKindOf(flavor)?.bfloat16 === false && config.parameters.dtype === 'bfloat16')
    return stops(`${flavor.label} has no bfloat16.`, change('Choose by the card', { parameters: { dtype: 'auto' } }));
  if (verdict === 'fits') return fine(sentence);
  if (verdict === 'unknown') return unknown(sentence);
  const action = otherFlavor(config, model, flavors) ?? leaner(config, model, flavor);
  const surely = neededGb === null || availableGb === null || neededGb > availableGb * hopeless;
  return verdict === 'no' && surely ? stops(sentence, action) : warning(sentence, action);
}

function otherFlavor(config: RunConfig, model: ModelFacts | null, flavors: readonly Flavor[]) {
  const best = bestFlavor(config, model, flavors);
  if (!best || best.name === config.flavor) return null;
  const { verdict } = estimateMemory(config, model, best);
  return verdict === 'fits' || verdict === 'unknown' ? change(`Run on ${best.label}`, { flavor: best.name }) : null;
}

function leaner(config: RunConfig, model: ModelFacts | null, flavor: Flavor) {
  const remedy = memoryRemedy(config, model, flavor);
  return remedy && change(remedy.label, remedy.change);
}

export async function checkTimeout(asked: Asked): Promise<Found> {
  const { config, kind } = asked;
  if (kind === 'smoke') return notNeeded('A smoke run ends after ten minutes at the latest.');
  if (config.script !== null)
    return notNeeded(`Your own script is stopped after ${sayDuration(config.timeoutSeconds)}.`);
  const [flavors, { model, dataset, lengths }] = await Promise.all([asked.flavors, estimateFacts(asked)]);
  const flavor = flavors.find(({ name }) => name === config.flavor);
  if (!flavor) return unknown('Without the hardware there is no estimate.');
  const { totalSeconds, timeoutSeconds, sentence } = estimateTime(config, model, dataset, lengths, flavor);
  if (totalSeconds === null || timeoutSeconds === null) return unknown(sentence);
  const given = sayDuration(config.timeoutSeconds);
  const longer = change(`Allow ${sayDuration(timeoutSeconds)}`, { timeoutSeconds });
  if (totalSeconds > config.timeoutSeconds)
    return warning(`${sentence} It would be stopped after ${given}, before its weights are pushed.`, longer);
  if (timeoutSeconds > config.timeoutSeconds && totalSeconds * 1.2 > config.timeoutSeconds)
    return warning(`${sentence} The ${given} it is given are little more.`, longer);
  return fine(`${sentence} It is given ${given}.`);
}

