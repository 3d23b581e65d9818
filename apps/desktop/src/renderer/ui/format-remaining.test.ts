import { expect, it } from 'vitest';
import { formatRemaining } from './format-remaining.ts';

it('says a time left as exactly as one cares', () => {
  const second = 1_000;
  const minute = 60 * second;
  const hour = 60 * minute;
  expect(
    [0, 400, 40 * second, 61 * second, 59 * minute, 60 * minute, 80 * minute, 75 * hour].map(formatRemaining),
  ).toEqual(['0 s', '1 s', '40 s', '2 min', '59 min', '1 h', '1 h 20 min', '3 days']);
});
