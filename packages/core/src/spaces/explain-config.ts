// A head of README.md that the Hub cannot follow: which line it is, and what would do.
import type { SpaceColor } from '@hubdesk/shared/spaces/deploy-kinds';
import { type Explained, type FailureCase, isRemedy } from './failure-case.ts';
import { lineOf } from './failure-sign.ts';
import * as help from './space-remedies.ts';

const longestDescription = 60;

export function explainConfig(space: FailureCase): Explained {
  const said = space.lines.said.find((line) => line.trim() !== '')?.trim() ?? '';
  const key =
    /"(\w{1,60})"/.exec(said)?.[1] ??
    /\b(sdk_version|sdk|app_file|python_version|colorFrom|colorTo|short_description|emoji|title|hardware)\b/.exec(
      said,
    )?.[1];
  const line = lineOfYaml(said) ?? (key === undefined ? null : lineOf(space.readme, new RegExp(`^${key}\\s*:`)));
  const text = line === null ? undefined : space.readme?.split(/\r?\n/)[line - 1]?.slice(0, 200);
  const where = line === null ? 'The head of README.md' : `Line ${line} of README.md`;
  return {
    kind: 'config-error',
    sentence:
      said === ''
        ? `${where} is something the Hub cannot follow.`
        : `${where} is something the Hub cannot follow: ${said}${/[.!?]$/.test(said) ? '' : '.'}`,
    lines: text === undefined ? [] : [text],
    remedies: [
      key === undefined || line === null ? null : mended(space, key, line),
      help.edit('README.md', line ?? (space.readme === null ? null : 1), 'Mend it, and it is built again.'),
      help.link(
        'reference',
        'What may stand there',
        'The Hub’s own list.',
        `${space.hubUrl}/docs/hub/spaces-config-reference`,
      ),
    ].filter(isRemedy),
  };
}

/** The Hub counts from behind the first `---`. */
function lineOfYaml(said: string): number | null {
  const line = /\bat line (\d{1,6})\b|\((\d{1,6}):\d{1,6}\)/.exec(said);
  return line === null ? null : Number(line[1] ?? line[2]) + 1;
}

function mended({ readme }: FailureCase, key: string, line: number) {
  const lines = readme?.split('\n') ?? [];
  const old = lines[line - 1] ?? '';
  const ending = old.endsWith('\r') ? '\r' : '';
  if (key === 'colorFrom' || key === 'colorTo') {
    const color: SpaceColor = 'blue';
    return withLine(
      `Use ${color} for ${key}`,
      'One of the eight colours that the Hub has.',
      `${key}: ${color}${ending}`,
    );
  }
  if (key !== 'short_description') return null;
  const words = old
    .slice(old.indexOf(':') + 1)
    .trim()
    .replace(/^(["'])(.*)\1$/, '$2');
  const short = words.slice(0, longestDescription).trim();
  return withLine(
    'Shorten the description',
    'The Hub takes 60 characters.',
    `${key}: ${JSON.stringify(short)}${ending}`,
  );

  function withLine(label: string, why: string, text: string) {
    return help.file(`mend-${key}`, label, why, 'README.md', lines.with(line - 1, text).join('\n'));
  }
}
