import { expect, it } from 'vitest';
import { splitOf } from './split-of.ts';
import { twinNames } from './twin-names.ts';

it('finds names that differ only by case or Unicode form', () => {
  const twins = twinNames(['Train.jsonl', 'train.jsonl', 'e\u0301.csv', '\u00e9.csv', 'other.csv']);
  expect([...twins.keys()].sort()).toEqual(['Train.jsonl', 'train.jsonl', 'e\u0301.csv', '\u00e9.csv'].sort());
});

it.each([
  ['train.jsonl', 'train'],
  ['data/val.jsonl', 'validation'],
  ['my_dev_set.csv', 'validation'],
  ['validation/part-0.parquet', 'validation'],
  ['data/train-00000-of-00001.parquet', 'train'],
  ['test/train.jsonl', 'train'],
  ['eval2.jsonl', 'test'],
  ['latest.jsonl', null],
  ['training.jsonl', 'train'],
  ['valuable.jsonl', null],
] as const)('%s belongs to %s', (path, split) => {
  expect(splitOf(path)).toBe(split);
});
