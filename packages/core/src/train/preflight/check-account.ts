// Whether the account may do this and can pay for it: the token, who pays, and
// what is known of the credits. The Hub itself has the last word on all three.
import { worstUsd } from '@hubdesk/shared/train/money';
import type { RunConfig } from '@hubdesk/shared/train/run-config';
import { namespacesOf } from '../../services/namespaces.ts';
import { change, fine, type Found, go, link, stops, unknown, warning } from './check-found.ts';
import { type Asked, smokeSeconds } from './preflight-parts.ts';

const toAccount = go('Connect an account', '/settings/providers');

export async function checkToken({ config, kind, hub, owner: asked }: Asked): Promise<Found> {
  const { identity, token } = await asked;
  const tokens = link('Make another token', `${hub.address.hubUrl}/settings/tokens`);
  if (token.kind === 'read') return stops('This token may only read: it can neither start jobs nor push weights.', tokens);
  if (token.permissions.jobs === 'no') return stops('This token has no permission to start jobs (job.write).', tokens);
  const owner = config.output.repo.split('/')[0] ?? '';
  const pushes = kind === 'train' && config.giveToken;
  if (kind === 'train' && !hasToken(config) && config.script === null)
    return stops(
      'The run is given no token, so it could not push its weights.',
      change('Give it the token', { giveToken: true }),
    );
  if (pushes && config.script === null) {
    const place = namespacesOf(identity, token).find(({ name }) => name === owner);
    if (place && !place.mayWrite) return stops(place.reason ?? `This token may not write to ${owner}.`, tokens);
  }
  const unsure = [token.permissions.jobs, token.permissions.write].includes('unknown');
  return fine(
    unsure
      ? `${identity.name}’s token; the Hub does not say all that it may do.`
      : `${identity.name}’s token may start jobs${pushes ? ' and write repositories' : ''}.`,
  );
}

export async function checkPayer({ config, owner: asked }: Asked): Promise<Found> {
  const { identity } = await asked;
  const payer = config.payer ?? identity.name;
  if (payer === identity.name) return fine(`${payer} pays and owns the job.`);
  const pickSelf = change(`Let ${identity.name} pay`, { payer: null });
  const organization = identity.organizations.find(({ name }) => name === payer);
  if (!organization) return stops(`You are not a member of ${payer}, so it cannot pay.`, pickSelf);
  const { restrictions, role } = organization;
  if (restrictions.length > 0) return stops(`${payer} does not let this token in (${restrictions.join(', ')}).`, pickSelf);
  if (role === 'read' || role === 'no_access')
    return stops(`Your role in ${payer} is “${role}”, which cannot start jobs.`, pickSelf);
  return fine(`${payer} pays and owns the job${role === null ? '' : `; your role there is “${role}”`}.`);
}

/** Your own, or one of the secrets. */
export function hasToken({ giveToken, secrets }: RunConfig): boolean {
  return giveToken || secrets.includes('HF_TOKEN');
}

/** The balance itself is in no answer of the Hub: only a refused launch says that it is zero. */
export async function checkCredits({ config, hub, owner: asked }: Asked): Promise<Found> {
  const { identity } = await asked;
  const payer = config.payer ?? identity.name;
  const own = payer === identity.name;
  const canPay = own ? identity.canPay : identity.organizations.find(({ name }) => name === payer)?.canPay;
  const page = own ? '/settings/billing' : `/organizations/${encodeURIComponent(payer)}/settings/billing`;
  const billing = link('See the balance', `${hub.address.hubUrl}${page}`);
  if (canPay === false)
    return warning(`The Hub says that ${payer} has no way to pay; without credits the launch is refused.`, billing);
  if (canPay === true) return fine(`${payer} can pay; the Hub does not say how much is left.`, billing);
  return unknown(`The Hub does not say whether ${payer} has credits; it refuses the launch without.`, billing);
}

export async function checkBudget({ config, kind, flavors, judgeBudget }: Asked): Promise<Found> {
  const flavor = (await flavors).find(({ name }) => name === config.flavor);
  if (!flavor) return unknown(`What ${config.flavor} costs is not known.`);
  const worst = worstUsd(flavor, kind === 'smoke' ? smokeSeconds : config.timeoutSeconds);
  const { ok, sentence } = await judgeBudget({ worstUsd: worst });
  return ok ? fine(sentence) : stops(sentence, go('See the limits', '/train'));
}

/** For a token that is missing or refused. */
export function tokenRefused(finding: string): Found {
  return stops(finding, toAccount);
}
