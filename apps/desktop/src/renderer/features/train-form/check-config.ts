// Reads a configuration that somebody typed or brought in a file, without the
// contract's schema, which the screens do not carry. What is missing is taken
// from the one that stands; what is wrong is named by its place, never dropped.
import { rewardKinds, runMethods, tunings } from '@hubdesk/shared/train/methods';
import { type Parameter, parameters } from '@hubdesk/shared/train/parameters';
import type { RunConfig } from '@hubdesk/shared/train/run-config';
import { valueProblem } from './check-value.ts';

export interface ConfigProblem {
  /** Keys from the outside in. */
  path: readonly string[];
  /** A sentence. */
  message: string;
}

export type CheckedConfig =
  { config: RunConfig; problems?: undefined } | { config?: undefined; problems: readonly ConfigProblem[] };

type Check = (value: unknown) => string | null;
type Fields = { readonly [key: string]: Check };

const isText: Check = (value) => (typeof value === 'string' && value !== '' ? null : 'must be text.');
const isTextOrNull: Check = (value) => (value === null ? null : isText(value));
const isSwitch: Check = (value) => (typeof value === 'boolean' ? null : 'must be true or false.');
const fits =
  (pattern: RegExp, words: string): Check =>
  (value) =>
    typeof value === 'string' && pattern.test(value) ? null : words;
const oneOf =
  (choices: readonly string[]): Check =>
  (value) =>
    typeof value === 'string' && choices.includes(value) ? null : `must be one of ${choices.join(', ')}.`;
const orNull =
  (check: Check): Check =>
  (value) =>
    value === null ? null : check(value);

const labelPattern = /^[A-Za-z0-9._-]{1,80}$/;
const repoPattern = /^[\w.-]+\/[\w.-]+$/;
const variablePattern = /^[A-Za-z_][A-Za-z0-9_]*$/;
export const isVariableName = (name: string) => variablePattern.test(name);
export const isRunName = (name: string) => labelPattern.test(name);
export const isRepoName = (id: string) => repoPattern.test(id) && id.length <= 200;

const shortestTimeout = 60;
const longestTimeout = 7 * 86_400;

/** Why a timeout cannot be taken; null when it can. */
export function timeoutProblem(seconds: unknown): string | null {
  if (typeof seconds !== 'number' || !Number.isInteger(seconds)) return 'must be a whole number of seconds.';
  if (seconds < shortestTimeout) return 'must be at least one minute.';
  return seconds > longestTimeout ? 'must be at most seven days.' : null;
}

const textMap =
  (isKey: (key: string) => boolean, keyWords: string): Check =>
  (value) => {
    if (!isObject(value)) return 'must be names with texts.';
    for (const [key, text] of Object.entries(value)) {
      if (!isKey(key)) return `has “${key}” in it, which ${keyWords}`;
      if (typeof text !== 'string') return `has “${key}” in it, whose value must be text.`;
    }
    return null;
  };

