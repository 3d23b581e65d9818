// What in the form itself stands in the way of a launch, before anybody is asked.
// What the Hub would say is the preflight's business.
import type { Parameter } from '@hubdesk/shared/train/parameters';
import type { RunConfig } from '@hubdesk/shared/train/run-config';
import { isRepoName, isRunName, isVariableName, timeoutProblem } from './check-config.ts';
import { readDuration } from '../../ui/read-duration.ts';

export type FaultPlace = 'what' | 'how' | 'where' | 'result';

export interface Fault {
  place: FaultPlace;
  /** A sentence. */
  message: string;
}

export interface FaultParts {
  config: RunConfig;
  typed: Readonly<Record<string, string>>;
  parameters: readonly Parameter[];
  parameterProblems: Readonly<Record<string, string>>;
  broken: { json?: string; yaml?: string };
  secretValues: Readonly<Record<string, string>>;
}

export function formFaults(parts: FaultParts): Fault[] {
  const { config, typed, parameters, parameterProblems, broken, secretValues } = parts;
  const faults: Fault[] = [];
  const add = (place: FaultPlace, message: string) => faults.push({ place, message });
  const isOwn = config.script !== null;
  if (!isOwn && config.model === null) add('what', 'Choose a model to train.');
  if (!isOwn && config.dataset === null) add('what', 'Choose a dataset to train on.');
  const rewardFault = rewardProblem(config.reward);
  if (rewardFault !== null) add('what', rewardFault);
  if (config.script?.trim() === '') add('how', 'Your own script is empty.');
  for (const { key, label } of parameters) {
    const problem = parameterProblems[key];
    if (problem !== undefined) add('how', `“${label}” ${problem}`);
  }
  for (const format of ['json', 'yaml'] as const) {
    if (broken[format] !== undefined) add('how', `What is typed as ${format.toUpperCase()} cannot be read yet.`);
  }
  const timeout = typed.timeout === undefined ? config.timeoutSeconds : readDuration(typed.timeout);
  const late = timeoutProblem(timeout);
  if (late !== null) add('where', timeout === null ? 'The timeout is not a time.' : `The timeout ${late}`);
  if (new Set(config.secrets).size < config.secrets.length) add('where', 'Two secrets have the same name.');
  if (config.giveToken && config.secrets.includes('HF_TOKEN')) {
    add('where', 'Your token is given as HF_TOKEN, so no other secret can have that name.');
  }
  for (const name of config.secrets) {
    if (!isVariableName(name)) add('where', 'A secret’s name has letters, digits and “_”, and begins with no digit.');
    else if (!secretValues[name]) add('where', `The secret ${name} has no value yet.`);
  }
  for (const name of Object.keys(config.environment)) {
    if (!isVariableName(name)) add('where', 'A variable’s name has letters, digits and “_”, and begins with no digit.');
  }
  for (const [name, value] of Object.entries(config.labels)) {
    if (!/^[A-Za-z0-9._-]+$/.test(name) || !/^[A-Za-z0-9._-]*$/.test(value)) {
      add('where', 'A label has letters, digits, “.”, “-” and “_”.');
    }
  }
  for (const { source, mountPath } of config.volumes) {
    if (!isRepoName(source) || !/^\/[\w./-]+$/.test(mountPath)) {
      add('where', 'A volume needs a source such as me/my-bucket, and a path such as /data.');
    }
  }
  if (!isRunName(config.name)) add('result', 'The name has letters, digits, “.”, “-” and “_”, and at most 80 of them.');
  if (!isRepoName(config.output.repo)) add('result', 'The repository for the weights needs a name.');
  return faults;
}

/** The section that a key of a configuration stands in. */
export function placeOf(key: string): FaultPlace {
  if (/\b(?:model|dataset|method|tuning|reward)\b/.test(key)) return 'what';
  if (/\b(?:parameters|script)\b/.test(key)) return 'how';
  return /\b(?:name|output)\b/.test(key) ? 'result' : 'where';
}

/** Null when the reward can be used, or there is none. */
export function rewardProblem(reward: RunConfig['reward']): string | null {
  if (!reward) return null;
  if (reward.value.trim() === '') return 'Say what is rewarded.';
  if (reward.kind === 'near-length' && !/^\s*[1-9]\d*\s*$/.test(reward.value)) {
    return 'The length that is rewarded is a whole number of characters.';
  }
  return null;
}
