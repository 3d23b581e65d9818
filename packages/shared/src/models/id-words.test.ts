import { describe, expect, it } from 'vitest';
import { isForgivable, typedWords, wordsOf } from './id-words.ts';

describe('the words of an id', () => {
  it('are told apart by every separator alike, in small letters', () => {
    expect(wordsOf('meta-llama/Llama_3.1 8B\tInstruct\u00a0GGUF')).toEqual([
      'meta',
      'llama',
      'llama',
      '3',
      '1',
      '8b',
      'instruct',
      'gguf',
    ]);
  });

  it('are none in separators alone', () => {
    expect(wordsOf(' -_./ ')).toEqual([]);
  });

  it('are read from the beginning only of a text far too long', () => {
    expect(typedWords(` llama ${'x'.repeat(10_000_000)}`).map((word) => word.length)).toEqual([5, 250]);
  });
});

it.each(['7b', '70b', '405b', '2024', '128k', 'ai', 'r1'])('"%s" is never taken for a misspelling', (word) => {
  expect(isForgivable(word)).toBe(false);
});

it.each(['phi', 'qwen2', '4bit', 'llama'])('"%s" may be a misspelling', (word) => {
  expect(isForgivable(word)).toBe(true);
});
