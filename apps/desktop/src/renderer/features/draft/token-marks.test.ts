import { expect, it } from 'vitest';
import { markWhitespace } from './token-marks.ts';

const shown = (text: string) =>
  markWhitespace(text)
    .map(({ text: piece, mark }) => (mark ? `[${piece}]` : piece))
    .join('');

it('leaves a word alone and shows the space before it', () => {
  expect(shown('word')).toBe('word');
  expect(shown(' word')).toBe('[·]word');
  expect(shown('two words ')).toBe('two words[·]');
});

it('shows line ends and tabs and keeps what they do', () => {
  expect(shown('\n\n')).toBe('[⏎\n][⏎\n]');
  expect(shown('a\r\nb')).toBe('a[⏎\n]b');
  expect(shown('\t')).toBe('[→\t]');
});

it('names what would turn the text around or not be seen', () => {
  expect(shown('a\u202eb')).toBe('a[U+202E]b');
  expect(shown('\u200b')).toBe('[U+200B]');
  expect(shown('')).toBe('');
});
