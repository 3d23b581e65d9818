import { expect, it } from 'vitest';
import { createModelIndex } from '@hubdesk/shared/models/model-index';
import { aModel, anOffer } from './a-model.fixture.ts';
import { relaxations } from './relaxations.ts';

const index = createModelIndex();
index.add([
  aModel({ id: 'acme/llama-8b', license: 'mit' }),
  aModel({ id: 'acme/llama-70b', license: 'llama3', offers: [anOffer({ tools: false })] }),
  aModel({ id: 'acme/qwen-7b', license: 'llama3', gated: 'auto' }),
]);

const proposed = (...sought: Parameters<typeof relaxations>[1][]) =>
  sought.flatMap((each) => relaxations(index, each).map(({ label, count }) => `${label}: ${count}`));

it('proposes to let go of what stands in the way, the most fruitful first', () => {
  const search = { licenses: ['llama3'], tools: true, hideGated: true } as const;
  expect(proposed({ text: '', search: { ...search, licenses: [...search.licenses] }, only: null })).toEqual([
    'Without any filter: 3',
    'Without “Tools”: 1',
    'Without “llama3”: 1',
    'Without “Not gated”: 1',
  ]);
});

it('proposes to let go of the words', () => {
  expect(proposed({ text: 'mixtral', search: {}, only: null })).toEqual(['Without the words: 3']);
});

it('proposes to look among all models', () => {
  expect(proposed({ text: '', search: { show: 'favourites' }, only: [] })).toEqual(['Among all models: 3']);
});

it('proposes nothing that would bring nothing', () => {
  expect(proposed({ text: 'mixtral', search: { free: true }, only: null })).toEqual([]);
});
