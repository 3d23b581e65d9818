import { expect, it } from 'vitest';
import { createModelIndex } from '@hubdesk/shared/models/model-index';
import { aModel, anOffer } from './a-model.fixture.ts';
import { findModels, type Sought } from './find-models.ts';

const index = createModelIndex();
index.add([
  aModel({ id: 'acme/llama-8b', downloads: 10, trending: 1 }),
  aModel({ id: 'acme/chat-llama-70b', downloads: 30, trending: 3 }),
  aModel({
    id: 'other/qwen-7b',
    downloads: 20,
    trending: 9,
    offers: [anOffer({ provider: 'groq', outputUsdPerMTok: 0.1 })],
  }),
]);

function found(sought: Partial<Sought>): string[] {
  const numbers = findModels(index, { text: '', search: {}, only: null, ...sought });
  return Array.from(numbers, (number) => index.row(number).id);
}

it('begins with the most downloaded', () => {
  expect(found({})).toEqual(['acme/chat-llama-70b', 'other/qwen-7b', 'acme/llama-8b']);
});

it('puts the best match first while words are typed', () => {
  expect(found({ text: 'llama' })).toEqual(['acme/llama-8b', 'acme/chat-llama-70b']);
});

it('keeps to the order the person chose', () => {
  expect(found({ text: 'llama', search: { sort: 'downloads' } })).toEqual(['acme/chat-llama-70b', 'acme/llama-8b']);
  expect(found({ text: 'llama', search: { sort: 'trending' } })).toEqual(['acme/chat-llama-70b', 'acme/llama-8b']);
  expect(found({ search: { sort: 'price' } })[0]).toBe('other/qwen-7b');
});

it('filters by what the address says', () => {
  expect(found({ search: { providers: ['groq'] } })).toEqual(['other/qwen-7b']);
});

it('keeps recent models in their own order and leaves out what is not listed', () => {
  const only = ['acme/llama-8b', 'gone/model', 'other/qwen-7b'];
  expect(found({ only })).toEqual(['acme/llama-8b', 'other/qwen-7b']);
  expect(found({ only, search: { sort: 'downloads' } })).toEqual(['other/qwen-7b', 'acme/llama-8b']);
  expect(found({ only, text: 'qwen' })).toEqual(['other/qwen-7b']);
});
