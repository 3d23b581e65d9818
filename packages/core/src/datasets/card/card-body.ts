// The text of a dataset's card below its head. Our part of it (what is in it,
// how to load it) stands between two comments and is written anew each time; of
// what a person wrote nothing is touched.
import { splits as splitNames } from '@hubdesk/shared/datasets/check-report';
import type { CardAnswers } from '@hubdesk/shared/datasets/dataset';
import { oneLine } from './card-head.ts';
import type { DraftDescription } from './draft-description.ts';

const begin = '<!-- hubdesk:contents -->';
const end = '<!-- /hubdesk:contents -->';

const formatWords = {
  messages: 'chats (`messages`)',
  'prompt-completion': 'prompts with completions',
  text: 'plain text',
  preference: 'preferences (`chosen` and `rejected`)',
  'unpaired-preference': 'completions judged good or bad',
  prompt: 'prompts',
};

/** `body`: of the card that is there, or null. */
export function cardBody(
  repo: string,
  body: string | null,
  answers: CardAnswers,
  description: DraftDescription,
): { body: string; warnings: string[] } {
  const contents = contentsOf(repo, description);
  if (body === null || body.trim() === '') return { body: `\n${newText(repo, answers)}\n${contents}\n`, warnings: [] };
  const from = body.indexOf(begin);
  const to = body.indexOf(end, from);
  if (from >= 0 && to > from)
    return { body: body.slice(0, from) + contents + body.slice(to + end.length), warnings: [] };
  return {
    body,
    warnings: ['The repository has a card already. Its text stays as it is; only the facts at its head are renewed.'],
  };
}

function newText(repo: string, { title, description }: CardAnswers): string {
  const heading = oneLine(title) || (repo.split('/').at(-1) ?? repo);
  // The person's own words, but for what would be taken for our part.
  const text = description
    .replace(/<!--\s*\/?hubdesk:/g, '<!-- ')
    .replace(/\r\n?/g, '\n')
    .trim();
  return `# ${escaped(heading)}\n${text === '' ? '' : `\n${text}\n`}`;
}

function contentsOf(repo: string, { splits, columns, format, longestRowBytes }: DraftDescription): string {
  const inOrder = splits.toSorted((a, b) => splitNames.indexOf(a.split) - splitNames.indexOf(b.split));
  const rows = inOrder.map(
    (each) => `| ${each.split} | ${code(each.path)} | ${each.rows.toLocaleString('en-US')} | ${sizeWord(each.bytes)} |`,
  );
  const facts = [
    format === null ? null : `Rows are ${formatWords[format]}.`,
    columns.length === 0 ? null : `Columns: ${columns.map(code).join(', ')}.`,
    longestRowBytes === null ? null : `The longest row has ${sizeWord(longestRowBytes)}.`,
  ].filter((each) => each !== null);
  return [
    begin,
    '## Contents',
    '',
    '| split | file | rows | size |',
    '| --- | --- | ---: | ---: |',
    ...rows,
    '',
    ...(facts.length > 0 ? [facts.join(' '), ''] : []),
    '## Use it',
    '',
    '```python',
    'from datasets import load_dataset',
    '',
    `dataset = load_dataset(${JSON.stringify(repo)})`,
    '```',
    end,
  ].join('\n');
}

function code(text: string): string {
  const plain = oneLine(text).replaceAll('|', '\\|');
  return plain.includes('`') ? `\`\` ${plain} \`\`` : `\`${plain}\``;
}

function escaped(text: string): string {
  return text.replace(/[\\`*_{}[\]<>#|]/g, '\\$&');
}

function sizeWord(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit]}`;
}
