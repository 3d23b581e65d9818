import { describe, expect, it } from 'vitest';
import { datasetGlob } from './dataset-glob.ts';

describe('a pattern of data_files', () => {
  it.each([
    ['train.jsonl', ['train.jsonl'], ['a/train.jsonl', 'train_jsonl', 'train.jsonl2']],
    ['./train.jsonl', ['train.jsonl'], []],
    ['data/*.csv', ['data/a.csv', 'data/.csv'], ['data/b/a.csv', 'a.csv']],
    ['data/train-*', ['data/train-00000-of-00001.parquet'], ['data/test-0', 'data/train-a/b']],
    ['**', ['a', 'a/b/c'], []],
    ['**/*.json', ['a.json', 'x/y/a.json'], ['a.jsonl']],
    ['a/**/b', ['a/b', 'a/x/b', 'a/x/y/b'], ['ab', 'a/xb', 'a/x/b/c']],
    ['a/**', ['a/b', 'a/b/c'], ['b/a']],
    ['part-?.txt', ['part-1.txt'], ['part-10.txt', 'part-/.txt']],
    ['part-[0-3x].txt', ['part-2.txt', 'part-x.txt'], ['part-4.txt']],
    ['part-[!0-3].txt', ['part-4.txt'], ['part-2.txt']],
    ['train [[]1].jsonl', ['train [1].jsonl'], ['train 1.jsonl']],
    ['a[', ['a['], ['a']],
    ['{a,b}', ['{a,b}'], ['a']],
  ])('%s', (pattern, those, others) => {
    const matches = datasetGlob(pattern);
    expect(those.filter((path) => !matches(path))).toEqual([]);
    expect(others.filter((path) => matches(path))).toEqual([]);
  });

  it('is not made slow by a card that tries to', () => {
    const matches = datasetGlob(`${'*a'.repeat(60)}b`);
    const began = performance.now();
    expect(matches('a'.repeat(1_000))).toBe(false);
    expect(performance.now() - began).toBeLessThan(1_000);
  });
});
