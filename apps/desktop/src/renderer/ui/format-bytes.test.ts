import { expect, it } from 'vitest';
import { formatByteRate, formatBytes } from './format-bytes.ts';

it('prints bytes in the units the Hub prints them in', () => {
  expect([0, 1, 812, 4_200, 64_400_000, 1_250_000_000, 12_340_000_000, 250e9].map(formatBytes)).toEqual([
    '0 bytes',
    '1 byte',
    '812 bytes',
    '4.2 kB',
    '64 MB',
    '1.25 GB',
    '12.3 GB',
    '250 GB',
  ]);
});

it('never prints a thousand of one unit', () => {
  expect([999, 999.6, 999_400, 999_600, 999_999_999].map(formatBytes)).toEqual([
    '999 bytes',
    '1.0 kB',
    '999 kB',
    '1.0 MB',
    '1.00 GB',
  ]);
});

it('prints a speed', () => {
  expect(formatByteRate(4_200_000)).toBe('4.2 MB/s');
});
