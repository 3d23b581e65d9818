import { expect, it } from 'vitest';
import { axisWords, placeWords } from './axis-words.ts';
import { formatMetric, metricLabel, shownMetrics } from './metric-words.ts';

it('shows what tells most first, and what is said once about a run not at all', () => {
  const told = ['epoch', 'odd/thing', 'train_runtime', 'num_tokens', 'eval_loss', 'eval_samples_per_second', 'loss'];
  expect(shownMetrics(told)).toEqual(['loss', 'eval_loss', 'num_tokens', 'odd/thing']);
  expect(metricLabel('odd/thing')).toBe('Odd thing');
  expect(metricLabel('grad_norm')).toBe('Gradient norm');
});

it.each([
  [1.23456, '1.235'],
  [0.0231, '0.0231'],
  [0.00019, '1.9e-4'],
  [0.0002, '2e-4'],
  [0, '0'],
  [12_000, '12,000'],
  [12_440_000, '12.44M'],
  [-3.5, '-3.5'],
])('prints %d as %s', (value, words) => {
  expect(formatMetric(value)).toBe(words);
});

it('says where on an axis something is', () => {
  expect(axisWords('step', 1_200)).toBe('1,200');
  expect(axisWords('time', 4_805)).toBe('1:20:05');
  expect(placeWords('time', 65)).toBe('1:05 in');
  expect(placeWords('step', 3)).toBe('step 3');
});
