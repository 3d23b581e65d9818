import type { CardAnswers } from '@hubdesk/shared/datasets/dataset';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { cardFor } from './card-for.ts';
import { splitCard } from './card-parts.ts';
import type { DraftDescription } from './draft-description.ts';

const answers: CardAnswers = {
  title: 'Harbour questions',
  description: 'Asked at the *quay*.',
  license: 'mit',
  languages: ['en'],
  tags: [],
};
const description: DraftDescription = {
  splits: [
    { split: 'validation', path: 'data/validation.jsonl', rows: 200, bytes: 9_000 },
    { split: 'train', path: 'data/train.jsonl', rows: 1_800, bytes: 81_000 },
  ],
  columns: ['messages'],
  format: 'messages',
  longestRowBytes: 2_345,
};
const made = (
  change: { answers?: Partial<CardAnswers>; description?: Partial<DraftDescription>; existing?: string | null } = {},
) =>
  cardFor({
    repo: 'sandy/harbour',
    answers: { ...answers, ...change.answers },
    description: { ...description, ...change.description },
    existing: change.existing ?? null,
  });
const headOf = (text: string, version: '1.1' | '1.2' = '1.1') => parse(splitCard(text).head ?? '', { version });

describe('a new card', () => {
  it('names the splits and their files, the size, the licence asked for and what a person wrote', () => {
    const { text, warnings } = made();
    expect(text).toMatchInlineSnapshot(`
      "---
      pretty_name: Harbour questions
      license: mit
      language:
        - en
      task_categories:
        - text-generation
      size_categories:
        - 1K<n<10K
      configs:
        - config_name: default
          data_files:
            - split: train
              path: data/train.jsonl
            - split: validation
              path: data/validation.jsonl
      ---

      # Harbour questions

      Asked at the *quay*.

      <!-- hubdesk:contents -->
      ## Contents

      | split | file | rows | size |
      | --- | --- | ---: | ---: |
      | train | \`data/train.jsonl\` | 1,800 | 81.0 kB |
      | validation | \`data/validation.jsonl\` | 200 | 9.0 kB |

      Rows are chats (\`messages\`). Columns: \`messages\`. The longest row has 2.3 kB.

      ## Use it

      \`\`\`python
      from datasets import load_dataset

      dataset = load_dataset("sandy/harbour")
      \`\`\`
      <!-- /hubdesk:contents -->
      "
    `);
    expect(warnings).toEqual([]);
    expect(headOf(text)).toMatchObject({ license: 'mit', size_categories: ['1K<n<10K'] });
  });

  it.each([
    'no',
    'on',
    'y',
    '1e3',
    '2024-01-01',
    'null',
    '~',
    'a: b',
    '# x',
    '- x',
    '"',
    "it's",
    '{x}',
    '&a',
    '*a',
    '!t',
    '---',
    'x\n---\nlicense: gpl',
    '😀',
  ])('keeps the text %j a text in the head, whichever YAML reads it', (word) => {
    const { text } = made({ answers: { title: word, license: word, languages: [word], tags: [word] } });
    const said = word.replace(/\n/g, ' ');
    for (const version of ['1.1', '1.2'] as const) {
      expect(headOf(text, version)).toMatchObject({ pretty_name: said, license: word, language: [word], tags: [said] });
      expect(Object.keys(headOf(text, version))).toHaveLength(7);
    }
  });

  it('keeps a description that looks like a head, or like our own marks, below the head', () => {
    const { text } = made({ answers: { description: '---\nlicense: gpl\n---\n<!-- /hubdesk:contents --> <b>' } });
    expect(headOf(text)).toMatchObject({ license: 'mit' });
    const again = made({ existing: text });
    expect(again.text).toBe(text);
  });

  it('lists several files of a split, and takes their names as names, not as patterns', () => {
    const splits = ['a [1].jsonl', 'b*.jsonl'].map((path) => ({ split: 'train' as const, path, rows: 1, bytes: 5 }));
    expect(headOf(made({ description: { splits } }).text).configs).toEqual([
      { config_name: 'default', data_files: [{ split: 'train', path: ['a [[]1].jsonl', 'b[*].jsonl'] }] },
    ]);
  });

  it.each([
    [0, 'n<1K'],
    [999, 'n<1K'],
    [1_000, '1K<n<10K'],
    [9_999_999, '1M<n<10M'],
    [1e9, '1B<n<10B'],
    [1e13, 'n>1T'],
  ])('calls %i rows %s', (rows, category) => {
    const { text } = made({ description: { splits: [{ split: 'train', path: 'a', rows, bytes: 1 }] } });
    expect(headOf(text).size_categories).toEqual([category]);
  });

  it('says what follows from a licence that is none, another, or not known', () => {
    expect(made({ answers: { license: 'unknown' } }).warnings).toEqual([
      'Without a licence nobody else may use the dataset.',
    ]);
    expect(made({ answers: { license: 'other' } }).warnings[0]).toContain('LICENSE');
    expect(made({ answers: { license: 'mine-1.0' } }).warnings).toEqual([
      'The Hub does not know a licence named mine-1.0.',
    ]);
  });
});

