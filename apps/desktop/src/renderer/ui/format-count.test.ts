import { describe, expect, it } from 'vitest';
import { formatCompact, formatPlural, formatWhole } from './format-count.ts';

describe('counts', () => {
  it('keep three digits and a letter', () => {
    expect([0, 7, 999, 1_000, 12_340, 120_000, 2_000_000].map(formatCompact)).toEqual([
      '0',
      '7',
      '999',
      '1.00K',
      '12.3K',
      '120K',
      '2.00M',
    ]);
  });

  it('are grouped where every digit matters', () => {
    expect(formatWhole(120_000)).toBe('120,000');
  });

  it('agree with their noun', () => {
    expect(formatPlural(1, 'model')).toBe('1 model');
    expect(formatPlural(0, 'model')).toBe('0 models');
    expect(formatPlural(12_000, 'reply', 'replies')).toBe('12,000 replies');
  });
});
