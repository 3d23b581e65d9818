import { describe, expect, it } from 'vitest';
import { formatCost } from './format-cost.ts';

describe('an estimated price', () => {
  it.each([
    [0.0004, 'about $0.0004'],
    [0.000038, 'about $0.000038'],
    [0.01234, 'about $0.012'],
    [0.126, 'about $0.13'],
    [12.5, 'about $12.50'],
    [0.000003, 'less than $0.00001'],
  ])('of %d reads "%s"', (costUsd, words) => {
    expect(formatCost(costUsd)).toBe(words);
  });

  it('tells a free answer from one whose price nobody knows', () => {
    expect(formatCost(0)).toBe('free');
    expect(formatCost(null)).toBe('price unknown');
  });
});
