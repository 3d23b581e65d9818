import { describe, expect, it } from 'vitest';
import { formatCompact, formatParams, formatPlural, formatTokens, formatWhole } from './format-count.ts';

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

describe('parameters', () => {
  it('read as makers print them', () => {
    expect([135e6, 1.7e9, 8_030_261_248, 70.6e9, 405e9, 1.04e12].map(formatParams)).toEqual([
      '135M',
      '1.7B',
      '8.03B',
      '70.6B',
      '405B',
      '1.04T',
    ]);
  });
});

describe('context lengths', () => {
  it('count powers of two by 1,024', () => {
    expect([512, 4_096, 8_192, 32_768, 131_072, 1_048_576].map(formatTokens)).toEqual([
      '512',
      '4K',
      '8K',
      '32K',
      '128K',
      '1M',
    ]);
  });

  it('leave round decimal sizes as they are', () => {
    expect([16_000, 200_000, 1_000_000, 2_000_000].map(formatTokens)).toEqual(['16K', '200K', '1M', '2M']);
  });

  it('round what is neither', () => {
    expect(formatTokens(131_071)).toBe('128K');
    expect(formatTokens(10_485_760)).toBe('10M');
  });
});
