import { expect, it } from 'vitest';
import { inOneLine, laidOut } from './json-layout.ts';

const row = '{"id":12345678901234567890,"a":1,"a":2,"x":1.0,"t":"one\\ntwo  three"}';

it('spreads a row over lines without touching a value', () => {
  expect(laidOut(row).split('\n')).toEqual([
    '{',
    '  "id": 12345678901234567890,',
    '  "a": 1,',
    '  "a": 2,',
    '  "x": 1.0,',
    '  "t": "one\\ntwo  three"',
    '}',
  ]);
});

it('joins it again to what it was but for spaces', () => {
  const joined = inOneLine(laidOut(row));
  expect(joined).not.toContain('\n');
  expect(joined.replaceAll(/(?<=[:,{]) | (?=\})/g, '')).toBe(row);
});

it('leaves alone what is no JSON', () => {
  expect(laidOut('{"a": 1,')).toBe('{"a": 1,');
});
