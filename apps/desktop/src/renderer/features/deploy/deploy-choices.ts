// What a person has decided in the form, and the whole deployment that comes of
// it: what they left open follows from the model and the account, each time anew.
import { defaultDeployConfig } from '@hubdesk/shared/spaces/default-deploy-config';
import type { DeployConfig } from '@hubdesk/shared/spaces/deploy-config';
import type { DeployModel, DeployOption } from '@hubdesk/shared/spaces/deployment';

/** What somebody decides by hand and otherwise follows from the rest, with the answers it is made of. */
const follows = {
  kind: ['kind'],
  flavor: ['flavor'],
  sleep: ['sleepSeconds'],
  template: ['template'],
  name: ['name'],
  visibility: ['visibility'],
  title: ['title'],
  look: ['emoji', 'colorFrom', 'colorTo'],
  description: ['description'],
  examples: ['examples'],
  question: ['question'],
  access: ['access'],
} as const satisfies Record<string, readonly (keyof DeployConfig)[]>;

export type Follower = keyof typeof follows;
const followers = Object.keys(follows) as Follower[];

export interface Choices {
  config: DeployConfig;
  /** Decided by hand. */
  own: Readonly<Record<Follower, boolean>>;
  /** What is put there: a model with an app made for it, or a folder of one's own. */
  source: 'model' | 'folder';
  /** The deployment that goes on with these answers, and what it has made; null: they are of a new one. */
  again: { id: string; space: string | null } | null;
}

/** Null is what is not known yet, or never will be. */
export interface Facts {
  model: DeployModel | null;
  options: readonly DeployOption[] | null;
  /** Names that are free, by the taken ones (with their namespace) that would have been proposed. */
  freeNames?: Readonly<Record<string, string>>;
}

/** Until the Hub has said something of it. */
const nothingKnown: Facts = { model: null, options: null };

/** A new one, of which nothing but the model was decided. */
export function openChoices(namespace: string, model: string | null): Choices {
  const proposed = defaultDeployConfig({ account: namespace, model: unknownModel(model ?? ''), options: [] });
  return { config: { ...proposed, model, kind: 'zero-gpu' }, own: owning(() => false), source: 'model', again: null };
}

/** One that was decided before; what stands as it would be proposed goes on following. */
export function keptChoices(config: DeployConfig, again: Choices['again'] = null): Choices {
  const source = config.template === 'folder' ? 'folder' : 'model';
  const standing: Choices = { config, own: owning(() => true), source, again };
  const proposed = proposal(standing, nothingKnown);
  const texts: readonly Follower[] = ['title', 'look', 'description', 'examples', 'question'];
  return { ...standing, own: owning((key) => !(texts.includes(key) && isSame(key, config, proposed))) };
}

/** The deployment as it would be started. */
export function fillIn(choices: Choices, facts: Facts): DeployConfig {
  const { own } = choices;
  const proposed = proposal(choices, facts);
  const config = { ...choices.config };
  for (const key of followers) if (!own[key]) take(config, proposed, key);
  const option = optionOf(config, facts);
  const isThere = option?.flavors.some(({ name }) => name === config.flavor) ?? true;
  if (config.kind !== 'gpu' && config.kind !== 'job') config.flavor = null;
  else if (config.flavor === null || !isThere) config.flavor = proposed.flavor;
  if (config.kind !== 'gpu') config.sleepSeconds = null;
  return config;
}

/** Null while it is not known whether it can be had. */
export function optionOf({ kind }: Pick<DeployConfig, 'kind'>, { options }: Facts): DeployOption | null {
  return options?.find((each) => each.kind === kind) ?? null;
}

/** By hand: what it touches follows nothing any more. */
export function withOwn(choices: Choices, standing: DeployConfig, next: Partial<DeployConfig>, own: Follower): Choices {
  return { ...choices, own: { ...choices.own, [own]: true }, config: { ...standing, ...next } };
}

/** Another model, or a folder in its place: what stood as it would have been proposed follows it. */
export function withSubject(
  choices: Choices,
  facts: Facts,
  next: { source?: Choices['source']; model?: string | null },
): Choices {
  const standing = fillIn(choices, facts);
  const proposed = proposal(choices, facts);
  const source = next.source ?? choices.source;
  const own = owning((key) => choices.own[key] && !isSame(key, standing, proposed));
  return {
    ...choices,
    source,
    // Files that were changed by hand were made for the other one; they are kept, and said to be.
    config: { ...standing, model: next.model === undefined ? standing.model : next.model },
    own: source === choices.source ? own : { ...own, template: false, kind: false },
  };
}

/** What a check proposes, laid over the answers as they stand. */
export function withPatch(choices: Choices, facts: Facts, patch: Readonly<Record<string, unknown>>): Choices {
  const config = Object.assign(fillIn(choices, facts), patch);
  const own = owning((key) => choices.own[key] || follows[key].some((field) => field in patch));
  return { ...choices, source: config.template === 'folder' ? 'folder' : 'model', config, own };
}

/** What would stand if nothing were decided by hand but what the choice itself needs. */
function proposal({ config, own, source }: Choices, { model, options, freeNames = {} }: Facts): DeployConfig {
  const known = model ?? unknownModel(config.model ?? '');
  const template =
    source === 'folder'
      ? 'folder'
      : own.template && config.template !== 'folder'
        ? config.template
        : known.templates[0];
  const chosen = own.kind ? (options ?? []).filter(({ kind }) => kind === config.kind) : (options ?? []);
  const usual = defaultDeployConfig({
    account: config.namespace,
    model: source === 'folder' && config.model === null ? null : { ...known, templates: [template ?? 'chat'] },
    options: own.kind ? chosen.map((option) => ({ ...option, recommended: true })) : chosen,
  });
  const proposed = { ...usual, name: freeNames[`${config.namespace}/${usual.name}`] ?? usual.name };
  // Nothing is said of a place before somebody has looked: it stays as it was.
  if (chosen.length === 0)
    return { ...proposed, kind: config.kind, flavor: config.flavor, sleepSeconds: config.sleepSeconds };
  return proposed;
}

function take(config: DeployConfig, from: DeployConfig, key: Follower): void {
  Object.assign(config, Object.fromEntries(follows[key].map((field) => [field, from[field]])));
}

function isSame(key: Follower, one: DeployConfig, other: DeployConfig): boolean {
  return follows[key].every((field) => JSON.stringify(one[field]) === JSON.stringify(other[field]));
}

function owning(is: (key: Follower) => boolean): Choices['own'] {
  return Object.fromEntries(followers.map((key) => [key, is(key)])) as Record<Follower, boolean>;
}

/** Any model by its name alone. */
function unknownModel(id: string): DeployModel {
  return {
    facts: {
      model: id,
      url: '',
      parameters: null,
      dtype: null,
      license: null,
      access: 'unknown',
      architecture: null,
      family: null,
      hiddenSize: null,
      layers: null,
      vocabulary: null,
      contextLength: null,
      hasChatTemplate: false,
      quantization: null,
      baseModel: null,
      warm: false,
      trainable: { state: 'no', reason: '' },
    },
    private: false,
    kind: null,
    weightsBytes: null,
    base: null,
    task: null,
    templates: ['chat'],
    problem: null,
    needsAccess: null,
  };
}
