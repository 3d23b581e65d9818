import { expect, it } from 'vitest';
import { readDuration, writeDuration } from './read-duration.ts';

it.each([
  ['90', 5_400],
  ['90 min', 5_400],
  ['1 h 30 min', 5_400],
  ['1h30', 5_400],
  ['1.5 hours', 5_400],
  ['1,5 h', 5_400],
  ['2 days 4 h', 187_200],
  ['45 s', 45],
])('reads %s', (text, seconds) => expect(readDuration(text)).toBe(seconds));

it.each(['', 'soon', '30 min 1 h', '1 fortnight', '-5', '1 h 2 h'])('refuses %j', (text) =>
  expect(readDuration(text)).toBeNull(),
);

it('writes what it reads back as the same time', () => {
  for (const seconds of [60, 600, 5_400, 86_400, 187_261]) expect(readDuration(writeDuration(seconds))).toBe(seconds);
  expect(writeDuration(5_400)).toBe('1 h 30 min');
});
