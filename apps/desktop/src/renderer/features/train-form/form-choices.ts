// What a person has decided in the form, and the whole configuration that comes
// of it: what they left open follows from the facts, each time anew.
import { applyChange } from '@hubdesk/shared/train/apply-change';
import { bestFlavor, defaultConfig, runName, withMethod } from '@hubdesk/shared/train/default-config';
import { estimateTime } from '@hubdesk/shared/train/estimate-time';
import type { Flavor } from '@hubdesk/shared/train/hardware';
import type { ParameterKey, ParameterValues } from '@hubdesk/shared/train/parameters';
import { type PresetId, presetOf, presetValues } from '@hubdesk/shared/train/presets';
import type { ConfigChange, RunConfig } from '@hubdesk/shared/train/run-config';
import type { DatasetFacts, LengthFacts, ModelFacts } from '@hubdesk/shared/train/run-facts';

/** What somebody decides by hand and otherwise follows from the rest. */
const followers = ['method', 'tuning', 'splits', 'flavor', 'timeout', 'name', 'repo'] as const;
export type Follower = (typeof followers)[number];

export interface Choices {
  config: RunConfig;
  /** Decided by hand. */
  own: Record<Follower, boolean>;
  /** Null: the parameters are those of `config`. */
  preset: PresetId | null;
  /** Changed from the preset. */
  changed: Partial<ParameterValues>;
}

/** Null is what is not known yet, or never will be. */
export interface Facts {
  model: ModelFacts | null;
  dataset: DatasetFacts | null;
  lengths: LengthFacts | null;
  flavors: readonly Flavor[] | null;
}

function owning(all: boolean): Choices['own'] {
  return { method: all, tuning: all, splits: all, flavor: all, timeout: all, name: all, repo: all };
}

/** A new one, of which nothing was decided. */
export function openChoices(config: RunConfig): Choices {
  return { config, own: owning(false), preset: 'standard', changed: {} };
}

/** One that was decided before; a name that only follows from the rest goes on following. */
export function keptChoices(config: RunConfig): Choices {
  const own = owning(true);
  own.name = config.name !== suggestedName(config);
  own.repo = repoName(config) !== config.name;
  return { config, own, preset: null, changed: {} };
}

/** The configuration as it would be launched. */
export function fillIn(choices: Choices, facts: Facts): RunConfig {
  const { own, preset, changed } = choices;
  const { model, dataset, lengths, flavors } = facts;
  let { config } = choices;
  const proposed = defaultConfig({ account: repoOwner(config), model, dataset, lengths });
  const method = own.method || !dataset ? config.method : proposed.method;
  const tuning = own.tuning || !model ? config.tuning : proposed.tuning;
  const known = { model, dataset, lengths };
  config = { ...config, method, tuning, reward: withMethod(config, method, tuning, known).reward };
  if (!own.splits && config.dataset && proposed.dataset) {
    const { id, config: part } = config.dataset;
    config = { ...config, dataset: { ...proposed.dataset, id, config: part } };
  }
  const parametersOn = (flavor: Flavor | null) =>
    preset === null
      ? config.parameters
      : { ...presetValues(preset, config, model, dataset, lengths, flavor), ...changed };
  if (!own.flavor && flavors) {
    const best = bestFlavor({ ...config, parameters: parametersOn(null) }, model, flavors);
    config = { ...config, flavor: best?.name ?? config.flavor };
  }
  config = { ...config, parameters: parametersOn(flavorOf(config, facts)) };
  if (!own.timeout) config = { ...config, timeoutSeconds: proposedTimeout(config, facts) ?? config.timeoutSeconds };
  if (!own.name) config = { ...config, name: suggestedName(config) };
  if (!own.repo) config = { ...config, output: { ...config.output, repo: `${repoOwner(config)}/${config.name}` } };
  return config;
}

/** Null while the list is not there, and for hardware that is not in it. */
export function flavorOf(config: RunConfig, { flavors }: Facts): Flavor | null {
  return flavors?.find(({ name }) => name === config.flavor) ?? null;
}

