import { expect, it } from 'vitest';
import { aTokenReport } from './a-draft.fixture.ts';
import { lengthThatKeepsAll, lengthThatKeepsMost } from './max-length-advice.ts';

it('rounds the longest row up to a limit that cuts nothing', () => {
  expect(lengthThatKeepsAll(aTokenReport())).toBe(1_920);
});

it('has nothing to say where nothing is cut or counted', () => {
  expect(lengthThatKeepsAll(aTokenReport({ maxLength: 2_048 }))).toBeNull();
  expect(lengthThatKeepsAll(aTokenReport({ longest: null }))).toBeNull();
});

it('offers a limit for most rows only where one long row makes the other expensive', () => {
  expect(lengthThatKeepsMost(aTokenReport())).toBeNull();
  const longest = { file: 'a', row: 0, tokens: 60_000 };
  expect(lengthThatKeepsMost(aTokenReport({ longest }))).toBe(1_152);
});
