import { expect, it } from 'vitest';
import { formatDelay, formatSpeed } from './format-speed.ts';

it('changes the unit of a delay at a second', () => {
  expect([80.4, 999, 1_000, 1_260].map(formatDelay)).toEqual(['80 ms', '999 ms', '1.0 s', '1.3 s']);
});

it('keeps a digit of a speed while it tells something', () => {
  expect([7.42, 61.8, 2_104].map(formatSpeed)).toEqual(['7.4', '62', '2,104']);
});
