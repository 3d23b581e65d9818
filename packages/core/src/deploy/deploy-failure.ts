// Why a step failed and what one click may change, for what the Hub refuses before there is an app: names, rights,
// money, pauses. What goes wrong in the app itself is named by its logs.
import { type AppError, isAppError } from '@hubdesk/shared/errors';
import type { DeployKind } from '@hubdesk/shared/spaces/deploy-kinds';
import type { FailureKind, SpaceFailure, SpaceRemedy } from '@hubdesk/shared/spaces/space-failure';
import { listSpaces } from '../hub/spaces.ts';
import type { Drive } from './drive.ts';
import { freeName } from './free-name.ts';

/** What costs nothing and answers, what costs by the hour, what answers nobody. */
const gentlestFirst: readonly DeployKind[] = ['zero-gpu', 'cpu', 'gpu', 'job', 'static'];

const kindLabels: Readonly<Record<DeployKind, string>> = {
  'zero-gpu': 'Use ZeroGPU',
  gpu: 'Use a paid GPU',
  cpu: 'Use a processor',
  static: 'Make a page that shows the model',
  job: 'Serve it on a job',
};

export const tryAgain: SpaceRemedy = {
  id: 'again',
  label: 'Try again',
  why: 'Goes on from the step that failed, with the same answers.',
  change: { kind: 'config', patch: {} },
  link: null,
};

export function plainFailure(kind: FailureKind, sentence: string, remedies: SpaceRemedy[] = [tryAgain]): SpaceFailure {
  return { kind, sentence, lines: [], log: null, remedies };
}

/** Something else has the name: another that is free is offered. */
export async function nameTaken(drive: Drive, space: string): Promise<SpaceFailure> {
  const free = await freeName(space, (namespace) =>
    drive.untilAsked((call) => listSpaces(drive.world.hub, namespace, call)),
  );
  return plainFailure('name-taken', `There is a Space ${space} already, and it is not of this deployment.`, [
    {
      id: 'other-name',
      label: `Call it ${free}`,
      why: `The name ${free} is free.`,
      change: { kind: 'config', patch: { name: free } },
      link: null,
    },
    {
      id: 'see',
      label: 'See the Space that is there',
      why: 'It may be an earlier one of yours.',
      change: null,
      link: { label: space, url: `${drive.world.hub.address.hubUrl}/spaces/${space}` },
    },
  ]);
}

export function spaceGone(): SpaceFailure {
  return plainFailure('not-there', 'The Space is not there any more: somebody has deleted or renamed it.', [
    { ...tryAgain, label: 'Make it again', why: 'The Space is made anew, with the same answers.' },
  ]);
}

/** For whatever a step rejected with. Asks only what other ways there are, where money or a plan is what lacks. */
export async function nameDeployFailure(drive: Drive, error: unknown): Promise<SpaceFailure> {
  const { hubUrl } = drive.world.hub.address;
  if (!isAppError(error)) return plainFailure('other', 'Something went wrong inside Hubdesk.');
  const link = (id: string, label: string, why: string, url: string): SpaceRemedy => ({
    id,
    label,
    why,
    change: null,
    link: { label, url },
  });
  const words = error.message;
  if (isAppError(error, 'PAYMENT_REQUIRED')) {
    const { others, reason } = await otherKinds(drive);
    const billing = link(
      'billing',
      'Credits and billing',
      'With credits, or with a plan that has this, it can go on.',
      error.data.billingUrl,
    );
    return plainFailure('payment', reason ?? words, [...others, billing, tryAgain]);
  }
  if (isAppError(error, 'MISSING_PERMISSION') || isAppError(error, 'ORG_RESTRICTED')) {
    const { others, reason } = await otherKinds(drive);
    const tokens = link(
      'tokens',
      'See the token’s permissions',
      'The token may lack a right, or the account a plan.',
      `${hubUrl}/settings/tokens`,
    );
    return plainFailure('permission', reason ?? words, [...others, tokens, tryAgain]);
  }
  if (isAppError(error, 'GATED'))
    return plainFailure('gated', words, [
      link('ask', 'Ask for access', 'Its owners let people in one by one.', error.data.url),
      tryAgain,
    ]);
  if (isAppError(error, 'RATE_LIMITED')) return plainFailure('rate-limited', words);
  if (isAppError(error, 'NOT_FOUND') && error.data.what === drive.record().space?.id) return spaceGone();
  if (isAppError(error, 'FILE_UNREADABLE')) return plainFailure('file-not-found', words);
  if (isAppError(error, 'INVALID_INPUT')) return plainFailure(kindOfRefusal(error), words);
  return plainFailure('other', words);
}

function kindOfRefusal({ data, message }: AppError<'INVALID_INPUT'>): FailureKind {
  // As the Hub refuses a commit of it.
  if (/\bREADME\.md\b/.test(message)) return 'config-error';
  return data.field === 'budget' || data.field === 'flavor' ? 'payment' : 'other';
}

/** Ways that this account can have, the gentlest first; and why it cannot have the one that was chosen. */
async function otherKinds(drive: Drive): Promise<{ others: SpaceRemedy[]; reason: string | null }> {
  const { config, made } = drive.record();
  const options = await drive.world.options(config, made, drive.signal).catch(() => []);
  const order = (kind: DeployKind) => gentlestFirst.indexOf(kind);
  const others = options
    .filter(({ kind, state }) => kind !== config.kind && state !== 'no')
    .filter(({ kind }) => config.template !== 'folder' || kind !== 'static')
    .toSorted((a, b) => Number(b.state === 'yes') - Number(a.state === 'yes') || order(a.kind) - order(b.kind))
    .map(({ kind, reason, flavors }) => {
      const fitting = flavors.find(({ fit }) => fit === 'fits') ?? flavors.find(({ fit }) => fit !== 'no');
      const rented = kind === 'gpu' || kind === 'job' ? (fitting ?? null) : null;
      const change = { kind: 'config' as const, patch: { kind, flavor: rented?.name ?? null } };
      const why = rented === null ? reason : `${reason} On ${rented.label}, which ${config.namespace} pays for.`;
      return { id: `kind-${kind}`, label: kindLabels[kind], why, change, link: null };
    });
  const chosen = options.find(({ kind }) => kind === config.kind);
  return { others, reason: chosen?.state === 'no' ? chosen.reason : null };
}
