import { expect, it } from 'vitest';
import { formatDuration, formatSeconds } from './format-duration.ts';

it.each([
  [0, '1 ms'],
  [84.6, '85 ms'],
  [612, '0.6 s'],
  [9_949, '9.9 s'],
  [9_951, '10 s'],
  [59_400, '59 s'],
  [59_600, '1 min'],
  [65_000, '1 min 5 s'],
])('%d ms reads "%s"', (durationMs, words) => {
  expect(formatDuration(durationMs)).toBe(words);
});

it('never says that a thought took no time', () => {
  expect(formatSeconds(120)).toBe('1 s');
  expect(formatSeconds(3_200)).toBe('3 s');
});
