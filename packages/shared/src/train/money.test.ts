import { expect, it } from 'vitest';
import { worstUsd } from './money.ts';

it('counts begun minutes up to the timeout', () => {
  expect(worstUsd({ usdPerMinute: 0.02 }, 600)).toBeCloseTo(0.2);
  expect(worstUsd({ usdPerMinute: 0.02 }, 601)).toBeCloseTo(0.22);
});

it('says nothing of hardware without a price', () => {
  expect(worstUsd({ usdPerMinute: null }, 600)).toBeNull();
});
