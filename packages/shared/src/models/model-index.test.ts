import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isForgivable, wordsOf } from './id-words.ts';
import { expectedIds } from './model-index.fixture.ts';
import type { ModelIndex, ModelQuery } from './model-index.ts';
import { createModelIndex } from './model-index.ts';
import { modelRow, offer } from './model-row.fixture.ts';
import type { ModelRow } from './model-row.ts';
import { modelSorts } from './model-sort.ts';
import { oneTypos } from './one-typo.fixture.ts';

function indexOf(rows: readonly ModelRow[]): ModelIndex {
  const index = createModelIndex();
  index.add(rows);
  return index;
}

function ids(index: ModelIndex, query: ModelQuery): string[] {
  return Array.from(index.query(query), (number) => index.row(number).id);
}

/** Rows in the order of their downloads. */
function popular(...names: string[]): ModelRow[] {
  return names.map((id, index) => modelRow(id, { downloads: 1000 - index }));
}

describe('searching by text', () => {
  const index = indexOf(
    popular(
      'meta-llama/Llama-3.1-8B-Instruct',
      'meta-llama/Llama-3.1-8B',
      'mistralai/Mistral-7B-Instruct-v0.3',
      'NousResearch/TinyLlama-3.1-8b-instruct',
      'deepseek-ai/DeepSeek-R1',
      'google/gemma-2-9b-it',
      'someone/gemna-oddity',
      'Qwen/Qwen2.5-Coder-32B-Instruct',
    ),
  );

  it('wants every word, in any order, whatever separates them', () => {
    expect(ids(index, { text: 'instruct_8b/LLAMA' })).toEqual([
      'meta-llama/Llama-3.1-8B-Instruct',
      'NousResearch/TinyLlama-3.1-8b-instruct',
    ]);
  });

  it('puts the model whose whole id or name was typed first, however popular others are', () => {
    expect(ids(index, { text: 'Llama-3.1-8B' })[0]).toBe('meta-llama/Llama-3.1-8B');
    expect(ids(index, { text: 'meta-llama/llama-3.1-8b' })[0]).toBe('meta-llama/Llama-3.1-8B');
  });

  it('forgives one typo in each word', () => {
    expect(ids(index, { text: 'lama instuct 8b' })).toEqual([
      'meta-llama/Llama-3.1-8B-Instruct',
      'NousResearch/TinyLlama-3.1-8b-instruct',
    ]);
    expect(ids(index, { text: 'mitsral' })).toEqual(['mistralai/Mistral-7B-Instruct-v0.3']);
  });

  it.each(modelSorts)('puts what was typed before what was nearly typed when sorting by %s', (sort) => {
    expect(ids(index, { text: 'gemna', sort })).toEqual(['someone/gemna-oddity', 'google/gemma-2-9b-it']);
  });

  it('does not take one size for another', () => {
    expect(ids(index, { text: 'llama 70b' })).toEqual([]);
  });

  it('finds neighbouring words typed as one, and one word typed as two', () => {
    expect(ids(index, { text: 'llama3' })).toContain('meta-llama/Llama-3.1-8B');
    expect(ids(index, { text: 'deepseekr1' })).toEqual(['deepseek-ai/DeepSeek-R1']);
    expect(ids(index, { text: 'tiny lama' })).toEqual(['NousResearch/TinyLlama-3.1-8b-instruct']);
    expect(ids(index, { text: 'qwen 2.5' })).toEqual(['Qwen/Qwen2.5-Coder-32B-Instruct']);
  });

  it('finds everything for nothing and for separators', () => {
    expect(ids(index, { text: ' -/ ' })).toHaveLength(index.size);
  });

  it('is not upset by anything pasted', () => {
    expect(ids(index, { text: 'x'.repeat(10_000_000) })).toEqual([]);
    expect(ids(index, { text: '\n\u0000🦙\\ud800(.*' })).toEqual([]);
  });
});

