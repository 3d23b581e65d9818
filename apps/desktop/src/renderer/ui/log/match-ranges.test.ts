import { expect, it } from 'vitest';
import { ansiSpans } from './ansi-spans.ts';
import { markSpans } from './match-ranges.ts';

const marked = (line: string, text: string) =>
  markSpans(ansiSpans(line), text).map((span) => (span.isMatch ? `[${span.text}]` : span.text));

it('marks every place, whatever its case', () => {
  expect(marked('Error: an error', 'ERROR')).toEqual(['[Error]', ': an ', '[error]']);
});

it('marks across colours', () => {
  expect(marked('a\u001b[31mER\u001b[0mROR b', 'error')).toEqual(['a', '[ER]', '[ROR]', ' b']);
});

it('marks nothing for an empty text, and touching places each by itself', () => {
  expect(marked('abab', '')).toEqual(['abab']);
  expect(marked('abab', 'ab')).toEqual(['[ab]', '[ab]']);
});

it('marks nothing where a letter changes its length with its case', () => {
  expect(marked('İ error', 'error')).toEqual(['İ error']);
});
