import { expect, it } from 'vitest';
import { readHidden } from './visible-controls.ts';

const shown = (text: string) =>
  readHidden(text)
    .map(({ text, name }) => name ?? text)
    .join('');

it.each([
  ['access\u202Elevel', 'accessU+202Elevel'],
  ['a\u2066b\u2069', 'aU+2066bU+2069'],
  ['zero\u200Bwidth', 'zeroU+200Bwidth'],
  ['\u0007bell and \u001B[31m', 'U+0007bell and U+001B[31m'],
  ['\uFEFFmark', 'U+FEFFmark'],
  ['x\u{E0041}y', 'xU+E0041y'],
])('names the hidden character in %j', (text, words) => {
  expect(shown(text)).toBe(words);
});

it.each(['a\tb\nc', '👩‍🔬', 'می‌خواهم', '🏴󠁧󠁢󠁳󠁣󠁴󠁿', 'مرحبا', 'café'])('leaves %j as it is', (text) => {
  expect(readHidden(text).every(({ name }) => name === null)).toBe(true);
  expect(shown(text)).toBe(text);
});