// A small alphabet, so that words begin, contain and nearly equal each other.
const word = fc.string({ unit: fc.constantFrom('a', 'b', 'B', 'c', '1', '2'), minLength: 1, maxLength: 7 });
const name = fc.array(fc.tuple(word, fc.constantFrom('-', '_', '.')), { minLength: 1, maxLength: 4 }).map((words) =>
  words
    .map(([text, separator]) => text + separator)
    .join('')
    .slice(0, -1),
);
const said = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value, { nil: null, freq: 4 });
const anOffer = fc
  .record({
    provider: fc.constantFrom('groq', 'novita', 'cohere'),
    status: fc.constantFrom('live', 'live', 'live', 'error'),
    contextLength: said(fc.constantFrom(0, 4096, 131_072)),
    outputUsdPerMTok: said(fc.constantFrom(0, 0.25, 0.5, 2)),
    isFree: fc.boolean(),
    tools: said(fc.boolean()),
    structuredOutput: said(fc.boolean()),
    firstTokenMs: said(fc.constantFrom(90, 200)),
    tokensPerSecond: said(fc.constantFrom(0, 12.5, 310.5)),
  })
  .map(({ provider, ...facts }) => offer(provider, facts));
const rows = fc
  .uniqueArray(
    fc.record({
      id: fc.tuple(name, name).map((parts) => parts.join('/')),
      likes: fc.constantFrom(0, 1, 3_000_000_000),
      trending: fc.constantFrom(0, 0, 7),
      createdAt: said(fc.constantFrom('2024-02-29T00:00:00.000Z', '2026-01-01T10:00:00Z', 'soon')),
      license: said(fc.constantFrom('mit', 'apache-2.0')),
      gated: fc.constantFrom<ModelRow['gated'][]>(false, 'auto', 'manual'),
      offers: fc.array(anOffer, { maxLength: 3 }),
    }),
    { minLength: 1, maxLength: 40, selector: ({ id }) => id.toLowerCase() },
  )
  .chain((all) =>
    // Distinct downloads leave no two orders that are equally right.
    fc
      .shuffledSubarray(
        all.map((_, index) => index),
        { minLength: all.length },
      )
      .map((downloads) =>
        all.map(({ id, ...facts }, index) => modelRow(id, { ...facts, downloads: downloads[index] ?? 0 })),
      ),
  );
const filters = fc.record(
  {
    providers: fc.subarray(['groq', 'novita', 'nobody']),
    maxOutputUsdPerMTok: fc.constantFrom(0, 0.25, 1),
    minContextLength: fc.constantFrom(0, 4096, 8192),
    tools: fc.boolean(),
    structuredOutput: fc.boolean(),
    freeOnly: fc.boolean(),
    licenses: fc.subarray(['mit', 'none']),
    hideGated: fc.boolean(),
  },
  { requiredKeys: [] },
);
const text = fc.array(word, { maxLength: 3 }).map((words) => words.join(' '));
const query: fc.Arbitrary<ModelQuery> = fc.record(
  { text, filters, sort: fc.constantFrom(...modelSorts), descending: fc.boolean() },
  { requiredKeys: [] },
);

