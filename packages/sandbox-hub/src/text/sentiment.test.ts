import { expect, test } from 'vitest';
import { sentiment } from './sentiment.ts';

test.each([
  ['I love this, it is a great harbour', 0.7, 1],
  ['This is a terrible, boring waste', -1, -0.7],
  ["It isn't good", -1, -0.5],
  ['not bad', 0.5, 1],
  ['The ferry leaves at nine', 0, 0],
  ['', 0, 0],
])('"%s" sounds between %d and %d', (text, least, most) => {
  expect(sentiment(text)).toBeGreaterThanOrEqual(least);
  expect(sentiment(text)).toBeLessThanOrEqual(most);
});