/** Null where the hardware or the number of rows is not known. */
export function proposedTimeout(config: RunConfig, facts: Facts): number | null {
  const flavor = flavorOf(config, facts);
  if (!flavor) return null;
  return estimateTime(config, facts.model, facts.dataset, facts.lengths, flavor).timeoutSeconds;
}

/** The preset that the parameters are of or were changed from; what they are compared with. */
export function basisOf(choices: Choices, config: RunConfig, { model, dataset, lengths }: Facts): PresetId {
  return choices.preset ?? presetOf(config, model, dataset, lengths) ?? 'standard';
}

/** Another model or dataset: what stood as it would have been proposed follows it. */
export function withSubject(choices: Choices, standing: RunConfig, facts: Facts, next: Partial<RunConfig>): Choices {
  const { model, dataset, lengths, flavors } = facts;
  const proposed = defaultConfig({ account: repoOwner(standing), model, dataset, lengths });
  const stood: Partial<Record<Follower, boolean>> = {
    method: dataset !== null && standing.method === proposed.method,
    tuning: model !== null && standing.tuning === proposed.tuning,
    flavor: flavors !== null && standing.flavor === bestFlavor(standing, model, flavors)?.name,
    timeout: standing.timeoutSeconds === proposedTimeout(standing, facts),
    splits: next.dataset !== undefined && next.dataset?.id !== standing.dataset?.id,
  };
  const own = { ...choices.own };
  for (const key of followers) if (stood[key]) own[key] = false;
  return {
    ...choices,
    own,
    preset: choices.preset ?? presetOf(standing, model, dataset, lengths),
    config: { ...standing, ...next },
  };
}

/** By hand: what it touches follows nothing any more. */
export function withOwn(choices: Choices, standing: RunConfig, next: Partial<RunConfig>, own: Follower): Choices {
  return { ...choices, own: { ...choices.own, [own]: true }, config: { ...standing, ...next } };
}

export function withParameter<K extends ParameterKey>(choices: Choices, key: K, value: ParameterValues[K]): Choices {
  if (choices.preset !== null) return { ...choices, changed: { ...choices.changed, [key]: value } };
  const { config } = choices;
  return { ...choices, config: { ...config, parameters: { ...config.parameters, [key]: value } } };
}

/** Back to what the preset says. */
export function withoutParameter<K extends ParameterKey>(choices: Choices, key: K, value: ParameterValues[K]): Choices {
  if (choices.preset === null) return withParameter(choices, key, value);
  const changed = { ...choices.changed };
  delete changed[key];
  return { ...choices, changed };
}

/** What a check or a remedy proposes, laid over the configuration as it stands. */
export function withChange(choices: Choices, standing: RunConfig, change: ConfigChange): Choices {
  return {
    config: applyChange(standing, change),
    own: {
      ...choices.own,
      method: choices.own.method || change.method !== undefined,
      tuning: choices.own.tuning || change.tuning !== undefined,
      splits: choices.own.splits || change.evaluation !== undefined,
      repo: choices.own.repo || change.outputRepo !== undefined,
      flavor: choices.own.flavor || change.flavor !== undefined,
      timeout: choices.own.timeout || change.timeoutSeconds !== undefined,
    },
    preset: choices.preset,
    changed: { ...choices.changed, ...(change.parameters as Partial<ParameterValues> | undefined) },
  };
}

const longestName = 80;

/** Fit for a label, a repository and a person. */
export function suggestedName({ model, dataset }: Pick<RunConfig, 'model' | 'dataset'>): string {
  return runName(model, dataset?.id ?? null);
}

/** For a clone: `my-run` becomes `my-run-2`, and that `my-run-3`. */
export function nextName(name: string): string {
  const [, stem = name, number] = /^(.*?)-(\d{1,3})$/.exec(name) ?? [];
  const ending = `-${number === undefined ? 2 : Number(number) + 1}`;
  return stem.slice(0, longestName - ending.length) + ending;
}

export function repoOwner({ output }: Pick<RunConfig, 'output'>): string {
  return output.repo.slice(0, output.repo.indexOf('/'));
}

export function repoName({ output }: Pick<RunConfig, 'output'>): string {
  return output.repo.slice(output.repo.indexOf('/') + 1);
}
