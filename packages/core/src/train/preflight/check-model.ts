// The model: there, open to this account, and one that can be trained.
import { hasToken } from './check-account.ts';
import { change, fine, type Found, link, notNeeded, stops, warning } from './check-found.ts';
import type { Asked } from './preflight-parts.ts';

export async function checkModel({ config, model, hub }: Asked): Promise<Found> {
  if (model === null)
    return config.script === null ? stops('No model is chosen.') : notNeeded('Your own script chooses its model.');
  const facts = await model;
  if (facts.access === 'asks')
    return stops(`${facts.model} is shared only with people its owners let in.`, link('Ask for access', facts.url));
  if (facts.access === 'refused')
    return stops(
      `This token may not read ${facts.model}.`,
      link('See the token’s permissions', `${hub.address.hubUrl}/settings/tokens`),
    );
  if (facts.access === 'let-in' && !hasToken(config))
    return stops(
      `${facts.model} is open to you and not to everybody: without your token the run cannot read it.`,
      change('Give it the token', { giveToken: true }),
    );
  if (config.script !== null) return fine(`${facts.model} is there and open to you.`);
  const { state, reason } = facts.trainable;
  const page = link('See the model', facts.url);
  if (state === 'no')
    return stops(reason, facts.baseModel === null ? page : link(`See ${facts.baseModel}`, `${hub.address.hubUrl}/${facts.baseModel}`));
  if (facts.quantization !== null && config.tuning !== 'qlora')
    return warning(reason, change('Train it with QLoRA', { tuning: 'qlora' }));
  if (state === 'with-care') return warning(reason, page);
  return fine(`${sizeWords(facts.parameters)}, ${facts.license ?? 'no licence named'}. ${reason}`);
}

function sizeWords(parameters: number | null): string {
  if (parameters === null) return 'Of unknown size';
  if (parameters < 1e6) return `${Math.round(parameters / 1e3)} thousand parameters`;
  if (parameters < 1e9) return `${Math.round(parameters / 1e6)} million parameters`;
  return `${(parameters / 1e9).toFixed(1)} billion parameters`;
}
