import { describe, expect, it } from 'vitest';
import { formatPrice } from './format-price.ts';

describe('a price per million tokens', () => {
  it('shows cents', () => {
    expect([0.06, 0.6, 3, 12.5].map(formatPrice)).toEqual(['$0.06', '$0.60', '$3.00', '$12.50']);
  });

  it('drops the cents of whole tens', () => {
    expect([10, 15, 1_200].map(formatPrice)).toEqual(['$10', '$15', '$1,200']);
  });

  it('never rounds a small price down to nothing', () => {
    expect([0.0025, 0.000_04].map(formatPrice)).toEqual(['$0.0025', '$0.00004']);
  });

  it('calls nothing free but nothing', () => {
    expect(formatPrice(0)).toBe('Free');
  });
});
