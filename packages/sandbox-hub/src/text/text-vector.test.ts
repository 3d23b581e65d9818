import { expect, test } from 'vitest';
import { similarity, textVector } from './text-vector.ts';

const vector = (text: string) => textVector(text, 384);

test('a vector has unit length and is the same in every run', () => {
  expect(similarity(vector('the tide comes in'), vector('the tide comes in'))).toBeCloseTo(1, 12);
  expect(vector('tide').length).toBe(384);
  expect(textVector('a', 8)).toEqual(textVector('a', 8));
});

test('texts that share words are nearer than texts that do not', () => {
  const asked = vector('When does the harbour open on Sunday?');
  const near = similarity(asked, vector('On Sunday the harbour opens at nine.'));
  const far = similarity(asked, vector('Gradient descent adjusts weights.'));
  expect(near).toBeGreaterThan(0.3);
  expect(far).toBeLessThan(near / 2);
});

test('two models have different vectors for the same text', () => {
  expect(textVector('tide', 64, { salt: 'a/one' })).not.toEqual(textVector('tide', 64, { salt: 'b/two' }));
});

test('a text without a word is all zeros', () => {
  expect(textVector(' — ', 4)).toEqual([0, 0, 0, 0]);
});
