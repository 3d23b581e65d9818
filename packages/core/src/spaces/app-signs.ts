// What Python and the Hub say of the app's own files, and of an app that does not come up.
import { type Explained, type FailureCase, isRemedy } from './failure-case.ts';
import { placeInApp } from './failing-lines.ts';
import { editPlace, lineOf, type Sign } from './failure-sign.ts';
import * as help from './space-remedies.ts';

export const appSigns: readonly Sign[] = [
  {
    pattern: /^\s*(SyntaxError|IndentationError|TabError): (.{1,300})/,
    explain: (space, found) => {
      const place = placeInApp(found.lines, found.at, space.files);
      return {
        kind: 'syntax',
        sentence: `${place ? `${place.path}, line ${place.line}` : space.appFile} is no Python: ${found.match[2]}.`,
        remedies: [editPlace(space, found, 'Mend the line, and it is built again.')],
      };
    },
  },
  {
    pattern: /can't open file '(?:\/home\/user\/app\/)?([^'\s]{1,200})': \[Errno 2\]/,
    explain: (space, { match }) => noAppFile(space, match[1] ?? space.appFile),
  },
  {
    pattern: /^KeyError: '([A-Z][A-Z0-9_]{1,60})'$/,
    explain: (space, found) => {
      const [, name = ''] = found.match;
      // Also a dictionary has keys.
      if (
        !found.lines
          .slice(Math.max(0, found.at - 5), found.at)
          .some((line) => /os\.environ|<frozen os>|\/os\.py"/.test(line))
      )
        return null;
      return {
        kind: 'other',
        sentence: `The app reads ${name} from its environment, and the Space has neither a secret nor a variable of that name.`,
        remedies: [
          help.secret(name, 'For what nobody else may read; anything else is better a variable.'),
          editPlace(space, found, 'Let it do without.'),
        ],
      };
    },
  },
  {
    pattern: /FileNotFoundError: \[Errno 2\] No such file or directory: '([^']{1,300})'/,
    explain: (space, found) => ({
      kind: 'file-not-found',
      sentence: `The app opens ${found.match[1]}, which is not there.`,
      remedies: [editPlace(space, found, 'Name a file of the repository, or add it.')],
    }),
  },
  {
    pattern: /EntryNotFoundError|Entry Not Found for url/,
    explain: (space, found) => ({
      kind: 'file-not-found',
      sentence: 'The app asks the Hub for a file that the repository does not have.',
      remedies: [editPlace(space, found, 'Name a file that is there.')],
    }),
  },
  {
    pattern: /Launch timed out|was not healthy/i,
    explain: (space) => ({
      kind: 'no-answer',
      sentence:
        'The app did not come up in the time it has. It may still be downloading, or it listens elsewhere than on port 7860.',
      remedies: [
        moreTime(space),
        help.restart('A second start is often faster.'),
        help.edit(space.appFile, null, 'Let it listen on 0.0.0.0, port 7860.'),
      ].filter(isRemedy),
    }),
  },
  {
    pattern: /Cannot find empty port in range|address already in use/i,
    explain: (space, found) => ({
      kind: 'no-answer',
      sentence: 'The app could not listen on its port, since something else in it does.',
      remedies: [
        editPlace(space, found, 'Start one server only.'),
        help.restart('In case the old one was still there.'),
      ],
    }),
  },
  {
    pattern: /Scheduling failure|not enough hardware capacity/i,
    explain: (space) => ({
      kind: 'stuck',
      sentence: `There is no ${space.hardware ?? 'hardware'} free for it at the moment.`,
      remedies: [
        help.restart('In some minutes there may be.'),
        ...(space.hardware === 'cpu-basic' ? [] : [help.toCpu()]),
      ],
    }),
  },
  {
    pattern: /Error while cloning repository|Unexpected job error|failed to create containerd task/i,
    explain: (space) => ({
      kind: 'other',
      sentence: 'Something went wrong at the Hub itself while it was built.',
      remedies: [
        help.rebuild('Such a failure passes by itself as a rule.'),
        help.link('status', 'Look at the Hub’s status', 'Perhaps it is known.', 'https://status.huggingface.co'),
      ].slice(0, isPublic(space) ? 2 : 1),
    }),
  },
];

/** One line more at the head of the README; null where it says it already, or has no head. */
function moreTime({ readme }: FailureCase) {
  if (readme === null || !/^---\r?\n/.test(readme) || /^startup_duration_timeout:/m.test(readme)) return null;
  const text = readme.replace(/^---(\r?\n)/, '---$1startup_duration_timeout: 1h$1');
  return help.file('more-time', 'Give it an hour to start', 'Instead of the usual half.', 'README.md', text);
}

export function noAppFile(space: FailureCase, path: string): Explained {
  const line = lineOf(space.readme, /^app_file:/);
  return {
    kind: 'no-app-file',
    sentence: `The Space has no ${path}, which is what would be started.`,
    remedies: [
      help.edit(path, null, 'Write the app into it.'),
      help.edit('README.md', line, 'Say in “app_file” which file it is.'),
    ],
  };
}

function isPublic({ hubUrl }: FailureCase): boolean {
  return hubUrl === 'https://huggingface.co';
}
