import { describe, expect, it } from 'vitest';
import { splitsOf } from './dataset-splits.ts';

const brief = (paths: string[], readme = '') =>
  splitsOf(paths, readme).map(({ config, split, paths: files }) => `${config}/${split}: ${files.join(' ')}`);
const card = (yaml: string) => `---\n${yaml}\n---\n# Text\n`;

describe('splits without a card', () => {
  it('are read from the words in file names', () => {
    expect(brief(['README.md', 'val.jsonl', 'my-train.jsonl', 'test_2.jsonl', 'other.jsonl'])).toEqual([
      'default/train: my-train.jsonl',
      'default/validation: val.jsonl',
      'default/test: test_2.jsonl',
    ]);
    // A word is a word only when something other than letters stands around it.
    expect(brief(['trained.csv', 'latest.csv'])).toEqual(['default/train: latest.csv trained.csv']);
  });

  it('are read from folders first, and from shards before both', () => {
    expect(brief(['train/a.csv', 'eval-1/b.csv', 'test.csv'])).toEqual([
      'default/train: train/a.csv',
      'default/test: eval-1/b.csv',
    ]);
    expect(
      brief([
        'data/train-00000-of-00002.parquet',
        'data/train-00001-of-00002.parquet',
        'data/mine-00000-of-00001.parquet',
        'test/x.parquet',
      ]),
    ).toEqual([
      'default/train: data/train-00000-of-00002.parquet data/train-00001-of-00002.parquet',
      'default/mine: data/mine-00000-of-00001.parquet',
    ]);
  });

  it('are all of one kind, and of what is data', () => {
    expect(brief(['a.csv', 'b.csv', 'c.jsonl', 'notes.md', '.hidden.csv', '__x/d.csv', 'config.json'])).toEqual([
      'default/train: a.csv b.csv',
    ]);
    expect(brief(['a.csv', 'b.parquet'])).toEqual(['default/train: b.parquet']);
    expect(brief(['a.jsonl.gz'])).toEqual(['default/train: a.jsonl.gz']);
    expect(brief(['README.md', 'photo.png'])).toEqual([]);
  });
});

describe('splits of a card', () => {
  it('are the files its patterns name', () => {
    const yaml =
      'configs:\n- config_name: default\n  data_files:\n  - {split: train, path: data/*.jsonl}\n  - split: validation\n    path: [a.jsonl, b.jsonl]\n- config_name: second\n  data_files: x.csv';
    expect(brief(['data/1.jsonl', 'data/2.jsonl', 'a.jsonl', 'b.jsonl', 'metadata.json', 'x.csv'], card(yaml))).toEqual(
      ['default/train: data/1.jsonl data/2.jsonl', 'default/validation: a.jsonl b.jsonl', 'second/train: x.csv'],
    );
  });

  it('are looked for in its folder', () => {
    expect(
      brief(['en/train.csv', 'en/test.csv', 'de/train.csv'], card('configs:\n- config_name: en\n  data_dir: ./en/')),
    ).toEqual(['en/train: en/train.csv', 'en/test: en/test.csv']);
  });

  it.each(['configs: 5', 'configs:\n- {data_files: a.csv}', 'configs: [', ': : :', 'a: &a [*a]'])(
    'are as without it when it says %j',
    (yaml) => {
      expect(brief(['train.csv'], card(yaml))).toEqual(['default/train: train.csv']);
    },
  );
});
