import { expect, it } from 'vitest';
import { trainingMethods } from '@hubdesk/shared/datasets/training-format';
import { parseDraftSearch } from './draft-search.ts';

it('keeps what makes sense and leaves out the rest', () => {
  expect(
    parseDraftSearch({
      part: 'tokens',
      show: 'leak',
      file: 'a.jsonl',
      row: 7,
      max: 2_048,
      method: 'dpo',
      q: 12,
      view: 'x',
    }),
  ).toEqual({ part: 'tokens', show: 'leak', file: 'a.jsonl', row: 7, max: 2_048, method: 'dpo', q: '12' });
  expect(parseDraftSearch({ part: 'check', show: {}, row: -1, max: 0.5, method: {}, q: '' })).toEqual({});
});

it('knows every method there is', () => {
  for (const method of trainingMethods) expect(parseDraftSearch({ method })).toEqual({ method });
});
