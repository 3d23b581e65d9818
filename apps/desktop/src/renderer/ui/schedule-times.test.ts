import { expect, it } from 'vitest';
import { isSchedule, nextTimes, scheduleWords, timesAMonth } from './schedule-times.ts';

const fromMs = Date.parse('2026-11-20T12:30:00.000Z');

it('takes presets and five fields, and nothing else', () => {
  expect(['@daily', '0 6 * * 1', '*/15 * * * *'].map(isSchedule)).toEqual([true, true, true]);
  expect(['', 'daily', '0 6 * *', '0 6 * * 1 2026', '99 * * * *', '@midday'].map(isSchedule)).toEqual(
    Array(6).fill(false),
  );
});

it('says it in words, and what it cannot read as it is', () => {
  expect(['@daily', '0 6 * * 1', 'whenever'].map(scheduleWords)).toEqual([
    'Every day at 00:00 UTC',
    'At 06:00, only on Monday, in UTC',
    'whenever',
  ]);
});

it('counts in UTC, whatever the clock of the computer says', () => {
  expect(nextTimes('0 6 * * *', fromMs, 2).map((at) => new Date(at).toISOString())).toEqual([
    '2026-11-21T06:00:00.000Z',
    '2026-11-22T06:00:00.000Z',
  ]);
  expect(nextTimes('whenever', fromMs, 2)).toEqual([]);
});

it('knows how often it is in a month, for what is often and for what is rare', () => {
  expect(timesAMonth('@daily', fromMs)).toBe(30);
  expect(timesAMonth('* * * * *', fromMs)).toBeCloseTo(43_200, 0);
  expect(timesAMonth('@yearly', fromMs)).toBeCloseTo(30 / 365.25, 2);
  expect(timesAMonth('0 0 31 2 *', fromMs)).toBeNull();
});
