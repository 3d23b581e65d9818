import { expect, test } from 'vitest';
import { randomFrom } from '../ids.ts';
import { freshWeights, TinyNetwork, WEIGHT_NAMES, wordBuckets, zeroWeights, type TinyShape } from './tiny-network.ts';

const SHAPE: TinyShape = { context: 3, byteWidth: 2, buckets: 8, wordWidth: 2, hidden: 4 };

test('the odds of all bytes sum to one', () => {
  const network = new TinyNetwork(SHAPE, freshWeights(SHAPE, randomFrom(1)));
  const odds = network.forward({ bytes: new Uint8Array([1, 2, 3]), at: 2, buckets: [1] });
  expect(odds.reduce((sum, odd) => sum + odd, 0)).toBeCloseTo(1, 4);
});

test('the gradient that was worked out by hand is the slope of the loss', () => {
  const weights = freshWeights(SHAPE, randomFrom(7));
  for (const value of weights.outputWeight.keys())
    weights.outputWeight[value] = (weights.outputWeight[value] ?? 0) * 40;
  const network = new TinyNetwork(SHAPE, weights);
  const position = { bytes: new Uint8Array([65, 66, 65, 67]), at: 3, buckets: [2, 5] };
  const gradient = zeroWeights(SHAPE);
  network.backward(position, gradient, 1);
  const lossNow = () => -Math.log(network.forward(position)[67] ?? 0);

  const STEP = 1e-2;
  for (const name of WEIGHT_NAMES) {
    const steepest = gradient[name].reduce(
      (best, slope, index, all) => (Math.abs(slope) > Math.abs(all[best] ?? 0) ? index : best),
      0,
    );
    for (const index of [steepest, 0, gradient[name].length - 1]) {
      const before = weights[name][index] ?? 0;
      weights[name][index] = before + STEP;
      const above = lossNow();
      weights[name][index] = before - STEP;
      const below = lossNow();
      weights[name][index] = before;
      expect(gradient[name][index], `${name}[${index}]`).toBeCloseTo((above - below) / (2 * STEP), 3);
    }
    expect(Math.abs(gradient[name][steepest] ?? 0), name).toBeGreaterThan(1e-4);
  }
});

test('the words of a question fall into the same buckets in any case and order', () => {
  expect(wordBuckets('What is LoRA?', SHAPE).sort()).toEqual(wordBuckets('lora is what', SHAPE).sort());
  expect(wordBuckets('', SHAPE)).toEqual([]);
});