const fields: Fields = {
  version: (value) => (value === 1 ? null : 'must be 1: a newer Hubdesk may know this file.'),
  name: fits(labelPattern, 'may only have letters, digits, “.”, “-” and “_”, at most 80.'),
  model: orNull(fits(repoPattern, 'is not the name of a model, such as Qwen/Qwen3-0.6B.')),
  method: oneOf(runMethods),
  tuning: oneOf(tunings),
  script: isTextOrNull,
  flavor: isText,
  timeoutSeconds: timeoutProblem,
  payer: isTextOrNull,
  keepCheckpoints: isSwitch,
  environment: textMap(isVariableName, 'is not a name for a variable.'),
  secrets: (value) =>
    Array.isArray(value) && value.every((name) => typeof name === 'string' && isVariableName(name))
      ? null
      : 'must be a list of names: letters, digits and “_”.',
  giveToken: isSwitch,
  labels: textMap((key) => labelPattern.test(key), 'may only have letters, digits, “.”, “-” and “_”.'),
};
const datasetFields: Fields = {
  id: fits(/^(?:[\w.-]+\/)?[\w.-]+$/, 'is not the name of a dataset.'),
  config: isTextOrNull,
  train: isText,
  evaluation: isTextOrNull,
};
const outputFields: Fields = {
  repo: fits(repoPattern, 'is not the name of a repository, such as me/my-model.'),
  private: isSwitch,
};
const rewardFields: Fields = {
  kind: oneOf(rewardKinds),
  value: (value) => (typeof value === 'string' ? null : 'must be text.'),
};
const volumeFields: Fields = {
  type: oneOf(['bucket', 'dataset', 'model', 'space']),
  source: fits(repoPattern, 'is not a name such as me/my-bucket.'),
  mountPath: fits(/^\/(?!.*(?:^|\/)\.\.?(?:\/|$))[\w./-]+$/, 'must be an absolute path that is not “/”.'),
  path: isTextOrNull,
  readOnly: isSwitch,
};
const parameterFields: Fields = Object.fromEntries(
  (parameters as readonly Parameter[]).map((each) => [each.key, (value: unknown) => valueProblem(each, value)]),
);

/** `given` is anything; `standing` fills in what it leaves out. */
export function checkConfig(given: unknown, standing: RunConfig): CheckedConfig {
  if (!isObject(given)) return { problems: [{ path: [], message: 'This is not a configuration of a run.' }] };
  const problems: ConfigProblem[] = [];
  const { dataset, parameters: values, reward, output, volumes, ...flat } = given;
  look(flat, fields, [], problems);
  const merged: Record<string, unknown> = { ...standing, ...flat };

  const part = (key: string, value: unknown, inside: Fields, base: object | null, mayBeNull: boolean) => {
    if (value === undefined) return;
    if (value === null && mayBeNull) {
      merged[key] = null;
    } else if (!isObject(value)) {
      problems.push({ path: [key], message: `“${key}” must have parts of its own.` });
    } else {
      look(value, inside, [key], problems);
      const whole: Record<string, unknown> = { ...base, ...value };
      for (const name of Object.keys(inside)) {
        if (!(name in whole)) problems.push({ path: [key], message: `“${key}” lacks “${name}”.` });
      }
      merged[key] = whole;
    }
  };
  part(
    'dataset',
    dataset,
    datasetFields,
    { config: null, train: 'train', evaluation: null, ...standing.dataset },
    true,
  );
  part('parameters', values, parameterFields, standing.parameters, false);
  part('reward', reward, rewardFields, standing.reward, true);
  part('output', output, outputFields, standing.output, false);
  if (volumes !== undefined) merged.volumes = readVolumes(volumes, problems);
  if (problems.length > 0) return { problems };
  // Every key was looked at above, and those left out are the standing one's.
  return { config: merged as unknown as RunConfig };
}

function readVolumes(value: unknown, problems: ConfigProblem[]): unknown[] {
  if (!Array.isArray(value)) {
    problems.push({ path: ['volumes'], message: '“volumes” must be a list.' });
    return [];
  }
  return value.map((each: unknown, at) => {
    const path = ['volumes', String(at)];
    if (!isObject(each)) {
      problems.push({ path, message: 'A volume must have parts of its own.' });
      return each;
    }
    look(each, volumeFields, path, problems);
    const whole: Record<string, unknown> = { path: null, readOnly: true, ...each };
    for (const name of ['type', 'source', 'mountPath']) {
      if (!(name in whole)) problems.push({ path, message: `A volume lacks “${name}”.` });
    }
    return whole;
  });
}

function look(given: object, known: Fields, path: readonly string[], problems: ConfigProblem[]): void {
  for (const [key, value] of Object.entries(given)) {
    const check = Object.hasOwn(known, key) ? known[key] : undefined;
    const message = check === undefined ? 'is not known here. Is it a typing slip?' : check(value);
    if (message !== null) problems.push({ path: [...path, key], message: `“${[...path, key].join('.')}” ${message}` });
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
