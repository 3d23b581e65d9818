import { expect, it } from 'vitest';
import { contextSteps, priceSteps, stepOf } from './filter-steps.ts';

it('stands at any when nothing is asked', () => {
  expect(priceSteps[stepOf(priceSteps, undefined)]).toBeNull();
  expect(contextSteps[stepOf(contextSteps, undefined)]).toBeNull();
});

it('stands at the step that was asked for', () => {
  expect(priceSteps[stepOf(priceSteps, 0.5)]).toBe(0.5);
  expect(contextSteps[stepOf(contextSteps, 32_768)]).toBe(32_768);
});

it('stands at the nearest to an amount between steps, never at any', () => {
  expect(priceSteps[stepOf(priceSteps, 500)]).toBe(20);
  expect(priceSteps[stepOf(priceSteps, 0)]).toBe(0.1);
  expect(contextSteps[stepOf(contextSteps, 100_000)]).toBe(131_072);
  expect(contextSteps[stepOf(contextSteps, 1)]).toBe(8_192);
});
