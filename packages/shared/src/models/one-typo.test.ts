import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mayMean, oneTypos } from './one-typo.fixture.ts';
import { findOneTypo, wordEdge } from './one-typo.ts';
import { WordList } from './word-list.ts';

function found(words: readonly string[], typed: string): Set<string> {
  const list = new WordList();
  list.append(words);
  const meant = new Set<string>();
  findOneTypo(list.text, typed, (at) => meant.add(words[list.wordAt(at)] ?? wordEdge));
  return meant;
}

describe('finding a misspelt word', () => {
  it.each([
    ['a letter too many', 'llamma'],
    ['a missing letter', 'lama'],
    ['a wrong letter', 'llana'],
    ['a wrong first letter', 'klama'],
    ['swapped letters', 'lalma'],
    ['letters swapped where the halves meet', 'lalma'],
  ])('forgives %s', (_, typed) => {
    expect(found(['qwen', 'llama', 'mistral'], typed)).toEqual(new Set(['llama']));
  });

  it('does not forgive two', () => {
    expect(found(['llama', 'mistral'], 'mitsrla')).toEqual(new Set());
  });

  it('looks for five letters and more inside of words, for four at their beginning, for three only as a whole', () => {
    expect(found(['openhermes'], 'hemres')).toEqual(new Set(['openhermes']));
    expect(found(['openhermes', 'hermesx'], 'hrme')).toEqual(new Set(['hermesx']));
    expect(found(['phi', 'phix', 'phixx'], 'pji')).toEqual(new Set(['phi']));
  });

  it('finds what the slow and obvious way finds', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '1'), minLength: 1, maxLength: 8 });
    const typed = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '1'), minLength: 3, maxLength: 8 });
    fc.assert(
      fc.property(fc.uniqueArray(word, { minLength: 1, maxLength: 12 }), typed, (words, text) => {
        const meant = words.filter((each) => mayMean(text, each));
        // Exact parts of words are the searcher's to find; reporting them as well is allowed.
        const reported = [...found(words, text)].filter((each) => !each.includes(text));
        expect(new Set(reported)).toEqual(new Set(meant.filter((each) => !each.includes(text))));
      }),
      { numRuns: 400 },
    );
  });

  it('finds a word by every typo that leaves three letters', () => {
    for (const typed of oneTypos('gemma', 'abcdefghijklmnopqrstuvwxyz0123456789')) {
      if (!'gemma'.includes(typed)) expect(found(['qwen', 'gemma', 'phi'], typed), typed).toContain('gemma');
    }
  });
});
