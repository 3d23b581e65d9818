// The ways to deploy that an account can have, decided by its plan and by what fits, each with its reason and price.
// What the Hub alone can know is `unclear` here; it has the last word when it is asked. Sources: reference
// training-and-spaces A1 and A2, hub-docs `spaces-zerogpu`, `spaces-gpus`, `jobs-pricing`, `jobs-serving`.
import type { Identity } from '../account/account.ts';
import { formatUsd } from '../format-usd.ts';
import { sayDuration, sayGb } from '../train/estimate-words.ts';
import type { Flavor } from '../train/hardware.ts';
import { answeringGb, fitOf, flavorGb } from './app-memory.ts';
import { type DeployKind, deployKinds, type DeployTemplate } from './deploy-kinds.ts';
import type { DeployModel, DeployOption } from './deployment.ts';
import type { PlanRights } from './plan-rights.ts';
import type { ZeroGpuQuota } from './space.ts';

export interface OptionsGiven {
  namespace: string;
  identity: Identity;
  rights: PlanRights;
  /** Null: not known, or a folder of one's own. */
  model: DeployModel | null;
  template: DeployTemplate;
  spaceFlavors: readonly Flavor[];
  jobFlavors: readonly Flavor[];
  /** How many the namespace has; null where that could not be counted. */
  zeroGpuSpaces: number | null;
  /** Of the account; null where the Hub does not say. */
  quota: ZeroGpuQuota | null;
  hubUrl: string;
}

type Option = Omit<DeployOption, 'recommended'>;
type Choice = DeployOption['flavors'][number];

// Names of flavors, repeated from `space.ts`, which the page must not import: it brings zod.
const zeroGpu = 'zero-a10g';
const cpuBasic = 'cpu-basic';
/** ZeroGPU gives half a card to a call (hub-docs `spaces-zerogpu`, August 2026), where the Hub's list does not say. */
const zeroGpuGb = 48;

const decide: Readonly<Record<DeployKind, (given: OptionsGiven) => Option>> = {
  'zero-gpu': onZeroGpu,
  gpu: onGpu,
  cpu: onCpu,
  static: asPage,
  job: onJob,
};

/** Every kind, in the order of `deployKinds`; at most one is recommended. */
export function deployOptions(given: OptionsGiven): DeployOption[] {
  const options = deployKinds.map((kind) => decide[kind](given));
  const best = bestOf(options);
  return options.map((option) => ({ ...option, recommended: option.kind === best }));
}

/** The cheapest that this account can have, that answers and where the model fits; else one that it may have. */
function bestOf(options: readonly Option[]): DeployKind | null {
  for (const state of ['yes', 'unclear'] as const) {
    const able = options.filter((each) => each.kind !== 'static' && each.state === state);
    const [cheapest] = able.toSorted((a, b) => (a.usdPerHour ?? Infinity) - (b.usdPerHour ?? Infinity));
    if (cheapest) return cheapest.kind;
  }
  return options.find(({ kind, state }) => kind === 'static' && state === 'yes')?.kind ?? null;
}

function onZeroGpu(given: OptionsGiven): Option {
  const { namespace, quota, rights, spaceFlavors, zeroGpuSpaces: owned } = given;
  const { isOrganization, subscribed, zeroGpuSpaces: limit } = rights;
  const flavor = spaceFlavors.find(({ name }) => name === zeroGpu);
  const neededGb = answeringGb(given.model, 'zero-gpu');
  const fit = fitOf(neededGb, flavor?.accelerator?.memoryGb ?? zeroGpuGb);
  const option = (state: Option['state'], reason: string, link: Option['link'] = null): Option => ({
    kind: 'zero-gpu',
    state,
    reason,
    link,
    usdPerHour: 0,
    flavors: [],
  });
  const plans = pricing(given);
  const who = isOrganization ? namespace : 'your account';
  if (limit === 0)
    return option('no', `An organization needs Team or Enterprise for ZeroGPU, and ${namespace} has no plan.`, plans);
  if (owned !== null && owned >= limit) {
    const more = subscribed
      ? 'Delete one, or choose another way.'
      : 'Delete one, or subscribe to PRO, which allows 10.';
    return option('no', `All ${limit} ZeroGPU Spaces that ${who} may have are there. ${more}`, plans);
  }
  if (fit === 'no')
    return option('no', `The model needs about ${sayGb(neededGb ?? 0)}; a ZeroGPU call has ${sayGb(zeroGpuGb)}.`);
  if (spaceFlavors.length > 0 && !flavor) return option('no', 'The Hub does not offer ZeroGPU at the moment.');
  const left = quota ? ` ${capital(sayDuration(quota.leftSeconds))} of GPU time are left for you today.` : '';
  if (owned === null)
    return option(
      'unclear',
      `Free. How many of the ${limit} ZeroGPU Spaces that ${who} may have are there could not be counted.${left}`,
    );
  const young = subscribed || isOrganization ? '' : ' It takes a confirmed e-mail address and an account of 30 days.';
  return option(
    'yes',
    `Free: a GPU for each call. ${isOrganization ? `${namespace} has` : 'You have'} ${owned} of ${limit} such Spaces.${young}${left}`,
  );
}