describe('a card that is there already', () => {
  const existing = [
    '---',
    '# who made this',
    'annotations_creators:',
    '- expert   # me',
    'license: cc-by-4.0',
    'tags:',
    '- shore',
    'configs:',
    '- config_name: other',
    '  data_files: other.csv',
    'custom: {keep: "this"}',
    '---',
    '',
    '# My own words',
    '',
    '--- and dashes',
    '',
  ].join('\n');

  it('keeps its comments, its order, its other keys and its text', () => {
    const { text, warnings } = made({ existing, answers: { tags: ['shore', 'tide'] } });
    expect(text).toContain('# who made this\nannotations_creators:\n');
    expect(text).toContain('- expert # me');
    expect(text.endsWith('\n---\n\n# My own words\n\n--- and dashes\n')).toBe(true);
    expect(Object.keys(headOf(text)).slice(0, 5)).toEqual([
      'annotations_creators',
      'license',
      'tags',
      'configs',
      'custom',
    ]);
    expect(headOf(text)).toMatchObject({ license: 'mit', tags: ['shore', 'tide'], custom: { keep: 'this' } });
    expect(headOf(text).configs.map((each: { config_name: string }) => each.config_name)).toEqual(['default', 'other']);
    expect(warnings).toEqual([
      'The card said the licence is cc-by-4.0; now it says mit.',
      'The repository has a card already. Its text stays as it is; only the facts at its head are renewed.',
    ]);
  });

  it('of ours is renewed in our part alone', () => {
    const first = made().text.replace('Asked at the *quay*.', 'Rewritten by hand.').concat('\nAnd more by hand.\n');
    const splits = [{ split: 'train' as const, path: 'train.jsonl', rows: 3, bytes: 30 }];
    const { text, warnings } = made({ existing: first, description: { splits } });
    expect(text).toContain('Rewritten by hand.');
    expect(text).toContain('And more by hand.');
    expect(text).toContain('| train | `train.jsonl` | 3 | 30 bytes |');
    expect(text).not.toContain('validation.jsonl');
    expect(warnings).toEqual([]);
  });

  it('with a head alone gets a text', () => {
    const { text, warnings } = made({ existing: '---\nlicense: mit\n---\n' });
    expect(text).toContain('# Harbour questions');
    expect(warnings).toEqual([]);
  });

  it('without a head gets one, and keeps its text', () => {
    expect(made({ existing: '# Mine\n' }).text).toMatch(/^---\npretty_name: [\s\S]*\n---\n# Mine\n$/);
  });

  it('with Windows line ends keeps them', () => {
    const { text } = made({ existing: existing.replaceAll('\n', '\r\n') });
    expect(text.replaceAll('\r\n', '')).not.toContain('\n');
  });

  it('whose head is no YAML gets a new one, and that is said', () => {
    const { text, warnings } = made({ existing: '---\nlicense: [\n---\nText\n' });
    expect(headOf(text)).toMatchObject({ license: 'mit' });
    expect(text.endsWith('---\nText\n')).toBe(true);
    expect(warnings[0]).toContain('could not be read as YAML');
  });

  it.each([
    'dataset_info:\n  splits:\n  - name: train\n    num_examples: 5',
    'dataset_info:\n- config_name: default\n  splits: []',
  ])('loses counts of earlier files that would keep the new ones from loading', (info) => {
    const { text, warnings } = made({ existing: `---\n${info}\n---\nText\n` });
    expect(headOf(text)).not.toHaveProperty('dataset_info');
    expect(warnings.some((each) => each.includes('dataset_info'))).toBe(true);
  });
});
