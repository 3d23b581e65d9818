// What in the form itself stands in the way, before anybody is asked. What the
// Hub would say is the checks' business. The limits are those of the contract.
import { repoNameProblem } from '@hubdesk/shared/datasets/repo-name';
import type { DeployConfig } from '@hubdesk/shared/spaces/deploy-config';
import type { Choices } from './deploy-choices.ts';

export type Place = 'model' | 'where' | 'look' | 'does' | 'access' | 'files';

export interface Fault {
  place: Place;
  /** A sentence. */
  message: string;
}

export interface FaultParts {
  config: DeployConfig;
  source: Choices['source'];
  /** Texts of number fields that are no number yet, by the field's label. */
  typed: Readonly<Record<string, { place: Place; problem: string }>>;
  secretValues: Readonly<Record<string, string>>;
  /** Why this model cannot be deployed. */
  modelProblem: string | null;
  /** That an app gets this account's own token was agreed to. */
  agreed: boolean;
}

export const tokenName = 'HF_TOKEN';
export const isVariableName = (name: string) => /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && name.length <= 200;
export const isSecretName = (name: string) => /^[A-Za-z][A-Za-z0-9_]*$/.test(name) && name.length <= 200;

const longestFile = 1_000_000;

export function deployFaults(parts: FaultParts): Fault[] {
  const { config, source, typed, secretValues, modelProblem, agreed } = parts;
  const faults: Fault[] = [];
  const add = (place: Place, message: string) => faults.push({ place, message });
  if (source === 'model' && config.model === null) add('model', 'Choose a model to deploy.');
  // An app of one's own, or a page that runs nothing, may still be made.
  if (source === 'model' && config.kind !== 'static' && modelProblem !== null) add('model', modelProblem);
  if (source === 'folder' && config.folder === null) add('model', 'Choose the folder with your app.');
  for (const [label, { place, problem }] of Object.entries(typed)) add(place, `“${label}” ${problem}`);
  if ((config.kind === 'gpu' || config.kind === 'job') && config.flavor === null) add('where', 'Choose the hardware.');
  const name = repoNameProblem(config.name);
  if (name !== null) add('look', name);
  if (config.kind !== 'job') {
    const emoji = emojiProblem(config.emoji);
    if (emoji !== null) add('look', emoji);
  }
  if (config.question.trim() === '') add('does', 'Write a question to be asked at the end.');
  if (config.examples.some((example) => example.trim() === '')) add('does', 'An example is empty.');
  if (config.access === 'secret' && !secretValues[tokenName]) add('access', 'Paste the token that the app reads with.');
  if (config.access === 'own' && !agreed) add('access', 'Agree that your own token is given away, or choose another.');
  if (new Set(config.secrets).size < config.secrets.length) add('access', 'Two secrets have the same name.');
  for (const secret of config.secrets) {
    const problem = secretNameProblem(config, secret);
    if (problem !== null) add('access', `Secret ${secret || 'without a name'}: ${problem}`);
    else if (!secretValues[secret]) add('access', `The secret ${secret} has no value yet.`);
  }
  for (const variable of Object.keys(config.variables)) {
    if (!isVariableName(variable)) {
      add('access', 'A variable’s name has letters, digits and “_”, and begins with no digit.');
    }
  }
  for (const [path, text] of Object.entries(config.files)) {
    if (text.length > longestFile) add('files', `${path} is too long to be written here: at most 1 MB.`);
  }
  return faults;
}

/** Null when it can be one. */
export function secretNameProblem({ access, variables }: DeployConfig, name: string): string | null {
  if (!isSecretName(name)) return 'Letters, digits and “_”, a letter first.';
  if (name in variables) return 'A variable has this name.';
  const isGiven = name === tokenName && (access === 'secret' || access === 'own');
  return isGiven ? 'The token for the model has this name.' : null;
}

const segments = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** The Hub takes exactly one; null when it is one, or none. */
export function emojiProblem(text: string): string | null {
  if (text === '') return null;
  const one = [...segments.segment(text)].length === 1 && text.length <= 16;
  return one && /\p{Extended_Pictographic}|\p{Regional_Indicator}|\u20e3/u.test(text)
    ? null
    : 'Use one emoji, or none.';
}

/** Null when a file may be called so. */
export function pathProblem(path: string, taken: readonly string[]): string | null {
  if (path === '') return 'Give it a name.';
  if (path.length > 500) return 'The name is too long.';
  if (/^\/|\/$|\/\/|\\|(?:^|\/)\.{1,2}(?:\/|$)/.test(path))
    return 'A path inside the repository, such as assets/logo.svg.';
  if (/\p{Cc}/u.test(path)) return 'It has a character in it that no name has.';
  if (/^\.git(?:\/|$)/i.test(path)) return 'Git keeps its own things there.';
  const same = taken.find((each) => each.toLowerCase() === path.toLowerCase());
  return same === undefined ? null : `${same} is there already.`;
}

/** The section that a key of a deployment stands in. */
export function placeOf(key: string): Place {
  if (/\b(?:model|folder)\b/.test(key)) return 'model';
  if (/\b(?:kind|flavor|namespace|sleepSeconds|timeoutSeconds)\b/.test(key)) return 'where';
  if (/\bfiles\b/.test(key)) return 'files';
  if (/\b(?:access|variables|secrets)\b/.test(key)) return 'access';
  return /\b(?:name|title|emoji|color\w*|description|visibility)\b/.test(key) ? 'look' : 'does';
}
