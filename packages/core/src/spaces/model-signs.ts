// What the Hub and transformers say of a model that cannot be read, or is none of the kind it is taken for.
import { type Explained, type FailureCase, isRemedy, readsVariable } from './failure-case.ts';
import { editPlace, type Found, type Sign } from './failure-sign.ts';
import * as help from './space-remedies.ts';

const repoIn = /(?:https?:\/\/[^/\s]+\/(?:api\/models\/)?|model |of )([A-Za-z0-9][\w.-]{0,95}\/[\w.-]{1,96})/;

export const modelSigns: readonly Sign[] = [
  {
    pattern:
      /GatedRepoError|Cannot access gated repo|trying to access a gated repo|Access to model \S{1,200} is restricted/,
    explain: (space, found) =>
      needsToken(
        space,
        found,
        'is shared only with people its owners let in, and the app is not known to be one of them',
      ),
  },
  {
    pattern:
      /RepositoryNotFoundError|Repository Not Found for url|is not a valid model identifier listed on|Invalid credentials in Authorization header|Invalid user token/,
    explain: (space, found) =>
      needsToken(space, found, 'is not there, or is private and the app has no token that may read it'),
  },
  {
    pattern: /403 (?:Client Error|Forbidden).{0,300}(?:token|permission)|Cannot access content at:/,
    explain: (space) => ({
      kind: 'permission',
      sentence: 'The token that the app was given may not do what it asks for.',
      remedies: [
        help.secret('HF_TOKEN', 'One that may read what the app needs, and nothing else.'),
        help.link('tokens', 'Make a token', 'Fine-grained, read-only.', `${space.hubUrl}/settings/tokens`),
      ],
    }),
  },
  {
    pattern: /\b429 Client Error|429 Too Many Requests|We had to rate limit/,
    explain: () => ({
      kind: 'rate-limited',
      sentence: 'The Hub asked the app for a pause while it was downloading.',
      remedies: [
        help.restart('In some minutes it will be let through.'),
        help.secret('HF_TOKEN', 'Whoever says who they are may ask more often.'),
      ],
    }),
  },
  {
    pattern:
      /does not appear to have a file named .{0,100}(?:model|pytorch_model|safetensors)|no file named .{0,200}(?:model\.safetensors|pytorch_model\.bin).{0,200}found in directory|does not appear to have a file named config\.json|Unrecognized model in/,
    explain: (space, found) => ({
      kind: 'file-not-found',
      sentence: 'The model has no weights of its own: perhaps it is an adapter that is loaded as a whole model.',
      remedies: readsVariable(space, 'MODEL_KIND')
        ? [help.variable('MODEL_KIND', 'adapter', 'Loads what it was trained on, and puts the adapter on it.')]
        : [editPlace(space, found, 'Load an adapter with peft.')],
    }),
  },
  {
    pattern: /You need to have sentencepiece or tiktoken installed|Couldn't instantiate the backend tokenizer/,
    explain: (space, found) => ({
      kind: 'file-not-found',
      sentence: 'The model has no tokenizer that can be read: it may be an adapter without one, or need sentencepiece.',
      remedies: [
        help.addPackage(space, 'sentencepiece'),
        readsVariable(space, 'MODEL_KIND')
          ? help.variable('MODEL_KIND', 'adapter', 'Takes the tokenizer of what it was trained on.')
          : editPlace(space, found, 'Load the tokenizer of what it was trained on.'),
      ].filter(isRemedy),
    }),
  },
  {
    pattern: /Can't find 'adapter_config\.json' at/,
    explain: (space, found) => ({
      kind: 'file-not-found',
      sentence: 'The model is loaded as an adapter, and is none.',
      remedies: readsVariable(space, 'MODEL_KIND')
        ? [help.variable('MODEL_KIND', 'full', 'Loads it as a whole model.')]
        : [editPlace(space, found, 'Load it as a whole model.')],
    }),
  },
];

function needsToken(space: FailureCase, { lines, at, match }: Found, how: string): Explained {
  const near = [lines[at] ?? '', ...lines.slice(Math.max(0, at - 8), at), ...lines.slice(at + 1, at + 6)];
  const repo = near
    .map((line) => repoIn.exec(line)?.[1] ?? /^OSError: ([A-Za-z0-9][\w.-]{0,95}\/[\w.-]{1,96}) is not/.exec(line)?.[1])
    .find((found) => found !== undefined);
  const plain = repo?.replace(/\/resolve$|\.+$/, '');
  const isBroken = /token|credentials/i.test(match[0]);
  return {
    kind: 'gated',
    sentence: isBroken
      ? 'The Hub does not accept the token that the app was given.'
      : `${plain ?? 'The model'} ${how}.`,
    remedies: [
      help.secret('HF_TOKEN', 'A read-only token of somebody who is let in.'),
      ...(plain === undefined
        ? []
        : [help.link('model', `Look at ${plain}`, 'Ask there to be let in.', `${space.hubUrl}/${plain}`)]),
      help.link(
        'tokens',
        'Make a token',
        'Fine-grained, and read-only for this model.',
        `${space.hubUrl}/settings/tokens`,
      ),
    ],
  };
}