describe('whatever is asked', () => {
  it('the answer is that of the slow and obvious way', () => {
    fc.assert(
      fc.property(rows, fc.array(query, { minLength: 1, maxLength: 4 }), (all, queries) => {
        const index = indexOf(all);
        for (const each of queries) expect(ids(index, each)).toEqual(expectedIds(all, each));
      }),
      { numRuns: 250 },
    );
  });

  it('the answer while typing is the same as for the whole text at once', () => {
    fc.assert(
      fc.property(rows, text, (all, typed) => {
        const index = indexOf(all);
        for (let length = 1; length <= typed.length; length += 1) {
          const part = { text: typed.slice(0, length) };
          expect(ids(index, part)).toEqual(ids(indexOf(all), part));
        }
      }),
      { numRuns: 60 },
    );
  });

  it('rows that arrive in pages, between questions, are found as if they had all been there', () => {
    fc.assert(
      fc.property(rows, query, fc.integer({ min: 1, max: 7 }), (all, each, pageSize) => {
        const index = createModelIndex();
        for (let start = 0; start < all.length; start += pageSize) {
          index.add(all.slice(start, start + pageSize));
          expect(ids(index, each)).toEqual(expectedIds(all.slice(0, start + pageSize), each));
        }
      }),
      { numRuns: 60 },
    );
  });

  it('a model is found by any of its words with any one typo that leaves a word to tell by', () => {
    fc.assert(
      fc.property(rows, fc.nat(), (all, seed) => {
        const index = indexOf(all);
        const chosen = all[seed % all.length]!;
        const words = wordsOf(chosen.id).filter((each) => each.length >= 3 && isForgivable(each));
        for (const each of words) {
          for (const typed of oneTypos(each, 'ab1x')) {
            if (isForgivable(typed)) expect(ids(index, { text: typed }), `${each} typed ${typed}`).toContain(chosen.id);
          }
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('filtering', () => {
  it('wants one live offer with everything asked of an offer', () => {
    const index = indexOf([
      modelRow('a/split', { offers: [offer('groq', { tools: true }), offer('novita', { outputUsdPerMTok: 0.1 })] }),
      modelRow('a/both', { offers: [offer('groq', { tools: true, outputUsdPerMTok: 0.1 })] }),
      modelRow('a/down', { offers: [offer('groq', { status: 'error', tools: true, outputUsdPerMTok: 0.1 })] }),
    ]);
    expect(ids(index, { filters: { tools: true, maxOutputUsdPerMTok: 1 } })).toEqual(['a/both']);
  });

  it('takes notice of a filter that changed and of one that is equal', () => {
    const index = indexOf([modelRow('a/mit', { license: 'mit' }), modelRow('a/gated', { gated: 'auto' })]);
    expect(ids(index, { filters: { hideGated: true } })).toEqual(['a/mit']);
    expect(ids(index, { filters: { hideGated: true } })).toEqual(['a/mit']);
    expect(ids(index, { filters: {} })).toEqual(['a/mit', 'a/gated']);
    expect(ids(index, { filters: { licenses: ['gpl'] } })).toEqual([]);
  });
});

describe('sorting', () => {
  it.each([false, true])('puts what is not known last (descending: %s)', (descending) => {
    const index = indexOf([
      modelRow('a/unknown', { downloads: 9 }),
      modelRow('a/known', { offers: [offer('groq', { outputUsdPerMTok: 1 })] }),
      modelRow('a/down', { downloads: 5, offers: [offer('groq', { status: 'error', outputUsdPerMTok: 1 })] }),
    ]);
    expect(ids(index, { sort: 'price', descending })).toEqual(['a/known', 'a/unknown', 'a/down']);
  });
});

describe('a row given again', () => {
  it('replaces what was known and keeps its number', () => {
    const index = indexOf([modelRow('a/one', { downloads: 5, license: 'mit' }), modelRow('a/two', { downloads: 1 })]);
    index.query({ text: 'one' });
    index.add([modelRow('a/one', { license: 'gpl', offers: [offer('groq')] }), modelRow('a/three', { downloads: 3 })]);
    expect(index.size).toBe(3);
    expect(index.find('a/one')).toBe(0);
    expect(ids(index, { sort: 'downloads' })).toEqual(['a/three', 'a/two', 'a/one']);
    expect(ids(index, { filters: { licenses: ['mit'] } })).toEqual([]);
    expect(ids(index, { filters: { providers: ['groq'] } })).toEqual(['a/one']);
  });
});

describe('pinned models', () => {
  const index = indexOf(popular('a/llama-1', 'b/llama-2', 'c/llama-3', 'd/lxama-4'));

  it('come first in their own order, the others behind in theirs', () => {
    expect(ids(index, { pinned: ['c/llama-3', 'gone/model', 'b/llama-2'] })).toEqual([
      'c/llama-3',
      'b/llama-2',
      'a/llama-1',
      'd/lxama-4',
    ]);
  });

  it('stay behind where only a typo finds them, and out where they do not match', () => {
    expect(ids(index, { text: 'llama', pinned: ['d/lxama-4', 'b/llama-2'] })).toEqual([
      'b/llama-2',
      'a/llama-1',
      'c/llama-3',
      'd/lxama-4',
    ]);
    expect(ids(index, { text: 'llama-1', pinned: ['b/llama-2'] })).toEqual(['a/llama-1']);
  });
});

it('answers may be kept and written to', () => {
  const index = indexOf(popular('a/llama-1', 'b/llama-2'));
  const first = index.query({});
  first.fill(0);
  expect([...index.query({})]).toEqual([0, 1]);
});

it('refuses a row number that it never gave', () => {
  expect(() => createModelIndex().row(0)).toThrow(RangeError);
});
