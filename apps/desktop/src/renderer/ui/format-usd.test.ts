import { expect, it } from 'vitest';
import { formatUsd } from './format-usd.ts';

it('prints cents, and finer where cents would say nothing', () => {
  expect([0, 0.0042, 0.05, 0.1, 1.2, 1_240].map(formatUsd)).toEqual([
    '$0.00',
    '$0.0042',
    '$0.05',
    '$0.10',
    '$1.20',
    '$1,240.00',
  ]);
});