function onGpu(given: OptionsGiven): Option {
  const flavors = choices(given, given.spaceFlavors, 'gpu');
  const option = hardwareOption('gpu', flavors);
  if (flavors.length === 0) return { ...option, state: 'no', reason: 'The Hub lists no graphics cards for Spaces.' };
  if (isTooLarge(flavors)) return { ...option, state: 'no', reason: tooLarge(given, 'gpu') };
  const price = `${from(option.usdPerHour)} an hour while it is up; it can sleep when nobody asks.`;
  if (hasCredits(given)) return { ...option, state: 'yes', reason: price };
  return { ...option, state: 'unclear', reason: `${price} ${mustPay(given)}`, link: billing(given) };
}

function onCpu(given: OptionsGiven): Option {
  const { namespace, rights, spaceFlavors } = given;
  const flavor = spaceFlavors.find(({ name }) => name === cpuBasic);
  const neededGb = answeringGb(given.model, 'cpu');
  const availableGb = flavor ? flavorGb(flavor) : null;
  const option = { kind: 'cpu' as const, link: null, usdPerHour: 0, flavors: [] };
  if (!rights.subscribed) {
    const whose = rights.isOrganization ? `${namespace} has no plan` : 'this is a free account';
    const plan = rights.isOrganization ? 'Team or Enterprise' : 'PRO';
    const reason = `An app on a processor is part of ${plan}, and ${whose}: the Hub would refuse it.`;
    return { ...option, state: 'no', reason, link: pricing(given) };
  }
  if (fitOf(neededGb, availableGb) === 'no') return { ...option, state: 'no', reason: tooLarge(given, 'cpu') };
  return {
    ...option,
    state: 'yes',
    reason: 'Free with the plan, and slow: two processors, asleep after two days without a visitor.',
  };
}

function asPage({ model, template }: OptionsGiven): Option {
  const option = { kind: 'static' as const, link: null, usdPerHour: 0, flavors: [] };
  if (template === 'folder')
    return { ...option, state: 'yes', reason: 'Free for everyone: plain files, and nothing runs.' };
  const shows = model ? model.facts.model : 'the model';
  return { ...option, state: 'yes', reason: `Free for everyone: a page that shows ${shows} and does not run it.` };
}

function onJob(given: OptionsGiven): Option {
  const flavors = choices(given, given.jobFlavors, 'job');
  const option = hardwareOption('job', flavors);
  const { template } = given;
  if (template !== 'chat' && template !== 'completion')
    return { ...option, state: 'no', reason: 'Only models that write text are served on a job.' };
  if (flavors.length === 0) return { ...option, state: 'no', reason: 'The Hub lists no graphics cards for jobs.' };
  if (isTooLarge(flavors)) return { ...option, state: 'no', reason: tooLarge(given, 'job') };
  const price = `${from(option.usdPerHour)} an hour until its deadline; an OpenAI-compatible address, no app.`;
  if (hasCredits(given)) return { ...option, state: 'yes', reason: price };
  return { ...option, state: 'unclear', reason: `${price} ${mustPay(given)}`, link: billing(given) };
}

/** What the cheapest hardware costs on which the model is not known to be too large. */
function hardwareOption(kind: 'gpu' | 'job', flavors: Choice[]): Omit<Option, 'state' | 'reason'> {
  return { kind, link: null, usdPerHour: flavors.find(({ fit }) => fit !== 'no')?.usdPerHour ?? null, flavors };
}

function isTooLarge(flavors: readonly Choice[]): boolean {
  return flavors.every(({ fit }) => fit === 'no');
}

/** Graphics cards, cheapest first. ZeroGPU is a kind of its own. */
function choices({ model }: OptionsGiven, flavors: readonly Flavor[], kind: 'gpu' | 'job'): Choice[] {
  const neededGb = answeringGb(model, kind);
  return flavors
    .filter(({ accelerator, name }) => accelerator?.kind === 'gpu' && name !== zeroGpu)
    .map((flavor) => {
      const memoryGb = flavorGb(flavor);
      const usdPerHour = flavor.usdPerMinute === null ? null : flavor.usdPerMinute * 60;
      return { name: flavor.name, label: flavor.label, usdPerHour, memoryGb, fit: fitOf(neededGb, memoryGb) };
    })
    .toSorted((a, b) => (a.usdPerHour ?? Infinity) - (b.usdPerHour ?? Infinity));
}

function tooLarge({ model }: OptionsGiven, kind: 'cpu' | 'gpu' | 'job'): string {
  const where = kind === 'cpu' ? 'this machine has less' : 'no hardware that the Hub lists has so much';
  return `The model needs about ${sayGb(answeringGb(model, kind) ?? 0)} of memory, and ${where}.`;
}

/** PRO's monthly credits pay for hardware too (hub-docs#2719); that an account may be charged is only a hint that it can. */
function hasCredits({ rights }: OptionsGiven): boolean {
  return rights.mayPay === true || (rights.subscribed && !rights.isOrganization);
}

function mustPay({ namespace, rights }: OptionsGiven): string {
  const who = rights.isOrganization ? namespace : 'your account';
  return `It takes credits, and only the Hub knows whether ${who} has any.`;
}

function from(usdPerHour: number | null): string {
  return usdPerHour === null
    ? 'Paid by the minute, at a price that the Hub does not list,'
    : `From ${formatUsd(usdPerHour)}`;
}

function pricing({ hubUrl }: OptionsGiven): NonNullable<Option['link']> {
  return { label: 'Plans and prices', url: `${hubUrl}/pricing` };
}

function billing({ hubUrl, namespace, rights }: OptionsGiven): NonNullable<Option['link']> {
  const page = rights.isOrganization
    ? `organizations/${encodeURIComponent(namespace)}/settings/billing`
    : 'settings/billing';
  return { label: 'Credits and billing', url: `${hubUrl}/${page}` };
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
