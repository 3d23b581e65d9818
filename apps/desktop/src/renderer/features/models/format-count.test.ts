import { describe, expect, it } from 'vitest';
import { formatParams, formatTokens } from './format-count.ts';

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
